import { once } from 'node:events';
import { copyFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { StorageFailure } from '../../src/storage/failure.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { type Disk, openDisk } from '../../src/storage/sqliteDisk.ts';
import { connect, openDatabase } from '../../src/storage/sqliteFile.ts';
import { openGroupCommit } from '../../src/storage/sqliteGroupCommit.ts';
import { writeInThread } from '../../src/storage/sqliteThread.ts';
import { newFolder } from '../folders.ts';

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
function opened(disk = openDisk) {
  const folder = newFolder();
  const [here, there] = [join(folder, 'here.db'), join(folder, 'there.db')];
  const [hereRead, thereRead] = [openDatabase(here, 0), openDatabase(there, 0)];
  const connection = connect(here, { patience: 0 });
  const writer = openGroupCommit(connection, disk(connection), writeInThread(there));
  ends.push(
    () => hereRead.close(),
    () => thereRead.close(),
    () => writer.close(),
  );
  const write = (key: string) => writer.write([{ key, eTag: '*', text: '{}', now: 1, gone: -1 }]);
  return { here, writer, write, written: () => [keysIn(hereRead), keysIn(thereRead)] };
}

const SLOW = 120;

/** A storage whose disk is slow with its first write, and then does what it is asked when it is told to, or fails. */
async function onHeldDisk(file: string) {
  const asked: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  let isOver = false;
  const held = (database: DatabaseSync): Disk => {
    const disk = openDisk(database);
    const sync = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW);
      disk.sync();
    };
    const syncMeanwhile = () =>
      new Promise<void>((done, fail) => {
        const go = () => disk.syncMeanwhile().then(done, fail);
        if (isOver) go();
        else asked.push({ done: go, fail });
      });
    return { ...disk, sync, syncMeanwhile };
  };
  const storage = new SqliteStorage(file, { disk: held });
  ends.push(
    () => storage.close(),
    () => {
      isOver = true;
      for (const { done } of asked) done();
    },
  );
  await storage.write({ first: { n: 1, eTag: '' } });
  return { asked, storage };
}

const file = () => join(newFolder(), 'bot.db');

test('a slow disk is not waited for in this thread for a minute, then it is tried again', async () => {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  let takes = 0;
  const syncs: string[] = [];
  const { write, writer } = opened((connection) => {
    const disk = openDisk(connection);
    return {
      ...disk,
      sync() {
        time += takes;
        syncs.push('here');
        disk.sync();
      },
      syncMeanwhile() {
        syncs.push('meanwhile');
        return disk.syncMeanwhile();
      },
    };
  });
  // What one takes too long the next ones make up for, but not the ones before.
  for (const milliseconds of [0, 0, 60, 0, 0, 0, 0, 65, 80]) {
    takes = milliseconds;
    await Promise.all([write('a'), write('b')]);
  }
  expect(syncs.splice(0)).toEqual(Array.from({ length: 9 }, () => 'here'));
  for (const key of ['c', 'd']) await write(key);
  await writer.remove(['c']);
  expect(syncs.splice(0)).toEqual(['meanwhile', 'meanwhile', 'meanwhile']);
  time += 60_000;
  await write('e');
  expect(syncs).toEqual(['here']);
});

test('while the disk hangs this thread goes on, and tells of nothing that is not on it', async () => {
  const { asked, storage } = await onHeldDisk(file());
  const told: string[] = [];
  const write = (key: string) => storage.write({ [key]: { n: 1, eTag: '' } }).then(() => told.push(key));
  const first = write('a');
  await expect.poll(() => asked.length).toBe(1);
  const next = [write('b'), write('c')];
  // Nobody may be shown what a power cut could take back, and what the disk has is there for everybody.
  const read = storage.read(['a']).then(({ a }) => told.push(`read ${JSON.stringify(a)}`));
  expect(await storage.read(['other'])).toEqual({});
  await sleep(50);
  expect(told).toEqual([]);
  // What came meanwhile is not even asked for.
  expect(asked).toHaveLength(1);

  asked[0]?.done();
  await Promise.all([first, read]);
  expect(told.toSorted()).toEqual(['a', 'read {"n":1,"eTag":"2"}']);
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.done();
  await Promise.all(next);
  expect(told.slice(2)).toEqual(['b', 'c']);
  const removed = storage.delete(['a']).then(() => told.push('removed'));
  await expect.poll(() => asked.length).toBe(3);
  const last = write('d');
  expect(told).not.toContain('removed');
  asked[2]?.done();
  await removed;
  await expect.poll(() => asked.length).toBe(4);
  asked[3]?.done();
  await last;
});

