import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openStorage } from '../../src/storage/open.ts';
import { DatabaseInUse, lockDatabase } from '../../src/storage/sqliteLock.ts';
import { newFolder } from '../folders.ts';
import { freshStorage, startBot } from '../server.ts';

const newFile = () => join(newFolder(), 'data', 'bot.db');
const hurried = { patience: 0, again: 1 };

test('a database is held once, and again when it was let go', async () => {
  const file = newFile();
  const { letGo } = await lockDatabase(file, () => undefined);
  await expect(lockDatabase(file, () => undefined, hurried)).rejects.toThrow(DatabaseInUse);
  // No journal, nor anything else that a crash would leave.
  expect(readdirSync(join(file, '..'))).toEqual(['bot.db.lock']);
  letGo();
  (await lockDatabase(file, () => undefined, hurried)).letGo();
  expect(readdirSync(join(file, '..'))).toEqual(['bot.db.lock']);
});

test('a database is held by each of its names', async () => {
  const file = newFile();
  const link = join(newFolder(), 'link.db');
  mkdirSync(join(file, '..'));
  writeFileSync(file, '');
  symlinkSync(file, link);
  const { letGo } = await lockDatabase(file, () => undefined);
  await expect(lockDatabase(link, () => undefined, hurried)).rejects.toThrow(DatabaseInUse);
  letGo();
});

test('who has it is waited for', async () => {
  const file = newFile();
  const { letGo } = await lockDatabase(file, () => undefined);
  const waiting = vi.fn(letGo);
  (await lockDatabase(file, waiting)).letGo();
  expect(waiting).toHaveBeenCalledTimes(1);
});

test('a file that is there by that name keeps nobody from starting, and stays as it is, which is told', async () => {
  const file = join(newFolder(), 'bot.db');
  const letter = 'this is a letter, and not a lock. '.repeat(50);
  writeFileSync(`${file}.lock`, letter);
  const told: string[] = [];
  const opened = await openStorage(`sqlite:${file}`, { isAlone: true, tell: (one) => told.push(one) });
  await opened.close();
  expect(told).toEqual([
    expect.stringMatching(/^STORAGE: \S+bot\.db\.lock cannot be locked \(.+\), so that a second/),
  ]);
  expect(readFileSync(`${file}.lock`, 'utf8')).toBe(letter);
});

test('a second process on a database is refused, and one after a crash is not', async () => {
  const STORAGE = freshStorage();
  const first = await startBot({ STORAGE });
  await expect(startBot({ STORAGE })).rejects.toThrow(
    /ended with 1: .*waiting for its end.*\nSTORAGE: another process of the bot uses the database \S+\. Stop that one, [^\n]+\n$/s,
  );
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  await first.stop('SIGKILL');
  const second = await startBot({ STORAGE });
  // The next one begins while this one is being stopped.
  const [, third] = await Promise.all([second.stop(), startBot({ STORAGE })]);
  expect(await third.stop()).toBe(0);
});
