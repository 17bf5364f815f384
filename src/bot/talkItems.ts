import type { Storage, StoreItems } from 'botbuilder';
import { versionsOf } from '../storage/versions.ts';
import { type Before, openRecentTalks, type Versioned } from './recentTalks.ts';
import { eTagOf, itemOf, type Talk, talkFrom } from './talk.ts';
import type { GrownRecord, Transcript } from './transcript.ts';

/** Talks as they are stored, each with the channel's own record of it, and those of the last minutes remembered. */
export function openTalkItems(storage: Storage) {
  const recent = openRecentTalks();
  return {
    /** What this process has written last, as far as it knows: enough for a write, which fails where it is out of date. */
    remembered: (key: string): Before | undefined => recent.get(key),

    async read(key: string, transcript: Transcript | undefined): Promise<Before> {
      const items = await storage.read(transcript ? [key, transcript.key] : [key]);
      const versioned = (item: unknown) => ({ item, eTag: eTagOf(item) });
      // Also the eTag of an item which cannot be read: of two turns that meet it, one would be overwritten.
      const { item, eTag } = versioned(items[key]);
      return {
        talk: { item: talkFrom(item), eTag },
        record: transcript ? versioned(items[transcript.key]) : null,
        // Not remembered in this form.
        size: 0,
      };
    },

    /** Writes a talk, and with it the channel's record where that has grown. Nothing is remembered of one that fails. */
    async save(
      key: string,
      { item, eTag }: Versioned<Talk>,
      { record, size }: Omit<Before, 'talk'>,
      grown: (GrownRecord & { readonly key: string }) | null,
    ): Promise<void> {
      const changes: StoreItems = { [key]: { ...itemOf(item), eTag } };
      // After the turn's own item: where several are not written at once, a lost race must leave no reply behind.
      if (grown && record) changes[grown.key] = { ...grown.item, eTag: record.eTag };
      recent.drop(key);
      await storage.write(changes);
      const versions = versionsOf(changes);
      const [talkTag, recordTag] = [versions?.get(key), grown && versions?.get(grown.key)];
      if (talkTag === undefined || recordTag === undefined) return;
      recent.set(key, {
        talk: { item, eTag: talkTag },
        ...(grown && recordTag !== null
          ? { record: { item: grown.item, eTag: recordTag }, size: grown.size }
          : { record, size }),
      });
    },

    /** Deletes a talk, and whatever was written of it meanwhile. */
    delete(key: string): Promise<void> {
      recent.drop(key);
      return storage.delete([key]);
    },

    /** Somebody else has written a talk or its record; null: perhaps any. */
    overtaken: (key: string | null): void => (key === null ? recent.clear() : recent.drop(key)),
  };
}
