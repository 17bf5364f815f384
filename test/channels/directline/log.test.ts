import type { Storage } from 'botbuilder';
import { expect, test } from 'vitest';
import { openLog } from '../../../src/channels/directline/log.ts';
import { localAnnouncer } from '../../../src/storage/announce.ts';
import { EtagConflict } from '../../../src/storage/conflict.ts';
import { openMemory } from '../../../src/storage/memory.ts';

const TALK = 'a-talk';
const reply = { said: undefined, to: `${TALK}|joined`, answer: ['hello'], turn: 1 };
const voice = ([text]: readonly unknown[]) => `"text":"${text}"`;

/** A log of a talk that has just begun in this process, and how often it was read from the storage since. */
async function begin() {
  const stored = openMemory();
  let reads = 0;
  const storage: Storage = {
    read: (keys) => {
      reads++;
      return stored.read(keys);
    },
    write: (changes) => stored.write(changes),
    delete: (keys) => stored.delete(keys),
  };
  const announcer = localAnnouncer();
  let passed = 0;
  const log = openLog(storage, announcer, { voice, now: () => Date.now() + passed });
  const added = log.add(TALK, undefined, reply, 'dl_somebody');
  await storage.write({ [log.keyOf(TALK)]: { ...added?.item, eTag: '' } });
  added?.tell();
  const ids = async (watches: boolean) =>
    (await log.since(TALK, undefined, watches ? { began: undefined } : undefined))?.activities.map(
      (one) => JSON.parse(one).id,
    );
  /** Somebody else adds to it, and tells nobody. */
  const grow = () => openLog(stored, localAnnouncer()).append(TALK, [{ id: 'more' }]);
  const wait = (milliseconds: number) => {
    passed += milliseconds;
  };
  return { announcer, ids, grow, wait, reads: () => reads };
}
const greeting = `${TALK}|joined|reply`;

test('who follows a talk as soon as it has begun need not wait for a reading, and who comes again does', async () => {
  const { ids, grow, reads } = await begin();
  expect(await ids(true)).toEqual([greeting]);
  expect(reads()).toBe(0);
  await grow();
  expect(await ids(true)).toEqual([greeting, 'more']);
});

test('who asks once gets what there is, whoever has added it', async () => {
  const { ids, grow } = await begin();
  await grow();
  expect(await ids(false)).toEqual([greeting, 'more']);
});

test('who follows a talk misses nothing that was told, also of what may have been told', async () => {
  for (const word of [TALK, '*']) {
    const { ids, grow, announcer } = await begin();
    await grow();
    announcer.announce(word);
    expect(await ids(true), word).toEqual([greeting, 'more']);
  }
});

test('a talk that began a while ago is read', async () => {
  const { ids, grow, wait } = await begin();
  await grow();
  wait(10_000);
  expect(await ids(true)).toEqual([greeting, 'more']);
});

test('what several write at once is all there', async () => {
  const storage = openMemory();
  const logs = [openLog(storage, localAnnouncer()), openLog(storage, localAnnouncer())];
  await logs[0]?.begin(TALK, 'dl_somebody');
  await Promise.all(
    Array.from({ length: 30 }, (_, at) => logs[at % 2]?.append(TALK, [{ id: `entry-${at}` }])),
  );
  expect((await logs[0]?.since(TALK, undefined))?.watermark).toBe('30');
});

test('who loses every race gives up', async () => {
  const stored = openMemory();
  let writes = 0;
  const log = openLog(
    {
      read: (keys) => stored.read(keys),
      delete: (keys) => stored.delete(keys),
      write: async () => {
        writes++;
        throw writes > 1000 ? new Error('still at it') : new EtagConflict();
      },
    },
    localAnnouncer(),
  );
  await openLog(stored, localAnnouncer()).begin(TALK, 'dl_somebody');
  for (const attempt of [() => log.append(TALK, [{ id: 'a' }]), () => log.clear(TALK)]) {
    writes = 0;
    await expect(attempt()).rejects.toThrow(EtagConflict);
  }
});

test('who follows a talk whose log was lost gets all of the new one, however long it has grown since', async () => {
  const storage = openMemory();
  const log = openLog(storage, localAnnouncer(), { voice });
  const write = async (began: number, count: number) => {
    const activities = Array.from({ length: count }, (_, at) => ({ id: `${began}-${at}` }));
    await storage.write({ [log.keyOf(TALK)]: { user: 'dl_somebody', began, first: 0, activities } });
  };
  const news = async (watermark: string | undefined, began: number | undefined) => {
    const news = await log.since(TALK, watermark, { began });
    return { ...news, ids: news?.activities.map((one) => JSON.parse(one).id) };
  };
  await write(1000, 3);
  const heard = await news(undefined, undefined);
  expect(heard).toMatchObject({ watermark: '3', began: 1000 });
  await write(2000, 4);
  expect((await news(heard.watermark, heard.began)).ids).toEqual(['2000-0', '2000-1', '2000-2', '2000-3']);
  await write(1000, 4);
  expect((await news(heard.watermark, heard.began)).ids).toEqual(['1000-3']);
});