test('what the disk failed to take is told, and brought there another way before anything else is written', async () => {
  const here = file();
  const { asked, storage } = await onHeldDisk(here);
  const failing = storage.write({ a: { n: 1, eTag: '' } });
  await expect.poll(() => asked.length).toBe(1);
  const read = storage.read(['a']);
  asked[0]?.fail(new Error('EIO: i/o error, fdatasync'));
  for (const one of [failing, read]) await expect(one).rejects.toThrow(/bot\.db failed \(EIO/);

  // Somebody who reads keeps the log from being emptied, so nothing may be written.
  const reader = new DatabaseSync(here);
  reader.exec('BEGIN; SELECT * FROM items');
  await expect(storage.write({ b: { n: 1 } })).rejects.toThrow(/EIO/);
  await expect(storage.delete(['a'])).rejects.toThrow(/EIO/);
  reader.close();

  const next = storage.write({ c: { n: 1 } });
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.done();
  await next;
  // The file by itself, without its log.
  const copy = file();
  copyFileSync(here, copy);
  const database = new DatabaseSync(copy);
  expect(keysIn(database)).toEqual(['a', 'first']);
  database.close();
  expect(Object.keys(await storage.read(['a', 'b', 'c']))).toEqual(['a', 'c']);
});

test('a turn that the disk failed to take is not answered when it comes again before it is there', async () => {
  const here = file();
  let isFailing = false;
  const storage = new SqliteStorage(here, {
    disk(database) {
      const disk = openDisk(database);
      const sync = () => {
        if (isFailing) throw new Error('EIO: i/o error, fdatasync');
        disk.sync();
      };
      return { ...disk, sync };
    },
  });
  ends.push(() => storage.close());
  const turns = openTurnStore(openDialog(), storage);
  const deliver = () => turns.run('talk', 'm1', { kind: 'message', text: 'I use two computers' });
  isFailing = true;
  await expect(deliver()).rejects.toBeInstanceOf(StorageFailure);
  // The disk counts what it failed to take as being there.
  isFailing = false;

  // Somebody who reads keeps the log from being worked into the file.
  const reader = new DatabaseSync(here);
  reader.exec('BEGIN; SELECT * FROM items');
  await expect(deliver()).rejects.toThrow(/bot\.db failed \(EIO/);
  await expect(storage.read(['talk'])).rejects.toBeInstanceOf(StorageFailure);
  reader.close();

  expect(await deliver()).toMatchObject({ repeated: true, turn: 1, reply: { value: { protocol: 'IMAP' } } });
  // The file by itself, without its log.
  const copy = file();
  copyFileSync(here, copy);
  const database = new DatabaseSync(copy);
  expect(keysIn(database)).toEqual(['talk']);
  database.close();
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
  const here = file();
  const storage = new SqliteStorage(here);
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
    largest = Math.max(largest, statSync(`${here}-wal`).size);
  }
  // Some 40,000 pages of 2 KB were written, and 4,000 may lie in the log before it is begun to be worked in.
  expect(largest).toBeLessThan(4000 * 2048 * 3);
  const other = new DatabaseSync(here, { readOnly: true });
  ends.push(() => other.close());
  expect(other.prepare('PRAGMA quick_check').get()).toEqual({ quick_check: 'ok' });
  expect(other.prepare('SELECT count(*) AS n FROM items').get()).toEqual({ n: 20 * batches });
});

test('a thread that was never needed is not begun to be closed', async () => {
  let begun = 0;
  const count = () => begun++;
  process.on('worker', count);
  ends.push(() => process.off('worker', count));
  const unneeded = opened();
  await unneeded.write('a');
  await unneeded.writer.close();
  expect(begun).toBe(0);
  const needed = opened();
  const other = connect(needed.here);
  other.exec('BEGIN IMMEDIATE');
  for (const key of ['a', 'b']) await needed.write(key);
  other.close();
  await needed.writer.close();
  expect(begun).toBe(1);
});

test('a database that is deleted while it is open takes nothing any more, and says so', async () => {
  const folder = newFolder();
  const storage = new SqliteStorage(join(folder, 'bot.db'));
  ends.push(() => storage.close());
  await storage.write({ one: { n: 1 } });
  rmSync(folder, { recursive: true });
  for (const key of ['two', 'three'])
    await expect(storage.write({ [key]: { n: 2 } })).rejects.toThrow(
      /its files were deleted while the bot runs: start the bot anew/,
    );
});
