import { DatabaseSync } from 'node:sqlite';
import { openTurnStore } from '../../../src/bot/turnStore.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';
import { openSqliteStorage } from '../../../src/storage/sqlite.ts';
import { connect, inTransaction } from '../../../src/storage/sqliteFile.ts';
import { conversationOf, keyOf, NEW, places, scripts } from './scripts.ts';

/** The stored talks were last written at even distances over so many days; the bot keeps them for 30. */
const DAYS = 20;
/** SQLite's cache while it fills, in kilobytes: keys come in random order. */
const CACHE = 2_000_000;

/**
 * Makes a database with `count` talks as the bot stores them: real talks are held through the bot's own turn store
 * up to where they were left, and their items copied under other keys. Gives the mean length of an item in bytes.
 */
export async function fillDatabase(file: string, count: number): Promise<number> {
  const items = await realItems(file);
  const database = new DatabaseSync(file);
  // Only while it fills; the bot sets its own when it opens the file.
  database.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE}`);
  const insert = database.prepare('INSERT INTO items (key, item, etag, written) VALUES (?, ?, ?, ?)');
  const { last } = database.prepare('SELECT last FROM versions').get() ?? {};
  const now = Date.now();
  inTransaction(database, () => {
    for (let number = 0; number < count; number++) {
      const written = now - Math.round(((count - number) / count) * DAYS * 86_400_000);
      const item = items[number % items.length] ?? '';
      insert.run(keyOf(conversationOf(number)), item, Number(last) + number + 1, written);
    }
    database.prepare('UPDATE versions SET last = last + ?').run(count);
  });
  database.close();
  return items.reduce((sum, item) => sum + Buffer.byteLength(item), 0) / items.length;
}

/** The items of real talks, one for each place where a talk may have been left. */
async function realItems(file: string): Promise<string[]> {
  const storage = openSqliteStorage(file);
  const turns = openTurnStore(openDialog(), storage);
  const items: string[] = [];
  for (const [number, { says }] of scripts().entries()) {
    const key = `script ${number}`;
    const leftAt = places().flatMap(({ script, at }) => (script === number ? [at] : []));
    for (const [at, text] of says.slice(0, Math.max(...leftAt)).entries()) {
      await turns.run(key, `${key}|${at}`, { kind: 'message', text, at: Date.now() });
      if (!leftAt.includes(at + 1)) continue;
      const { eTag: _, ...item } = (await storage.read([key]))[key];
      items.push(JSON.stringify(item));
    }
    await storage.delete([key]);
  }
  await storage.close();
  return items;
}

/** Takes away the talks that began while it was measured, so that there are as many as before. */
export function removeNewTalks(file: string, since: number): void {
  const database = connect(file);
  try {
    database.prepare('DELETE FROM items WHERE written >= ? AND key LIKE ?').run(since, `%${NEW}|livechat`);
  } finally {
    database.close();
  }
}

/** How many talks there are. */
export function countTalks(file: string): number {
  const database = connect(file);
  try {
    return Number(database.prepare('SELECT count(*) AS count FROM items').get()?.count);
  } finally {
    database.close();
  }
}
