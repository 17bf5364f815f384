import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { StorageFailure } from '../../src/storage/failure.ts';
import { openStorage } from '../../src/storage/open.ts';
import { openReadiness } from '../../src/storage/ready.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { newFolder } from '../folders.ts';
import { startBot } from '../server.ts';

const DAY = 86_400_000;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const newFile = () => join(newFolder(), 'bot.db');

function opened(file: string, options: ConstructorParameters<typeof SqliteStorage>[1] = {}) {
  const storage = new SqliteStorage(file, options);
  ends.push(() => storage.close());
  return storage;
}

const count = z.object({ count: z.int() });
function rowsIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = count.parse(database.prepare('SELECT count(*) AS count FROM items').get()).count;
  database.close();
  return rows;
}

describe('the age of rows', () => {
  test('an old database gets the column, and its rows count as written now', async () => {
    const file = newFile();
    const old = new DatabaseSync(file);
    old.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE items (key TEXT PRIMARY KEY, item TEXT NOT NULL, etag INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE versions (last INTEGER NOT NULL) STRICT;
      INSERT INTO versions VALUES (7);
      INSERT INTO items VALUES ('talk', '{"n":1}', 7);
    `);
    old.close();
    let now = 100 * DAY;
    const options = { now: () => now, expireAfterSeconds: () => (30 * DAY) / 1000 };
    const first = new SqliteStorage(file, options);
    expect(await first.read(['talk'])).toEqual({ talk: { n: 1, eTag: '7' } });
    await first.close();

    now += 29 * DAY;
    const storage = opened(file, options);
    expect(await storage.read(['talk'])).toEqual({ talk: { n: 1, eTag: '7' } });
    now += DAY;
    expect(await storage.read(['talk'])).toEqual({});
    await storage.sweep();
    expect(rowsIn(file)).toBe(0);
  });

  test('a sweep deletes what has expired and nothing else, and the file gets smaller', async () => {
    const file = newFile();
    let now = 100 * DAY;
    const storage = opened(file, {
      now: () => now,
      expireAfterSeconds: (key) => (key.startsWith('kept') ? undefined : DAY / 1000),
    });
    const text = 'x'.repeat(5000);
    const many = (name: string) =>
      Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`${name}${n}`, { text }]));
    await storage.write({ ...many('old'), ...many('kept') });
    now += DAY;
    await storage.write(many('new'));
    const pages = () => {
      const database = new DatabaseSync(file, { readOnly: true });
      const { page_count } = z
        .object({ page_count: z.int() })
        .parse(database.prepare('PRAGMA page_count').get());
      database.close();
      return page_count;
    };
    const before = pages();
    await storage.sweep();
    expect(rowsIn(file)).toBe(1400);
    // Nor is what was deleted left in the log.
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(pages()).toBeLessThan(before * 0.8);
    expect(Object.keys(await storage.read(['old1', 'kept1', 'new1']))).toEqual(['kept1', 'new1']);
  });

  test('the first sweep comes by itself', async () => {
    const file = newFile();
    const options = { expireAfterSeconds: () => 60 };
    const first = opened(file, { ...options, now: () => Date.now() - 120_000 });
    await first.write({ talk: { n: 1 } });
    opened(file, options);
    await expect.poll(() => rowsIn(file)).toBe(0);
  });
});

test.each(['no JSON', '[1]', 'null', '"text"'])(
  'an item that is no object is told of once, and what it was begins anew: %s',
  async (text) => {
    const file = newFile();
    const errors: Error[] = [];
    const storage = opened(file, { report: (error) => errors.push(error) });
    await storage.write({ talk1: { n: 1 }, talk2: { n: 2 } });
    const other = new DatabaseSync(file);
    other.prepare('UPDATE items SET item = ?').run(text);
    other.close();
    for (let n = 0; n < 2; n++)
      expect(await storage.read(['talk1', 'talk2'])).toEqual({ talk1: { eTag: '1' }, talk2: { eTag: '2' } });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(/bot\.db has an item that is no JSON object/);
    expect(errors[0]?.message).not.toContain('talk1');
    await storage.write({ talk1: { n: 3, eTag: '1' } });
    expect(await storage.read(['talk1'])).toMatchObject({ talk1: { n: 3 } });
  },
);

describe('a damaged database', () => {
  async function filled(): Promise<string> {
    const file = newFile();
    const storage = new SqliteStorage(file);
    const text = 'x'.repeat(2000);
    await storage.write(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`talk${n}`, { n, text }])));
    await storage.close();
    return file;
  }

  const damages: [string, (file: string) => void][] = [
    ['cut off after a few bytes', (file) => truncateSync(file, 9)],
    ['cut off in the middle', (file) => truncateSync(file, 5 * 4096 + 17)],
    [
      'overwritten in the middle',
      (file) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(0xa5, 8 * 4096, 12 * 4096));
      },
    ],
  ];

  test.each(damages)('is moved aside, and a new one is made: %s', async (_, damage) => {
    const file = await filled();
    damage(file);
    writeFileSync(`${file}-wal`, 'what was written last');
    const bytes = readFileSync(file);
    const errors: Error[] = [];
    const { storage, close } = await openStorage(`sqlite:${file}`, { report: (error) => errors.push(error) });
    ends.push(close);
    expect(await storage.read(['talk1'])).toEqual({});
    await storage.write({ talk1: { n: 1, eTag: '' } });
    expect(await storage.read(['talk1'])).toMatchObject({ talk1: { n: 1 } });

    const aside = readdirSync(join(file, '..')).filter((name) =>
      /^bot\.db\.damaged-\d{8}T\d{6}Z$/.test(name),
    );
    expect(aside).toHaveLength(1);
    const moved = join(file, '..', aside[0] ?? '');
    expect(readFileSync(moved).equals(bytes)).toBe(true);
    expect(readFileSync(`${moved}-wal`, 'utf8')).toBe('what was written last');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(`${file} is damaged`);
    expect(errors[0]?.message).toContain(moved);
  });

  test('does not keep the bot from starting', async () => {
    const file = await filled();
    truncateSync(file, 5 * 4096 + 17);
    const bot = await startBot({ STORAGE: `sqlite:${file}` });
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    await bot.stop();
    expect(bot.output()).toMatch(/"level":50.*bot\.db is damaged .*moved to .*bot\.db\.damaged-/);
    // Nothing is moved at the next start.
    const again = await startBot({ STORAGE: `sqlite:${file}` });
    await again.stop();
    expect(readdirSync(join(file, '..')).filter((name) => /damaged-\w+$/.test(name))).toHaveLength(1);
  });

  test.each([
    ['below a file', (folder: string) => join(folder, 'file', 'bot.db')],
    ['a folder', (folder: string) => folder],
  ])('is not what a place is that cannot be written to: %s', async (_, place) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), 'x');
    await expect(startBot({ STORAGE: `sqlite:${place(folder)}` })).rejects.toThrow(
      /ended with 1: STORAGE: the database \S+ cannot be opened \([^\n]+\)\. Check[^\n]+\.\n$/,
    );
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('a full disk', () => {
  test('fails each write that is not saved, and no other, until there is room again', async () => {
    const storage = opened(newFile(), { maxPages: 100 });
    const ready = openReadiness(storage, () => performance.now() * 1_000_000);
    await ready();
    const text = 'x'.repeat(20_000);
    const keys = Array.from({ length: 60 }, (_, n) => `talk${n}`);
    const results: PromiseSettledResult<void>[] = [];
    // Seven share a commit, which all fail where there is no room for all of them.
    for (let n = 0; n < keys.length; n += 7) {
      const writes = keys.slice(n, n + 7).map((key) => storage.write({ [key]: { text, eTag: '' } }));
      results.push(...(await Promise.allSettled(writes)));
    }
    expect(new Set(results.map(({ status }) => status)).size).toBe(2);
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n] ?? '';
      const saved = key in (await storage.read([key]));
      expect({ key, status: results[n]?.status }).toEqual({ key, status: saved ? 'fulfilled' : 'rejected' });
    }
    const failed = results.find((result) => result.status === 'rejected');
    expect(failed?.reason).toBeInstanceOf(StorageFailure);
    expect(failed?.reason).toMatchObject({ message: expect.stringMatching(/bot\.db failed \(.*full/) });

    for (let n = 0; ; n++) {
      const write = storage.write({ [`small${n}`]: { text: 'x'.repeat(3000) } });
      if (!(await write.then(() => true).catch(() => false))) break;
    }
    await expect(ready()).rejects.toBeInstanceOf(StorageFailure);
    await storage.delete(keys);
    await ready();
    await storage.write({ again: { text, eTag: '' } });
    expect(await storage.read(['again'])).toMatchObject({ again: { text } });
  });

  const folder = mountOf(newFolder());
  // Needs the right to mount a small disk, as in a container that runs as root.
  test.skipIf(folder === null)('is told to who writes, and the bot goes on when there is room', async () => {
    if (folder === null) return;
    ends.push(() => execFileSync('umount', [folder]));
    const bot = await startBot({ STORAGE: `sqlite:${join(folder, 'bot.db')}`, LOG_LEVEL: 'silent' });
    ends.push(() => bot.stop());
    const say = (conversation: string, id: string, text: string) =>
      fetch(`${bot.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          id,
          text,
          channelId: 'emulator',
          serviceUrl: 'http://localhost:9',
          conversation: { id: conversation },
          from: { id: 'u' },
          recipient: { id: 'bot' },
          deliveryMode: 'expectReplies',
        }),
      });
    expect((await say('full', '1', 'help')).status).toBe(200);
    const room = () => {
      for (let size = 256 * 1024; size >= 1; size = Math.floor(size / 2))
        for (;;)
          try {
            writeFileSync(join(folder, 'ballast'), 'x'.repeat(size), { flag: 'a' });
          } catch {
            break;
          }
    };
    room();
    // What SQLite has put by in its log may still take a few turns.
    let refusal: Response | undefined;
    for (let n = 0; n < 500 && !refusal; n++) {
      const answer = await say(`full${n}`, '2', 'I use three devices');
      if (answer.status !== 200) refusal = answer;
      else await answer.body?.cancel();
    }
    expect(refusal?.status).toBe(503);
    expect(await refusal?.json()).toEqual({
      error: { code: 'StorageAway', message: expect.stringMatching(/send it again/) },
    });
    await expect.poll(async () => (await fetch(`${bot.url}/readyz`)).status, { timeout: 5000 }).toBe(503);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);

    rmSync(join(folder, 'ballast'));
    await expect.poll(async () => (await fetch(`${bot.url}/readyz`)).status, { timeout: 5000 }).toBe(200);
    expect((await say('full', '2', 'I use three devices')).status).toBe(200);
    expect(existsSync(join(folder, 'bot.db'))).toBe(true);
  });
});

/** A disk of 2 MB at the folder; null where it may not be mounted. */
function mountOf(folder: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return null;
  }
}
