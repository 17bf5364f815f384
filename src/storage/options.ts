import type { ExpireAfter } from './expiry.ts';

/** Hears of what went wrong where a storage goes on by itself. */
export type Report = (error: Error) => void;

/** What every storage is told. */
export type StorageOptions = {
  /** After how long without a write an item goes away; without it everything is kept. */
  readonly expireAfterSeconds?: ExpireAfter | undefined;
  /** The clock by which items expire; Redis has its own. */
  readonly now?: (() => number) | undefined;
  /** Hears of outages, of an item that cannot be read, of sweeps that failed, and of a damaged database that was moved aside. */
  readonly report?: Report | undefined;
};
