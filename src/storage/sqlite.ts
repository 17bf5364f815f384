import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as breath } from 'node:timers/promises';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import { EtagConflict } from './conflict.ts';
import { type ExpireAfter, isExpired } from './expiry.ts';
import { StorageFailure } from './failure.ts';

/** How often expired items are looked for, in milliseconds, and how many rows are gone through at a time. */
const SWEEP = 600_000;
const ROWS = 200;
/** A talk takes one page and a bit, in bytes; what a turn writes to disk counts in pages. */
const PAGE = 2048;
/** How many free pages are given back to the disk after each of these steps. */
const PAGES = 400;
/** Up to this size, in bytes, a database is read through for damage at start (a second or less). */
const CHECKED = 256 * 1024 * 1024;
/** SQLite's result codes for a damaged file: SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGE: readonly number[] = [11, 26];

/** Items as they are written: objects, whose `eTag` says which version they are meant to replace. */
const itemsToWrite = z.record(z.string(), z.looseObject({ eTag: z.string().optional() }));
const age = z.object({ key: z.string(), written: z.int() });

type Item = { readonly key: string; readonly eTag: string | undefined; readonly text: string };
type Write = { readonly items: readonly Item[]; readonly done: (error?: unknown) => void };

export type SqliteOptions = {
  readonly expireAfterSeconds?: ExpireAfter | undefined;
  readonly now?: (() => number) | undefined;
  /** Hears of sweeps that failed; the next one comes by itself. */
  readonly report?: ((error: Error) => void) | undefined;
  /** The largest size of the database, in pages; a disk of that size, to tests. */
  readonly maxPages?: number | undefined;
};

/** The file is no database, or a damaged one. It is still open: move it, then close it. */
class DamagedDatabase extends Error {
  override name = 'DamagedDatabase';
  readonly close: () => void;

  constructor(file: string, cause: unknown, close: () => void) {
    super(`the database ${file} is damaged (${cause instanceof Error ? cause.message : cause})`, { cause });
    this.close = close;
  }
}

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
 * Bot Framework `Storage` on SQLite (WAL, synchronous FULL: a write that is acknowledged outlives a power cut).
 * eTags are version numbers that never come back; writing with one that is out of date throws `EtagConflict`,
 * `*` or none overwrites, and the empty one means "only if there is no such item yet". Writes of the same moment
 * share one commit; one that fails is told to each of its callers as a `StorageFailure`. An expired item is as
 * good as gone at once, and leaves the file with one of the next sweeps; the bytes of what was deleted are wiped.
 */
