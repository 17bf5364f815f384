import { openRecent } from '../memoise.ts';
import type { Talk } from './talk.ts';

/** How many talks are remembered, and for how long at least after their last turn, in milliseconds. */
const TALKS = 2000;
const IDLE = 300_000;
/** How many bytes the channel's records may take in all. Usually they take 2 KB each, at most 512 KB. */
const ROOM = 64 * 1024 * 1024;

/** An item, and the version that it has in the storage. */
export type Versioned<Item> = { readonly item: Item; readonly eTag: string };

/** What a turn begins with: the talk, and the channel's own record of it, where it keeps one. */
export type Before = {
  readonly talk: Versioned<Talk>;
  readonly record: Versioned<unknown> | null;
  /** About how many bytes the record has. */
  readonly size: number;
};

/**
 * The talks of the last minutes, so that a turn need not read again what the one before has written. Another replica
 * may have gone on with a talk since: what is remembered may only lead to a write, which fails where its eTag is out
 * of date, and never to an answer by itself.
 */
export function openRecentTalks() {
  const { get, set, drop, clear, age } = openRecent<Before>(
    TALKS,
    // A large one counts for several.
    ({ size }) => Math.max(1, (size * TALKS) / ROOM),
  );
  setInterval(age, IDLE).unref();
  return { get, set, drop, clear };
}
