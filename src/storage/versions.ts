import type { StoreItems } from 'botbuilder';

const given = new WeakMap<StoreItems, ReadonlyMap<string, string>>();

/**
 * Notes which eTags a write of `changes` gave to its items, by key. Bot Framework's `Storage.write` gives nothing
 * back, so whoever wrote an item would have to read it to be able to write it again.
 */
export function noteVersions(changes: StoreItems, versions: ReadonlyMap<string, string>): void {
  given.set(changes, versions);
}

/** The eTags that a write of just this object gave; undefined where it failed, or where the storage tells none. */
export function versionsOf(changes: StoreItems): ReadonlyMap<string, string> | undefined {
  return given.get(changes);
}
