import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStorage } from '../../src/storage/open.ts';
import { newFolder } from '../folders.ts';

test.each([
  ['memory', '"memory" is not a storage. Write memory:.'],
  ['Memory:', '"Memory:" is not a storage. Write memory:.'],
  ['./data/bot.db', '"./data/bot.db" is not a storage. Write sqlite:./data/bot.db.'],
  ['sqlit:./data/bot.db', '"sqlit:" is not a storage. Write sqlite:<file>.'],
  ['redis:6379', '"redis:" is not a storage. Write redis://<host>:6379.'],
  ['mongo://user:hush@host', '"mongo:" is not a storage. Write sqlite:<file>, memory:, redis'],
  ['AccountName=a;AccountKey=hush;BlobEndpoint=http://x', 'is not a storage. Write azure-blobs:<connection'],
  ['sqlite:', '"sqlite:" lacks its file. Write sqlite:<file>'],
  ['sqlite::memory:', '"sqlite::memory:" keeps nothing. Write memory:, or sqlite:<file>'],
  ['sqlite:~/bot.db', '"sqlite:~/bot.db" names no file: write the folder in full'],
  ['redis://localhost:6379/talks', 'the address of Redis is not one. Write redis://<user>'],
])('STORAGE=%s is told what was meant', async (setting, said) => {
  await expect(openStorage(setting)).rejects.toThrow(said);
  await expect(openStorage(setting)).rejects.toThrow(/^(?!.*hush)/);
});

test.each([
  ['other tables', 'CREATE TABLE customers (id INTEGER)', 'customers'],
  ['other items', 'CREATE TABLE items (id INTEGER, price REAL)', 'items'],
])('a database with %s is another program’s, and stays as it is', async (_, sql, table) => {
  const file = join(newFolder(), 'shop.db');
  const shop = new DatabaseSync(file);
  shop.exec(sql);
  shop.close();
  const before = readFileSync(file);
  await expect(openStorage(`sqlite:${file}`)).rejects.toThrow(
    `STORAGE: the database ${file} is another program's (its tables: ${table}).`,
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([
  ['a letter', 'Dear Sir or Madam, this is no database. '.repeat(99)],
  ['a few bytes', 'x'],
  ['nothing but zeros', '\0'.repeat(9000)],
])('a file of %s is somebody’s, and stays as and where it is', async (_, content) => {
  const folder = newFolder();
  const file = join(folder, 'letter.txt');
  writeFileSync(file, content);
  await expect(openStorage(`sqlite:${file}`)).rejects.toThrow(
    `STORAGE: the file ${file} is no SQLite database. Write the name of another file`,
  );
  await expect(openStorage(`sqlite:${file}`, { isAlone: true })).rejects.toThrow(/is no SQLite database/);
  expect(readdirSync(folder)).toEqual(['letter.txt']);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test.skipIf(process.platform !== 'linux')('a folder in which none can be made ends the start', async () => {
  await expect(openStorage('sqlite:/proc/x/y/bot.db')).rejects.toThrow(
    /^STORAGE: the database \/proc\/x\/y\/bot\.db cannot be opened \(.*\)\. Check that /,
  );
});
