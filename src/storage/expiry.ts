/** After how many seconds without a write the item of a key goes away; `undefined` for never. */
export type ExpireAfter = (key: string) => number | undefined;

/** Whether an item that was written at a time (both in milliseconds) is to be there no more. */
export function isExpired(seconds: number | undefined, written: number, now: number): boolean {
  return seconds !== undefined && now - written >= seconds * 1000;
}