export class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #expireAfter: ExpireAfter;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #statements: Statements;
  #waiting: Write[] = [];
  /** Version numbers that this commit may still give out: from `next` up to `last`. */
  #versions = { next: 0, last: -1 };

  /** Opens or makes the file and its folder; `:memory:` keeps everything in memory. */
  constructor(file: string, options: SqliteOptions = {}) {
    const { expireAfterSeconds, now = Date.now, report, maxPages } = options;
    this.#file = file;
    this.#expireAfter = expireAfterSeconds ?? (() => undefined);
    this.#now = now;
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    this.#database = new DatabaseSync(file);
    try {
      this.#prepare(maxPages);
      this.#statements = statementsOf(this.#database);
    } catch (error) {
      const close = () => this.#database.close();
      if (DAMAGE.includes(codeOf(error))) throw new DamagedDatabase(file, error, close);
      close();
      throw error;
    }
    if (!expireAfterSeconds) return;
    const sweep = () => this.sweep().catch((error: Error) => report?.(error));
    this.#timer = setInterval(sweep, SWEEP).unref();
    setImmediate(sweep).unref();
  }

  async read(keys: string[]): Promise<StoreItems> {
    const found: StoreItems = {};
    await this.#told(() => {
      for (const key of keys) {
        const stored = this.#statements.select.get(key);
        if (stored === undefined) continue;
        const { item, etag, written } = stored;
        if (isExpired(this.#expireAfter(key), Number(written), this.#now())) continue;
        const value: unknown = JSON.parse(String(item));
        if (typeof value !== 'object' || value === null) throw new Error(`the item "${key}" is no object`);
        found[key] = Object.assign(value, { eTag: String(etag) });
      }
    });
    return found;
  }

  async write(changes: StoreItems): Promise<void> {
    const items = Object.entries(itemsToWrite.parse(changes)).map(([key, { eTag, ...value }]) => ({
      key,
      eTag,
      text: JSON.stringify(value),
    }));
    return new Promise((fulfil, reject) => {
      this.#waiting.push({ items, done: (error) => (error === undefined ? fulfil() : reject(error)) });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  async delete(keys: string[]): Promise<void> {
    await this.#told(() => {
      for (const key of keys) this.#statements.remove.run(key);
    });
  }

  /** Deletes what has expired, a few rows at a time so that turns come in between, and gives the disk back its room. */
  async sweep(): Promise<void> {
    let last = { written: -1, key: '' };
    while (this.#database.isOpen) {
      const rows = this.#database
        .prepare('SELECT key, written FROM items WHERE (written, key) > (?, ?) ORDER BY written, key LIMIT ?')
        .all(last.written, last.key, ROWS)
        .map((one) => age.parse(one));
      const now = this.#now();
      const expired = rows.filter(({ key, written }) => isExpired(this.#expireAfter(key), written, now));
      if (expired.length > 0) {
        await this.#told(() => {
          this.#transaction(() => {
            const remove = this.#database.prepare('DELETE FROM items WHERE key = ? AND written = ?');
            for (const { key, written } of expired) remove.run(key, written);
          });
          // Does nothing in an old file, made without auto_vacuum: its free pages are used again, but only a VACUUM
          // by hand would give them back to the disk. It takes twice the room and stops all turns, so it is not done here.
          this.#database.exec(`PRAGMA incremental_vacuum(${PAGES})`);
        });
      }
      const end = rows.at(-1);
      if (!end || rows.length < ROWS) break;
      last = end;
      await breath();
    }
    // The log still has what was deleted, or written over, since it was last begun anew.
    if (this.#database.isOpen) await this.#told(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#waiting.length > 0) this.#commit();
    this.#database.close();
  }

  #prepare(maxPages: number | undefined): void {
    const existing = this.#file !== ':memory:' && existsSync(this.#file);
    const size = existing ? statSync(this.#file).size : 0;
    this.#database.exec('PRAGMA busy_timeout = 5000');
    // Before anything is written, so that a damaged file and its log stay as they are.
    if (size > 0 && size <= CHECKED) {
      const { quick_check: verdict } = checked.parse(this.#database.prepare('PRAGMA quick_check(1)').get());
      if (verdict !== 'ok') throw Object.assign(new Error(verdict), { errcode: DAMAGE[0] });
    }
    // Only possible as long as nothing is in the file, which WAL changes.
    if (size === 0) this.#database.exec(`PRAGMA page_size = ${PAGE}; PRAGMA auto_vacuum = INCREMENTAL`);
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    // Deleted is deleted: SQLite by itself leaves the bytes where they were until something else comes there.
    this.#database.exec('PRAGMA secure_delete = ON');
    if (maxPages !== undefined) this.#database.exec(`PRAGMA max_page_count = ${maxPages}`);
    this.#transaction(() => {
      this.#database.exec(`
        CREATE TABLE IF NOT EXISTS items
          (key TEXT PRIMARY KEY, item TEXT NOT NULL, etag INTEGER NOT NULL, written INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS versions (last INTEGER NOT NULL) STRICT;
        INSERT INTO versions SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM versions);
      `);
      const columns = this.#database.prepare("SELECT name FROM pragma_table_info('items')").all();
      // What was there before the column counts as written now. A default costs nothing, however many rows there are.
      if (!columns.some(({ name }) => name === 'written'))
        this.#database.exec(
          `ALTER TABLE items ADD COLUMN written INTEGER NOT NULL DEFAULT ${Math.floor(this.#now())}`,
        );
      this.#database.exec('CREATE INDEX IF NOT EXISTS items_by_age ON items (written)');
    });
  }

  /** One transaction for all that waits; a write that fails is undone alone and told to its caller only. */
  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const results: unknown[] = [];
    try {
      this.#transaction(() => {
        const items = batch.reduce((sum, { items }) => sum + items.length, 0);
        const last = Number(this.#statements.takeVersions.get(items)?.last);
        this.#versions = { next: last - items + 1, last };
        for (const { items } of batch) results.push(this.#attempt(items));
      });
    } catch (error) {
      const failure = this.#failure(error);
      for (const { done } of batch) done(failure);
      return;
    }
    batch.forEach(({ done }, at) => {
      done(results[at]);
    });
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #attempt(items: Write['items']): unknown {
    // A single statement is undone by itself where it fails.
    const several = items.length > 1;
    try {
      if (several) this.#database.exec('SAVEPOINT one');
      for (const item of items) this.#put(item);
      if (several) this.#database.exec('RELEASE one');
      return undefined;
    } catch (error) {
      // On a full disk SQLite may have undone everything already, and then none of the batch is saved.
      if (!this.#database.isTransaction) throw error;
      if (several) this.#database.exec('ROLLBACK TO one; RELEASE one');
      return error instanceof EtagConflict ? error : this.#failure(error);
    }
  }

  #put({ key, eTag, text }: Item): void {
    const { overwrite, insert, update } = this.#statements;
    const now = this.#now();
    const seconds = this.#expireAfter(key);
    // What was written up to then is as good as gone.
    const gone = seconds === undefined ? -1 : now - seconds * 1000;
    const version = this.#versions.next++;
    const { changes } =
      eTag === undefined || eTag === '*'
        ? overwrite.run(key, text, version, now)
        : eTag === ''
          ? insert.run(key, text, version, now, gone)
          : update.run(text, version, now, key, Number(eTag), gone);
    if (Number(changes) === 0)
      throw new EtagConflict(`eTag conflict: "${key}" has changed since it was read.`);
  }

  async #told(work: () => void): Promise<void> {
    try {
      work();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): StorageFailure {
    const reason = error instanceof Error ? error.message : String(error);
    return new StorageFailure(`Storage: the database ${this.#file} failed (${reason}).`, { cause: error });
  }
}

const INSERT =
  'INSERT INTO items (key, item, etag, written) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE';
const CHANGE = 'SET item = excluded.item, etag = excluded.etag, written = excluded.written';

/** What every turn runs, prepared once. */
function statementsOf(database: DatabaseSync) {
  return {
    select: database.prepare('SELECT item, etag, written FROM items WHERE key = ?'),
    remove: database.prepare('DELETE FROM items WHERE key = ?'),
    takeVersions: database.prepare('UPDATE versions SET last = last + ? RETURNING last'),
    overwrite: database.prepare(`${INSERT} ${CHANGE}`),
    insert: database.prepare(`${INSERT} ${CHANGE} WHERE items.written <= ?5`),
    update: database.prepare(
      'UPDATE items SET item = ?, etag = ?, written = ? WHERE key = ? AND etag = ? AND written > ?',
    ),
  } satisfies Record<string, StatementSync>;
}
type Statements = ReturnType<typeof statementsOf>;

const checked = z.object({ quick_check: z.string() });
const sqliteError = z.object({ errcode: z.int() });

/** SQLite's primary result code; 0 for another error. */
function codeOf(error: unknown): number {
  return (sqliteError.safeParse(error).data?.errcode ?? 0) & 0xff;
}
