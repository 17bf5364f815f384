import { setTimeout as sleep } from 'node:timers/promises';
import type { Serving } from '../serving.ts';

/** How long it must have done next to nothing, in milliseconds. */
const IDLE = 500;

/** Waits until a server has nothing to do; gives the processor time that it has used until then, in microseconds. */
export async function untilIdle(serving: Serving): Promise<number> {
  let { cpu } = await serving.usage();
  for (;;) {
    await sleep(IDLE);
    const now = (await serving.usage()).cpu;
    if (now - cpu < 0.05 * IDLE * 1000) return now;
    cpu = now;
  }
}
