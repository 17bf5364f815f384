import { setTimeout as sleep } from 'node:timers/promises';

/** A race is lost only to another write that was saved, so this many in a row means that something is broken. */
const ATTEMPTS = 50;

/**
 * Another turn has written the item since it was read; every storage here says so by this and by nothing else. Errors with a
 * `statusCode` are logged without their message, which names the talk.
 */
export class EtagConflict extends Error {
  override name = 'EtagConflict';
  readonly statusCode = 412;
}

/**
 * Loads, changes and saves by `attempt`, again where another write came between, after a pause in which that one can end.
 * `attempt` gets how many races were lost before it. Throws its error where too many were, and any other at once.
 */
export async function untilSaved<Result>(attempt: (lostRaces: number) => Promise<Result>): Promise<Result> {
  for (let lostRaces = 0; ; lostRaces++) {
    try {
      return await attempt(lostRaces);
    } catch (error) {
      if (!(error instanceof EtagConflict) || lostRaces >= ATTEMPTS) throw error;
      await sleep(Math.random() * Math.min(2 ** lostRaces, 50));
    }
  }
}
