import type { Storage } from 'botbuilder';
import { beforeEach, expect, test } from 'vitest';
import { openTurnStore, type TurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { openMemory } from '../../src/storage/memory.ts';

const dialog = openDialog();
const say = (text: string) => ({ kind: 'message', text }) as const;

/** Two replicas of the bot on one storage, and how often it was read. */
let storage: Storage;
let reads: number;
let here: TurnStore;
let there: TurnStore;

beforeEach(() => {
  const memory = openMemory();
  reads = 0;
  storage = {
    ...memory,
    read: (keys) => {
      reads++;
      return memory.read(keys);
    },
  };
  here = openTurnStore(dialog, storage);
  there = openTurnStore(dialog, storage);
});

test('a talk that goes on in the same replica is not read again', async () => {
  for (const [at, text] of ['ask me', 'no', 'no', 'why'].entries())
    await here.run('talk', `m${at}`, say(text));
  expect(reads).toBe(1);
});

test('many talks are remembered where their channel keeps little of them, and few where it keeps much', async () => {
  /** How many of 400 talks are still remembered, if the record that the channel keeps of each has so many bytes. */
  async function remembered(size: number): Promise<number> {
    const run = (talk: number, id: string) =>
      here.run(`${size}-${talk}`, id, say('why'), {
        key: `record-${size}-${talk}`,
        add: () => ({ item: {}, size }),
        isEmpty: () => false,
        saved: () => undefined,
        deleted: async () => undefined,
        wasDeleted: () => undefined,
      });
    for (let talk = 0; talk < 400; talk++) await run(talk, 'm1');
    reads = 0;
    for (let talk = 399; talk >= 0; talk--) await run(talk, 'm2');
    return 400 - reads;
  }
  expect(await remembered(2000)).toBe(400);
  const large = 512 * 1024;
  const count = await remembered(large);
  expect(count).toBeGreaterThan(20);
  expect(count * large).toBeLessThanOrEqual(64 * 1024 * 1024);
});

test('a talk that went on in another replica goes on from there', async () => {
  await here.run('talk', 'm1', say('ask me'));
  await there.run('talk', 'm2', say('I use several computers'));
  const { reply, turn } = await here.run('talk', 'm3', say('which one is it?'));
  expect(turn).toBe(3);
  expect(JSON.stringify(reply?.value)).toContain('IMAP');
});

test('a message that another replica has answered gets that answer', async () => {
  await here.run('talk', 'm1', say('ask me'));
  const first = await there.run('talk', 'm2', say('I use several computers'));
  expect(await here.run('talk', 'm2', say('I use several computers'))).toMatchObject({
    repeated: true,
    reply: first.reply,
  });
});

test('a known message of a talk that was deleted in another replica is not answered from memory', async () => {
  await here.run('talk', 'm1', say('I use several computers'));
  await there.run('talk', 'm2', say('delete my data'));
  expect(await storage.read(['talk'])).toEqual({});
  expect(await here.run('talk', 'm1', say('hello'))).toMatchObject({ repeated: false, turn: 1 });
});

test('somebody who joins a talk that was deleted in another replica is greeted', async () => {
  await here.run('talk', 'j1', { kind: 'joined' });
  await there.run('talk', 'm1', say('delete my data'));
  expect((await here.run('talk', 'j2', { kind: 'joined' })).reply).not.toBeNull();
});

test('a talk that was deleted here begins anew', async () => {
  await here.run('talk', 'm1', say('I use several computers'));
  await here.run('talk', 'm2', say('delete my data'));
  expect(await here.run('talk', 'm3', say('hello'))).toMatchObject({ turn: 1 });
});

test('a reply that was delivered is noted without forgetting what another replica wrote', async () => {
  await here.run('talk', 'm1', say('ask me'));
  await there.run('talk', 'm2', say('no'));
  await here.delivered('talk', 'm1');
  const { deliveries, turn } = (await storage.read(['talk'])).talk;
  expect(turn).toBe(2);
  expect(deliveries).toMatchObject([{ delivered: true }, {}]);
});

test('a talk that another replica is known to have gone on with is read, and no race is lost', async () => {
  await here.run('talk', 'm1', say('ask me'));
  await there.run('talk', 'm2', say('no'));
  here.overtaken('talk');
  expect(await here.run('talk', 'm3', say('no'))).toMatchObject({ turn: 3, lostRaces: 0 });
  await there.run('talk', 'm4', say('no'));
  there.overtaken(null);
  await here.run('talk', 'm5', say('no'));
  here.overtaken(null);
  expect(await there.run('talk', 'm6', say('why'))).toMatchObject({ turn: 6 });
});
