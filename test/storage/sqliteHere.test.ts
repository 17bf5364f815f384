import { once } from 'node:events';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test, vi } from 'vitest';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { connect, openDatabase } from '../../src/storage/sqliteFile.ts';
import { writeHere } from '../../src/storage/sqliteHere.ts';
import { writeInThread } from '../../src/storage/sqliteThread.ts';

/** So many milliseconds too long and more, and commits are done elsewhere. */
const TOO_LONG = 100;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of ends.splice(0).reverse()) await end();
});

const keysIn = (database: DatabaseSync) =>
  database
    .prepare('SELECT key FROM items ORDER BY key')
    .all()
    .map(({ key }) => key);

/** A writer here, and the one that takes over, which has a file of its own so that one sees which of them has written. */
function opened(quick?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'here-'));
  const [here, there] = [join(folder, 'here.db'), join(folder, 'there.db')];
  const [hereRead, thereRead] = [openDatabase(here, 0), openDatabase(there, 0)];
  const writer = writeHere(connect(here, 0), writeInThread(there), quick);
  ends.push(
    () => hereRead.close(),
    () => thereRead.close(),
    () => writer.close(),
  );
  const write = (key: string) => writer.write([{ key, eTag: '*', text: '{}', now: 1, gone: -1 }]);
  return { here, writer, write, written: () => [keysIn(hereRead), keysIn(thereRead)] };
}

test('a slow disk is waited for elsewhere for a minute, then it is tried here again', async () => {
  let [time, step] = [0, 0];
  vi.spyOn(performance, 'now').mockImplementation(() => {
    time += step;
    return time;
  });
  const { writer, write, written } = opened();
  for (let n = 0; n < 40; n++) await Promise.all([write('a'), write('b')]);
  // Commits that seem to take so many milliseconds: what one takes too long the next ones make up for, but not the ones before.
  for (const [key, milliseconds] of Object.entries({ c: 60, d: 0, e: 0, f: 0, g: 0, h: 65, i: 80 })) {
    step = milliseconds;
    await write(key);
  }
  step = 0;
  expect(written()).toEqual([['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], []]);
  await Promise.all([write('j'), write('k')]);
  await writer.remove(['j']);
  expect(written()[1]).toEqual(['k']);
  time += 60_000;
  await write('l');
  expect(written()).toEqual([['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'l'], ['k']]);
});

test('what another process holds up is waited for elsewhere, and what comes meanwhile comes after it', async () => {
  const { here, writer, write, written } = opened();
  const other = connect(here);
  other.exec('BEGIN IMMEDIATE');
  const held = write('a');
  await once(process, 'worker');
  // Nothing holds it up any more, but the thread is still beginning.
  other.exec('COMMIT');
  const [removed, next] = [writer.remove(['a']), write('b')];
  expect(await Promise.all([held, removed, next])).toEqual([1, undefined, 2]);
  expect(written()).toEqual([[], ['b']]);
  other.close();
  await write('c');
  expect(written()).toEqual([['c'], ['b']]);
});

test('the log is worked into the file while commits go on, and does not grow beyond measure', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'bot.db');
  const storage = new SqliteStorage(file, { inThread: true });
  ends.push(() => storage.close());
  const text = 'x'.repeat(1500);
  const batches = 1200;
  let largest = 0;
  for (let batch = 0; batch < batches; batch++) {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        storage.write({ [`${n}-${batch}`]: { n: batch, text, eTag: '' } }),
      ),
    );
    largest = Math.max(largest, statSync(`${file}-wal`).size);
  }
  // Some 40,000 pages of 2 KB were written, and 4,000 may lie in the log before it is begun to be worked in.
  expect(largest).toBeLessThan(4000 * 2048 * 3);
  const other = new DatabaseSync(file, { readOnly: true });
  ends.push(() => other.close());
  expect(other.prepare('PRAGMA quick_check').get()).toEqual({ quick_check: 'ok' });
  expect(other.prepare('SELECT count(*) AS n FROM items').get()).toEqual({ n: 20 * batches });
});

test('a thread that was never needed is not begun to be closed', async () => {
  let begun = 0;
  const count = () => begun++;
  process.on('worker', count);
  ends.push(() => process.off('worker', count));
  const quick = opened();
  await quick.write('a');
  await quick.writer.close();
  expect(begun).toBe(0);
  const slow = opened(-TOO_LONG);
  for (const key of ['a', 'b']) await slow.write(key);
  await slow.writer.close();
  expect(begun).toBe(1);
});
