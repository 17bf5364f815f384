import { createHash } from 'node:crypto';
import { globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { makeFolder } from './folders.ts';
import { CACHE, ROOT } from './packed.ts';

const FOLDER = join(ROOT, CACHE);

/** One thing in the cache on the disk: its kind, how many of that kind stay, and all that it is made from, code included. */
type CacheEntry = {
  readonly kind: string;
  readonly most: number;
  readonly from: readonly Buffer[];
  /** Overrides the cache folder; for tests. */
  readonly folder?: string | undefined;
};

/**
 * What `make` gave the last time from the same, or else what it gives now, which is cached for the next start: plain data.
 * What has another form than `isMade` knows is made anew. Where nothing can be written, it is made anew at each start.
 */
export function cached<Made>(
  entry: CacheEntry,
  make: () => Made,
  isMade: (value: unknown) => value is Made,
): Made {
  const file = fileOf(entry);
  try {
    const found: unknown = deserialize(readFileSync(file));
    if (isMade(found)) return found;
  } catch {
    // Not made yet.
  }
  const made = make();
  save(file, entry, made);
  return made;
}

/** As `cached`, for what is read while the bot answers others, and made later; what is read may be anything that somebody put there. */
export function openCache(entry: CacheEntry) {
  const file = fileOf(entry);
  return {
    async read(): Promise<unknown> {
      try {
        return deserialize(await readFile(file));
      } catch {
        return undefined;
      }
    },
    write: (made: unknown) => save(file, entry, made),
  };
}

function fileOf({ kind, from, folder = FOLDER }: CacheEntry): string {
  const hash = createHash('sha256').update(process.version);
  for (const bytes of from) hash.update(bytes);
  return join(folder, `${hash.digest('hex').slice(0, 16)}.${kind}`);
}

/** A folder that cannot be written to costs time at the next start and nothing else. */
function save(file: string, { kind, most, folder = FOLDER }: CacheEntry, made: unknown): void {
  // Under another name first: a start at the same moment must not read half of it.
  const unfinished = `${file}.${process.pid}`;
  try {
    makeFolder(folder);
    writeFileSync(unfinished, serialize(made));
    renameSync(unfinished, file);
    forgetOld(folder, kind, most);
  } catch {
    forget(unfinished);
  }
}

/** What a full disk left of a file is not looked for by anybody. */
function forget(unfinished: string): void {
  try {
    rmSync(unfinished, { force: true });
  } catch {
    // Not to be deleted either.
  }
}

/** Leaves the newest of one kind. */
export function forgetOld(folder: string, kind: string, most: number): void {
  const all = globSync(`*.${kind}`, { cwd: folder }).map((name) => join(folder, name));
  const age = new Map(all.map((file) => [file, statSync(file).mtimeMs]));
  const newestFirst = all.sort((one, other) => (age.get(other) ?? 0) - (age.get(one) ?? 0));
  for (const file of newestFirst.slice(most)) rmSync(file, { recursive: true, force: true });
}
