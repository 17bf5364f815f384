import { MemoryStorage, type Storage, type StoreItems } from 'botbuilder';
import { EtagConflict } from './conflict.ts';
import { isExpired } from './expiry.ts';
import type { StorageOptions } from './options.ts';
import { noteVersions } from './versions.ts';

/**
 * Bot Framework's storage in memory, which by itself overwrites on the empty eTag, writes half of a lost race,
 * and keeps everything. Here an expired item is dropped when it is asked for.
 */
export function openMemory({ expireAfterSeconds, now = Date.now }: StorageOptions = {}): Storage {
  // Without a prototype, so that "constructor" is a key like any other.
  const texts: Record<string, string> = Object.create(null);
  const written = new Map<string, number>();
  const storage = new MemoryStorage(texts);
  const eTagOf = (key: string): unknown => {
    const text = texts[key];
    return text === undefined ? '' : JSON.parse(text).eTag;
  };
  const remove = async (keys: string[]) => {
    for (const key of keys) written.delete(key);
    await storage.delete(keys);
  };
  const dropExpired = (keys: readonly string[]) => {
    const at = now();
    for (const key of keys) {
      if (!isExpired(expireAfterSeconds?.(key), written.get(key) ?? at, at)) continue;
      delete texts[key];
      written.delete(key);
    }
  };
  return {
    async read(keys) {
      dropExpired(keys);
      return storage.read(keys);
    },
    delete: remove,
    async write(changes: StoreItems) {
      const keys = Object.keys(changes);
      dropExpired(keys);
      for (const [key, { eTag }] of Object.entries(changes))
        if (eTag !== undefined && eTag !== '*' && eTag !== eTagOf(key))
          throw new EtagConflict(`eTag conflict: "${key}" has changed since it was read.`);
      for (const key of keys) written.set(key, now());
      // MemoryStorage writes before it gives its promise back, so nothing comes in between.
      await storage.write(changes);
      noteVersions(changes, new Map(keys.map((key) => [key, String(eTagOf(key))])));
    },
  };
}
