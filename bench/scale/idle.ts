import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from '../observe.ts';
import type { Serving } from '../serving.ts';

/** For how long it must have done next to nothing, and how long that is waited for, in milliseconds. */
const IDLE = 500;
const PATIENCE = 60_000;
/** Ten seconds after its start the bot compresses its website as well as can be, which is not what is measured. */
const LATE_WORK = 11_000;

/** Waits until a server has nothing to do; gives what it has used until then. */
export async function untilIdle(serving: Serving): Promise<Usage> {
  const until = performance.now() + PATIENCE;
  let before = await serving.usage();
  while (performance.now() < until) {
    await sleep(IDLE);
    const now = await serving.usage();
    if (now.cpu - before.cpu < 0.05 * IDLE * 1000) return now;
    before = now;
  }
  throw new Error(`${serving.url} has something to do all the time.`);
}

/** Waits until servers, the last of which has just started, have done all that they do once after their start. */
export async function untilSettled(servings: readonly Serving[]): Promise<void> {
  await sleep(LATE_WORK);
  for (const serving of servings) await untilIdle(serving);
}
