import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import { EtagConflict } from './conflict.ts';

/** Items as they are written: objects, whose `eTag` says which version they are meant to replace. */
const itemsToWrite = z.record(z.string(), z.looseObject({ eTag: z.string().optional() }));
const row = z.object({ item: z.string(), etag: z.int() });
const item = z.record(z.string(), z.unknown());

type Write = { readonly items: z.infer<typeof itemsToWrite>; readonly done: (error?: unknown) => void };

/**
 * Bot Framework `Storage` on SQLite (WAL, synchronous FULL: a write that is acknowledged outlives a power cut).
 * eTags are version numbers that never come back; writing with one that is out of date throws `EtagConflict`,
 * `*` or none overwrites, and the empty one means "only if there is no such item yet". Writes of the same moment share one commit.
 */
export class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  #waiting: Write[] = [];

  /** Opens or makes the file and its folder; `:memory:` keeps everything in memory. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, item TEXT NOT NULL, etag INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS versions (last INTEGER NOT NULL) STRICT;
      INSERT INTO versions SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM versions);
    `);
  }

  async read(keys: string[]): Promise<StoreItems> {
    const select = this.#database.prepare('SELECT item, etag FROM items WHERE key = ?');
    const found: StoreItems = {};
    for (const key of keys) {
      const stored = select.get(key);
      if (stored === undefined) continue;
      const { item: text, etag } = row.parse(stored);
      found[key] = { ...item.parse(JSON.parse(text)), eTag: String(etag) };
    }
    return found;
  }

  write(changes: StoreItems): Promise<void> {
    const items = itemsToWrite.parse(changes);
    return new Promise((fulfil, reject) => {
      this.#waiting.push({ items, done: (error) => (error === undefined ? fulfil() : reject(error)) });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  async delete(keys: string[]): Promise<void> {
    const remove = this.#database.prepare('DELETE FROM items WHERE key = ?');
    for (const key of keys) remove.run(key);
  }

  close(): void {
    if (this.#waiting.length > 0) this.#commit();
    this.#database.close();
  }

  /** One transaction for all that waits; a write that fails is undone alone and told to its caller only. */
  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const results: unknown[] = [];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { items } of batch) results.push(this.#attempt(items));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      for (const { done } of batch) done(error);
      return;
    }
    batch.forEach(({ done }, at) => {
      done(results[at]);
    });
  }

  #attempt(items: Write['items']): unknown {
    this.#database.exec('SAVEPOINT one');
    try {
      for (const [key, { eTag, ...value }] of Object.entries(items)) this.#put(key, value, eTag);
      this.#database.exec('RELEASE one');
      return undefined;
    } catch (error) {
      this.#database.exec('ROLLBACK TO one; RELEASE one');
      return error;
    }
  }

  #put(key: string, value: object, eTag: string | undefined): void {
    const next = z
      .object({ last: z.int() })
      .parse(this.#database.prepare('UPDATE versions SET last = last + 1 RETURNING last').get()).last;
    const text = JSON.stringify(value);
    const { changes } =
      eTag === undefined || eTag === '*'
        ? this.#database
            .prepare(
              'INSERT INTO items VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET item = excluded.item, etag = excluded.etag',
            )
            .run(key, text, next)
        : eTag === ''
          ? this.#database
              .prepare('INSERT INTO items VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING')
              .run(key, text, next)
          : this.#database
              .prepare('UPDATE items SET item = ?, etag = ? WHERE key = ? AND etag = ?')
              .run(text, next, key, Number(eTag));
    if (Number(changes) === 0)
      throw new EtagConflict(`eTag conflict: "${key}" has changed since it was read.`);
  }
}
