import { z } from 'zod';

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
