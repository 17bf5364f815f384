import { existsSync, renameSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as breath } from 'node:timers/promises';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import { reasonOf } from '../reason.ts';
import { EtagConflict } from './conflict.ts';
import { type ExpireAfter, isExpired } from './expiry.ts';
import { StorageFailure } from './failure.ts';
import { openReading, textsOf } from './items.ts';
import { KeyFilter } from './keyFilter.ts';
import type { StorageOptions } from './options.ts';
import { type Disk, openDisk } from './sqliteDisk.ts';
import { CHECKPOINT, DamagedDatabase, hasRowid, openDatabase, setPragmas } from './sqliteFile.ts';
import { type GroupWriter, openGroupCommit } from './sqliteGroupCommit.ts';
import { writeInThread } from './sqliteThread.ts';
import { noteVersions } from './versions.ts';

/** How often expired items are looked for, in milliseconds, and how many rows are gone through at a time. */
const SWEEP = 600_000;
const ROWS = 200;

const aged = z.object({ place: z.union([z.int(), z.string()]), key: z.string(), written: z.int() });

type SqliteOptions = StorageOptions & {
  /** Caps the database at this many pages; tests use it to simulate a full disk. */
  readonly maxPages?: number | undefined;
  /** Replaces the disk that the file is on; for tests. */
  readonly disk?: ((database: DatabaseSync) => Disk) | undefined;
};

/**
 * Opens the database. A damaged one is moved aside, with what belongs to it, and a new one made in its place,
 * so that the bot answers; `report` hears of both names. Throws where the place cannot be written to.
 */
export function openSqliteStorage(file: string, options: SqliteOptions = {}): SqliteStorage {
  try {
    return new SqliteStorage(file, options);
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const aside = `${file}.damaged-${time}`;
    // SQLite deletes the -wal of a database that it closes; what is moved before stays. Windows cannot do so.
    if (process.platform === 'win32') error.close();
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(file + part)) renameSync(file + part, aside + part);
    if (process.platform !== 'win32') error.close();
    const storage = new SqliteStorage(file, options);
    options.report?.(
      new StorageFailure(
        `Storage: ${error.message}. It was moved to ${aside}, and a new one was made at ${file}; talks that were in it begin anew.`,
        { cause: error },
      ),
    );
    return storage;
  }
}

/**
 * Writes by the connection that also reads: SQLite forgets all pages that a connection has read as soon as another one
 * writes, so that a second one would have every talk looked up from the root of the tree again.
 */
function writerOf(file: string, database: DatabaseSync, { disk = openDisk }: SqliteOptions) {
  if (file === ':memory:') return openGroupCommit(database, disk(database));
  // Neither what another process holds up is waited for here, nor the log, unless it grows beyond all measure.
  setPragmas(database, { patience: 0, checkpoint: 8 * CHECKPOINT });
  return openGroupCommit(database, disk(database), writeInThread(file));
}

/**
 * Bot Framework `Storage` on SQLite (WAL; a write that is acknowledged is on the disk, and outlives a power cut).
 * eTags are version numbers that never come back; writing with one that is out of date throws `EtagConflict`,
 * `*` or none overwrites, and the empty one means "only if there is no such item yet". Writes of the same moment
 * share one commit; one that fails is told to each of its callers as a `StorageFailure`. An expired item is as
 * good as gone at once, and leaves the file with one of the next sweeps; the bytes of what was deleted are wiped.
 */
