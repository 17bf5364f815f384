import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** A race is lost only to another write that was saved, so this many in a row means that something is broken. */
const ATTEMPTS = 50;

/** Another turn has written the item since it was read. `statusCode` is that of the Azure storages. */
export class EtagConflict extends Error {
  override name = 'EtagConflict';
  readonly statusCode = 412;
}

/** Whether a storage's error means that the item has changed since it was read. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { statusCode } = z.object({ statusCode: z.number() }).catch({ statusCode: 0 }).parse(error);
  return statusCode === 412 || statusCode === 409 || /etag conflict|precondition/i.test(error.message);
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
      if (!isConflict(error) || lostRaces >= ATTEMPTS) throw error;
      await sleep(Math.random() * Math.min(2 ** lostRaces, 50));
    }
  }
}
