import { setTimeout as sleep } from 'node:timers/promises';
import type { Serving } from '../serving.ts';

/** For how long it must have done next to nothing, and how long that is waited for, in milliseconds. */
const IDLE = 500;
const PATIENCE = 60_000;

/** Waits until a server has nothing to do; gives the processor time that it has used until then, in microseconds. */
export async function untilIdle(serving: Serving): Promise<number> {
  const until = performance.now() + PATIENCE;
  let { cpu } = await serving.usage();
  while (performance.now() < until) {
    await sleep(IDLE);
    const now = (await serving.usage()).cpu;
    if (now - cpu < 0.05 * IDLE * 1000) return now;
    cpu = now;
  }
  throw new Error(`${serving.url} has something to do all the time.`);
}