export class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  readonly #select: StatementSync;
  readonly #writer: GroupWriter;
  readonly #file: string;
  readonly #expireAfter: ExpireAfter;
  readonly #now: () => number;
  readonly #readItem: ReturnType<typeof openReading>;
  readonly #timer: NodeJS.Timeout | undefined;
  /** Which keys may be stored, once a sweep has gone through all of them: most talks begin, and are looked for in vain. */
  #stored: KeyFilter | undefined;
  /** Which keys may be stored, as far as the sweep that is under way has seen. */
  #seen: KeyFilter | undefined;

  /** Opens or makes the file and its folder; `:memory:` keeps everything in memory. */
  constructor(file: string, options: SqliteOptions = {}) {
    const { expireAfterSeconds, now = Date.now, report, maxPages } = options;
    this.#file = file;
    this.#expireAfter = expireAfterSeconds ?? (() => undefined);
    this.#now = now;
    this.#readItem = openReading(`the database ${file}`, report);
    this.#database = openDatabase(file, now(), maxPages);
    this.#select = this.#database.prepare('SELECT item, etag, written FROM items WHERE key = ?');
    this.#writer = writerOf(file, this.#database, options);
    if (!expireAfterSeconds) return;
    const sweep = () => this.sweep().catch((error: Error) => report?.(error));
    this.#timer = setInterval(sweep, SWEEP).unref();
    setImmediate(sweep).unref();
  }

  async read(keys: string[]): Promise<StoreItems> {
    const found: StoreItems = {};
    try {
      for (const key of keys) {
        if (this.#stored?.mayHave(key) === false) continue;
        const stored = this.#select.get(key);
        if (stored === undefined) continue;
        const { item, etag, written } = stored;
        if (isExpired(this.#expireAfter(key), Number(written), this.#now())) continue;
        found[key] = this.#readItem(String(item), String(etag));
      }
      // What a power cut could take back must not be seen outside.
      await this.#writer.onDisk(keys);
    } catch (error) {
      throw this.#failure(reasonOf(error), error);
    }
    return found;
  }

  async write(changes: StoreItems): Promise<void> {
    const now = this.#now();
    const items = textsOf(changes).map((item) => {
      // What replaces a version is there, or is not written.
      if (item.eTag === '' || item.eTag === '*') this.#stored?.add(item.key);
      this.#seen?.add(item.key);
      const seconds = this.#expireAfter(item.key);
      return { ...item, now, gone: seconds === undefined ? -1 : now - seconds * 1000 };
    });
    const fate = await this.#writer.write(items);
    if (typeof fate === 'number')
      return noteVersions(changes, new Map(items.map(({ key }, at) => [key, String(fate + at)])));
    if ('failed' in fate) throw this.#failure(fate.failed);
    throw new EtagConflict(`eTag conflict: "${fate.changed}" has changed since it was read.`);
  }

  delete(keys: string[]): Promise<void> {
    return this.#told(this.#writer.remove(keys));
  }

  /** Deletes what has expired, a few rows at a time so that turns come in between, and gives the disk back its room. */
  async sweep(): Promise<void> {
    if (!this.#database.isOpen) return;
    const seen = new KeyFilter();
    this.#seen = seen;
    // What was written before is there when the sweep comes by, as what is written from now on adds itself.
    await this.#told(this.#writer.remove([]));
    // In the order in which they lie in the file, which a write does not change.
    const place = hasRowid(this.#database) ? 'rowid' : 'key';
    const next = this.#database.prepare(
      `SELECT ${place} AS place, key, written FROM items WHERE ${place} > ? ORDER BY ${place} LIMIT ${ROWS}`,
    );
    let last: number | string = place === 'rowid' ? 0 : '';
    while (this.#database.isOpen) {
      const rows = next.all(last).map((one) => aged.parse(one));
      for (const { key } of rows) seen.add(key);
      const now = this.#now();
      const expired = rows.filter(({ key, written }) => isExpired(this.#expireAfter(key), written, now));
      if (expired.length > 0)
        await this.#told(
          this.#writer.remove(
            expired.map(({ key }) => key),
            expired.map(({ written }) => written),
          ),
        );
      const end = rows.at(-1);
      if (!end || rows.length < ROWS) break;
      last = end.place;
      await breath();
    }
    if (!this.#database.isOpen) return;
    // Unless another sweep has begun since, which then has what was written.
    if (this.#seen === seen) {
      this.#stored = seen;
      this.#seen = undefined;
    }
    await this.#told(this.#writer.emptyLog());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writer.close();
  }

  async #told(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw this.#failure(reasonOf(error), error);
    }
  }

  #failure(reason: string, cause?: unknown): StorageFailure {
    return new StorageFailure(`Storage: the database ${this.#file} failed (${reason}).`, { cause });
  }
}
