import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { makeFolder } from '../folders.ts';
import { reasonOf } from '../reason.ts';

/** A talk takes one page and a bit, in bytes; what a turn writes to disk counts in pages. */
const PAGE = 2048;
/** Up to this size, in bytes, a database is read through for damage at start (a second or less). */
const CHECKED = 256 * 1024 * 1024;
/**
 * After so many pages the log is worked into the file, 8 MB: with SQLite's 1000 all writes stood still for 6 ms in 20 under
 * load, and with these half as long, as pages that change again and again are worked in once.
 */
export const CHECKPOINT = 4000;
/** SQLite's result codes for a damaged file: SQLITE_CORRUPT, SQLITE_NOTADB; and for one that another connection writes to. */
const DAMAGE: readonly number[] = [11, 26];
const BUSY = 5;

/** How long another connection that writes is waited for, in milliseconds. */
const PATIENCE = 5000;

/**
 * A commit is on the disk when it is done, and deleted is deleted: SQLite by itself leaves the bytes where they were
 * until something else comes there.
 */
const SAFE = 'PRAGMA synchronous = FULL; PRAGMA secure_delete = ON';

/** The file is a damaged database. It is still open: move it, then close it. */
export class DamagedDatabase extends Error {
  override name = 'DamagedDatabase';
  readonly close: () => void;

  constructor(file: string, cause: unknown, close: () => void) {
    super(`the database ${file} is damaged (${reasonOf(cause)})`, { cause });
    this.close = close;
  }
}

/** The file is another program's, or no database at all; nothing was changed in it. */
export class ForeignDatabase extends Error {
  override name = 'ForeignDatabase';
}

type Pragmas = {
  /** How long others that write are waited for, in milliseconds. */
  readonly patience?: number;
  /** A commit works the log into the file where that has so many pages. */
  readonly checkpoint?: number;
};

/** Sets how a connection gets on with others that have the same database. */
export function setPragmas(
  database: DatabaseSync,
  { patience = PATIENCE, checkpoint = CHECKPOINT }: Pragmas = {},
): void {
  database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA wal_autocheckpoint = ${checkpoint}`);
}

/** Another connection to a database that `openDatabase` has got ready. */
export function connect(file: string, pragmas?: Pragmas): DatabaseSync {
  const database = new DatabaseSync(file);
  setPragmas(database, pragmas);
  database.exec(SAFE);
  return database;
}

/**
 * Opens or makes the file and its folder, with the tables; `:memory:` keeps everything in memory. `now` is when what
 * has no time yet counts as written. Throws `DamagedDatabase`, `ForeignDatabase`, or SQLite's error where the place cannot be written to.
 */
export function openDatabase(file: string, now: number, maxPages?: number): DatabaseSync {
  if (file !== ':memory:') makeFolder(dirname(resolve(file)));
  refuseOtherFile(file);
  const size = sizeOf(file);
  const database = new DatabaseSync(file);
  try {
    setPragmas(database);
    // Before anything is written, so that a damaged file and its log stay as they are.
    if (size > 0 && size <= CHECKED) {
      const { quick_check: verdict } = checked.parse(database.prepare('PRAGMA quick_check(1)').get());
      if (verdict !== 'ok') throw Object.assign(new Error(verdict), { errcode: DAMAGE[0] });
    }
    if (size > 0) refuseForeign(database, file);
    // Only possible as long as nothing is in the file, which WAL changes.
    if (size === 0) database.exec(`PRAGMA page_size = ${PAGE}; PRAGMA auto_vacuum = INCREMENTAL`);
    database.exec(`PRAGMA journal_mode = WAL; ${SAFE}`);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
    makeTables(database, now);
    return database;
  } catch (error) {
    const close = () => database.close();
    if (DAMAGE.includes(codeOf(error))) throw new DamagedDatabase(file, error, close);
    close();
    throw error;
  }
}

/** What every SQLite database begins with (SQLite, "Database File Format", 1.3). */
const HEADER = Buffer.from('SQLite format 3\0');

/** 0 for a database that is not there yet. */
const sizeOf = (file: string) => (file !== ':memory:' && existsSync(file) ? statSync(file).size : 0);

/**
 * Throws `ForeignDatabase` where the file is no database: it is somebody's, however much it looks like a damaged one to
 * SQLite.
 */
export function refuseOtherFile(file: string): void {
  if (sizeOf(file) === 0) return;
  const start = Buffer.alloc(HEADER.length);
  const opened = openSync(file, 'r');
  try {
    const length = readSync(opened, start, 0, start.length, 0);
    // A database may have been cut off that early.
    if (start.subarray(0, length).equals(HEADER.subarray(0, length))) return;
  } finally {
    closeSync(opened);
  }
  throw new ForeignDatabase(`the file ${file} is no SQLite database`);
}

/** The columns that the bot's own table has had from the beginning. */
const OWN_COLUMNS: readonly string[] = ['key', 'item', 'etag'];

/** A database with tables, but without the bot's, is somebody else's. */
function refuseForeign(database: DatabaseSync, file: string): void {
  const names = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map(({ name }) => String(name));
  const tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  if (tables.length === 0) return;
  const columns = names("SELECT name FROM pragma_table_info('items')");
  if (OWN_COLUMNS.every((name) => columns.includes(name))) return;
  throw new ForeignDatabase(
    `the database ${file} is another program's (its tables: ${tables.slice(0, 3).join(', ')})`,
  );
}

function makeTables(database: DatabaseSync, now: number): void {
  inTransaction(database, () => {
    database.exec(`
      CREATE TABLE IF NOT EXISTS items
        (key TEXT PRIMARY KEY, item TEXT NOT NULL, etag INTEGER NOT NULL, written INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS versions (last INTEGER NOT NULL) STRICT;
      INSERT INTO versions SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM versions);
    `);
    const columns = database.prepare("SELECT name FROM pragma_table_info('items')").all();
    // What was there before the column counts as written now. A default costs nothing, however many rows there are.
    if (!columns.some(({ name }) => name === 'written'))
      database.exec(`ALTER TABLE items ADD COLUMN written INTEGER NOT NULL DEFAULT ${Math.floor(now)}`);
    // Earlier versions had one, which each write had to keep in order for the sweep alone.
    database.exec('DROP INDEX IF EXISTS items_by_age');
  });
}

/** Whether items have numbers of their own; in a file of an early version they lie in the order of their keys. */
export function hasRowid(database: DatabaseSync): boolean {
  const { wr } = tableKind.parse(database.prepare("SELECT wr FROM pragma_table_list('items')").get());
  return wr === 0;
}

/** Does all of the work or, where it throws, nothing of it. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Whether it failed because another connection writes at the moment. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === BUSY;
}

const tableKind = z.object({ wr: z.int() });
const checked = z.object({ quick_check: z.string() });
const sqliteError = z.object({ errcode: z.int() });

/** SQLite's primary result code; 0 for another error. */
function codeOf(error: unknown): number {
  return (sqliteError.safeParse(error).data?.errcode ?? 0) & 0xff;
}
