import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EtagConflict } from '../../src/storage/conflict.ts';
import { StorageFailure } from '../../src/storage/failure.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { type Disk, openDisk } from '../../src/storage/sqliteDisk.ts';
import { newFolder } from '../folders.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const row = z.object({ item: z.string() });
/** What somebody else who opens the file finds of a key: what is committed. */
function onDisk(file: string, key: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const found = database.prepare('SELECT item FROM items WHERE key = ?').get(key);
  database.close();
  return found && JSON.parse(row.parse(found).item);
}

/** A disk that takes its time with each commit. */
function slowDisk(database: DatabaseSync): Disk {
  const disk = openDisk(database);
  return {
    ...disk,
    sync() {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120);
      disk.sync();
    },
    async syncMeanwhile() {
      await sleep(20);
      await disk.syncMeanwhile();
    },
  };
}

describe.each([
  ['on a quick disk', {}],
  ['on a slow disk', { disk: slowDisk }],
])('%s', (_, options) => {
  function opened() {
    const file = join(newFolder(), 'bot.db');
    const storage = new SqliteStorage(file, options);
    ends.push(() => storage.close());
    return { file, storage };
  }

  test('what is acknowledged is committed, and each write of the same moment has a fate of its own', async () => {
    const { file, storage } = opened();
    await storage.write({ a: { n: 1, eTag: '' }, b: { n: 1 } });
    expect(onDisk(file, 'a')).toEqual({ n: 1 });
    const { a } = await storage.read(['a']);
    const results = await Promise.allSettled([
      storage.write({ a: { ...a, n: 2 } }),
      // Fails in its first item, so that the second must stay as it is.
      storage.write({ a: { ...a, n: 3 }, b: { n: 3 } }),
      storage.write({ c: { n: 4, eTag: '' } }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]?.status === 'rejected' && results[1].reason instanceof EtagConflict).toBe(true);
    expect([onDisk(file, 'a'), onDisk(file, 'b'), onDisk(file, 'c')]).toEqual([{ n: 2 }, { n: 1 }, { n: 4 }]);
  });

  test('what is deleted comes after what was written before, and closing does what is waiting', async () => {
    const { file, storage } = opened();
    const written = storage.write({ a: { n: 1 } });
    await storage.delete(['a']);
    await written;
    expect(onDisk(file, 'a')).toBeUndefined();
    const last = storage.write({ b: { n: 1 } });
    await storage.close();
    await last;
    expect(onDisk(file, 'b')).toEqual({ n: 1 });
    await expect(storage.write({ b: { n: 2 } })).rejects.toBeInstanceOf(StorageFailure);
  });

  test('a write that another process holds up is not acknowledged, and is done when it can be', async () => {
    const { file, storage } = opened();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let done = false;
    const write = storage.write({ a: { n: 1 } }).then(() => {
      done = true;
    });
    await sleep(300);
    // This thread went on meanwhile.
    expect(done).toBe(false);
    other.exec('COMMIT');
    other.close();
    await write;
    expect(onDisk(file, 'a')).toEqual({ n: 1 });
  });
});

test('a process that is killed has on the disk all that it told of', async () => {
  const file = join(newFolder(), 'bot.db');
  const program = `
    import { SqliteStorage } from '${join(import.meta.dirname, '../../src/storage/sqlite.ts')}';
    const storage = new SqliteStorage(${JSON.stringify(file)});
    for (let n = 0; ; n++) {
      await Promise.all([0, 1, 2].map((of) => storage.write({ [\`\${n}-\${of}\`]: { n } })));
      console.log(n);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let told = '';
  child.stdout.on('data', (chunk) => {
    told += chunk;
    if (told.split('\n').length > 30) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const last = told.trim().split('\n').map(Number);
  expect(last.length).toBeGreaterThan(20);
  for (const n of last) for (const of of [0, 1, 2]) expect(onDisk(file, `${n}-${of}`)).toEqual({ n });
});
