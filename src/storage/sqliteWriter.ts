import type { DatabaseSync } from 'node:sqlite';
import { reasonOf } from '../reason.ts';
import type { ItemText } from './items.ts';
import { inTransaction } from './sqliteFile.ts';

/** How many free pages are given back to the disk with each removal of what has expired. */
const PAGES = 400;

/** How many versions are reserved at a time: each reservation writes one more page. */
const VERSIONS = 1000;

/** An item to be written. */
export type DatedItem = ItemText & {
  /** When it is written, and up to when what was written counts as gone, in milliseconds. */
  readonly now: number;
  readonly gone: number;
};

/**
 * What became of a write: the version of its first item, the next ones having the next numbers, or why nothing was
 * written: the key of an item that has changed since it was read, or what failed.
 */
export type Fate = number | { readonly changed: string } | { readonly failed: string };

/** What is done to the database; each of these in the order in which they are asked for. */
export type Writer = {
  /** Resolves when everything is on the disk, or when nothing of it is. */
  write(items: readonly DatedItem[]): Promise<Fate>;
  /** Removes items, or only as they were written at a time, and then gives the disk back its room. Rejects with what failed. */
  remove(keys: readonly string[], written?: readonly number[]): Promise<void>;
  /** Empties the log, which has what was deleted or written over since it was last begun anew. Rejects with what failed. */
  emptyLog(): Promise<void>;
  /** Does what is waiting, and closes the database. */
  close(): Promise<void>;
};

const INSERT =
  'INSERT INTO items (key, item, etag, written) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE';
const CHANGE = 'SET item = excluded.item, etag = excluded.etag, written = excluded.written';

/** Writes to the database in this thread. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof statementsOf>;
  /** The last version that was given, and the last that may be. */
  #version = 0;
  #taken = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = statementsOf(database);
  }

  /** One transaction for all writes; one that fails is undone alone. Throws where none of them is saved. */
  commit(writes: readonly (readonly DatedItem[])[]): Fate[] {
    const results: Fate[] = [];
    try {
      inTransaction(this.#database, () => {
        this.#takeVersions(writes.reduce((sum, { length }) => sum + length, 0));
        for (const items of writes) results.push(this.#attempt(items));
      });
    } catch (error) {
      // What was taken may be undone with the rest.
      this.#taken = this.#version;
      throw error;
    }
    return results;
  }

  #takeVersions(count: number): void {
    if (this.#taken - this.#version >= count) return;
    const taken = Math.max(count, VERSIONS);
    this.#taken = Number(this.#statements.takeVersions.get(taken)?.last);
    this.#version = this.#taken - taken;
  }

  remove(keys: readonly string[], written?: readonly number[]): void {
    const { remove, removeAsWritten } = this.#statements;
    inTransaction(this.#database, () => {
      keys.forEach((key, at) => {
        const time = written?.[at];
        if (time === undefined) remove.run(key);
        else removeAsWritten.run(key, time);
      });
    });
    // Does nothing in an old file, made without auto_vacuum: its free pages are used again, but only a VACUUM
    // by hand would give them back to the disk. It takes twice the room and stops all turns, so it is not done here.
    if (written) this.#database.exec(`PRAGMA incremental_vacuum(${PAGES})`);
  }

  /** False where another connection stands in the way. */
  emptyLog(): boolean {
    return this.#statements.empty.get()?.busy === 0;
  }

  /** Works the log into the file, as far as it goes without waiting for anybody. */
  workIn(): void {
    this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** How many pages the log has, those included that were worked in since it was last begun anew. */
  pagesInLog(): number {
    return Number(this.#statements.look.get()?.log);
  }

  #attempt(items: readonly DatedItem[]): Fate {
    const first = this.#version + 1;
    // A single statement is undone by itself where it fails.
    const several = items.length > 1;
    try {
      if (several) this.#database.exec('SAVEPOINT one');
      const changed = items.find((item) => !this.#put(item));
      if (several) this.#database.exec(changed ? 'ROLLBACK TO one; RELEASE one' : 'RELEASE one');
      return changed ? { changed: changed.key } : first;
    } catch (error) {
      // On a full disk SQLite may have undone everything already, and then none of the batch is saved.
      if (!this.#database.isTransaction) throw error;
      if (several) this.#database.exec('ROLLBACK TO one; RELEASE one');
      return { failed: reasonOf(error) };
    }
  }

  /** False where the item is not as it was when it was read. */
  #put({ key, eTag, text, now, gone }: DatedItem): boolean {
    const { overwrite, insert, update } = this.#statements;
    const version = ++this.#version;
    const { changes } =
      eTag === '*'
        ? overwrite.run(key, text, version, now)
        : eTag === ''
          ? insert.run(key, text, version, now, gone)
          : update.run(text, version, now, key, Number(eTag), gone);
    return Number(changes) > 0;
  }
}

/** What every turn runs, prepared once. */
function statementsOf(database: DatabaseSync) {
  return {
    look: database.prepare('PRAGMA wal_checkpoint(NOOP)'),
    empty: database.prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
    remove: database.prepare('DELETE FROM items WHERE key = ?'),
    removeAsWritten: database.prepare('DELETE FROM items WHERE key = ? AND written = ?'),
    takeVersions: database.prepare('UPDATE versions SET last = last + ? RETURNING last'),
    overwrite: database.prepare(`${INSERT} ${CHANGE}`),
    insert: database.prepare(`${INSERT} ${CHANGE} WHERE items.written <= ?5`),
    update: database.prepare(
      'UPDATE items SET item = ?, etag = ?, written = ? WHERE key = ? AND etag = ? AND written > ?',
    ),
  };
}

/** The fate of each write, also where the commit itself failed. */
export function commitAll(writer: SqliteWriter, writes: readonly (readonly DatedItem[])[]): readonly Fate[] {
  if (writes.length === 0) return [];
  try {
    return writer.commit(writes);
  } catch (error) {
    return writes.map(() => failureOf(error));
  }
}

/** Of a write that an error has kept from being saved. */
export function failureOf(error: unknown): Fate {
  return { failed: reasonOf(error) };
}

/** Of a write that the database says nothing of. */
export const LOST: Fate = { failed: 'it gave no answer' };
