import { join } from 'node:path';
import type { Storage } from 'botbuilder';
import { describe, expect, test } from 'vitest';
import { shortOf } from '../../src/bot/heard.ts';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { EtagConflict } from '../../src/storage/conflict.ts';
import { StorageFailure } from '../../src/storage/failure.ts';
import { openMemory } from '../../src/storage/memory.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { newFolder } from '../folders.ts';

const dialog = openDialog();
const newFile = () => join(newFolder(), 'new/folder/bot.db');
const say = (text: string) => ({ kind: 'message', text }) as const;

async function turnsIn(storage: Storage, key: string): Promise<unknown> {
  return (await storage.read([key]))[key]?.conversation.turns;
}

describe('the turn store', () => {
  test('loses none of 50 messages that come at once through two stores on one database', async () => {
    const file = newFile();
    const storages = [new SqliteStorage(file), new SqliteStorage(file)];
    const stores = storages.map((storage) => openTurnStore(dialog, storage));
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => stores[at % 2]?.run('talk', `m${at}`, say('thanks'))),
    );
    expect(await turnsIn(new SqliteStorage(file), 'talk')).toBe(49);
    await Promise.all(storages.map((storage) => storage.close()));
  });

  test('gives a delivery that comes again the same reply and moves nothing', async () => {
    const storage = new SqliteStorage(newFile());
    const store = openTurnStore(dialog, storage);
    const first = await store.run('talk', 'm1', say('I use several computers or phones'));
    const [again, atOnce] = await Promise.all([
      store.run('talk', 'm1', say('I use several computers or phones')),
      store.run('talk', 'm1', say('I use several computers or phones')),
    ]);
    expect(again).toEqual({ ...first, repeated: true });
    expect(atOnce).toEqual(again);
    expect(await turnsIn(storage, 'talk')).toBe(0);
  });

  test('deletes nothing that was told after the wish to delete, though that comes again', async () => {
    const storage = new SqliteStorage(newFile());
    const store = openTurnStore(dialog, storage);
    await store.run('talk', 'm1', say('I use several computers or phones'));
    const deleted = await store.run('talk', 'm2', say('delete my data'));
    expect(deleted.forgotten).toBe(true);
    expect(await storage.read(['talk'])).toEqual({});
    await store.run('talk', 'm3', say('We share one mailbox'));
    const again = await store.run('talk', 'm2', say('delete my data'));
    expect(again).toEqual({ ...deleted, forgotten: false, repeated: true });
    expect(await storage.read(['talk'])).not.toEqual({});
  });

  test('runs the turns of a talk in the order in which they came, beside those of other talks', async () => {
    const store = openTurnStore(dialog, new SqliteStorage(newFile()));
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, at) => store.run(`talk${at % 2}`, `m${at}`, say('thanks'))),
    );
    expect(outcomes.map(({ turn }) => turn)).toEqual(outcomes.map((_, at) => Math.floor(at / 2) + 1));
  });

  test('keeps the replies of the last eight deliveries, and no more of them', async () => {
    const storage = new SqliteStorage(newFile());
    const store = openTurnStore(dialog, storage);
    for (let at = 0; at < 30; at++) await store.run('talk', `m${at}`, say('help'));
    const { deliveries } = (await storage.read(['talk'])).talk;
    expect(deliveries.map(({ id }: { id: string }) => id)).toEqual(
      Array.from({ length: 8 }, (_, at) => shortOf(`m${22 + at}`)),
    );
    expect(await store.run('talk', 'm22', say('help'))).toMatchObject({ repeated: true, turn: 23 });
  });

  test('gives up a race that it can never win, and says what kind of failure that is', async () => {
    const storage = openMemory();
    // Somebody else is always faster.
    const never: Storage = {
      read: (keys) => storage.read(keys),
      delete: (keys) => storage.delete(keys),
      async write() {
        throw new EtagConflict('eTag conflict: "talk" has changed since it was read.');
      },
    };
    const store = openTurnStore(dialog, never);
    await expect(store.run('talk', 'm1', say('help'))).rejects.toBeInstanceOf(EtagConflict);
    expect(await storage.read(['talk'])).toEqual({});
  });

  test('takes no other failure for a lost race, whatever its words and its status are', async () => {
    const failing = openMemory();
    let writes = 0;
    failing.write = async () => {
      writes++;
      throw Object.assign(new StorageFailure('Storage: a precondition is not met.'), { statusCode: 409 });
    };
    const store = openTurnStore(dialog, failing);
    await expect(store.run('talk', 'm1', say('help'))).rejects.toBeInstanceOf(StorageFailure);
    expect(writes).toBe(1);
  });

  test('goes on with a talk after one of its turns could not be saved', async () => {
    const storage = openMemory();
    let isAway = true;
    const shaky: Storage = {
      read: (keys) => storage.read(keys),
      delete: (keys) => storage.delete(keys),
      write: (changes) =>
        isAway ? Promise.reject(new StorageFailure('Storage: away.')) : storage.write(changes),
    };
    const store = openTurnStore(dialog, shaky);
    const first = store.run('talk', 'm1', say('I use two computers'));
    await expect(first).rejects.toBeInstanceOf(StorageFailure);
    isAway = false;
    const again = await store.run('talk', 'm1', say('I use two computers'));
    expect(again).toMatchObject({ repeated: false, turn: 1, reply: { value: { protocol: 'IMAP' } } });
  });

  test('greets once, however often somebody joins', async () => {
    const store = openTurnStore(dialog, openMemory());
    const joins = await Promise.all(
      Array.from({ length: 5 }, (_, at) => store.run('talk', `j${at}`, { kind: 'joined' })),
    );
    expect(joins.filter(({ reply }) => reply !== null)).toHaveLength(1);
  });

  test('goes on where it was after the database was opened again', async () => {
    const file = newFile();
    const before = new SqliteStorage(file);
    await openTurnStore(dialog, before).run('talk', 'm1', say('I want my mail only on my own machine'));
    await before.close();
    const { reply } = await openTurnStore(dialog, new SqliteStorage(file)).run('talk', 'm2', say('no'));
    expect(reply?.value).toMatchObject({ protocol: 'POP', scenario: 'local-only' });
  });

  test('loses neither of two turns that meet an item which cannot be read', async () => {
    const storage = new SqliteStorage(newFile());
    await storage.write({ talk: { conversation: 1, deliveries: 'all', greeted: 'perhaps' } });
    const replicas = [openTurnStore(dialog, storage), openTurnStore(dialog, storage)];
    await Promise.all(replicas.map((store, at) => store.run('talk', `m${at}`, say('thanks'))));
    expect(await turnsIn(storage, 'talk')).toBe(1);
  });

  test('keeps a finished talk under 1 KB', async () => {
    const storage = new SqliteStorage(newFile());
    const store = openTurnStore(dialog, storage);
    const talk = ['ask me', 'no', 'no', 'no', 'yes', 'no', 'why', 'back', 'thanks', 'bye'];
    for (const [at, text] of talk.entries()) await store.run('talk', `m${at}`, say(text));
    const { conversation } = (await storage.read(['talk'])).talk;
    expect(JSON.stringify(conversation).length).toBeLessThan(1024);
  });
});

describe('SQLite storage', () => {
  test('refuses a write that was overtaken, alone among those of the same moment', async () => {
    const storage = new SqliteStorage(newFile());
    await storage.write({ a: { n: 1, eTag: '' } });
    const { a } = await storage.read(['a']);
    const results = await Promise.allSettled([
      storage.write({ a: { ...a, n: 2 } }),
      storage.write({ a: { ...a, n: 3 } }),
      storage.write({ a: { n: 4, eTag: '' } }),
      storage.write({ b: { n: 5 } }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(
      results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason instanceof EtagConflict] : [],
      ),
    ).toEqual([true, true]);
    expect(await storage.read(['a', 'b'])).toMatchObject({ a: { n: 2 }, b: { n: 5 } });
  });

  test('knows a deleted item no longer', async () => {
    const storage = new SqliteStorage(newFile());
    await storage.write({ a: { n: 1 } });
    await storage.delete(['a']);
    expect(await storage.read(['a'])).toEqual({});
  });
});
