import type { Storage } from 'botbuilder';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createBot } from '../../../src/bot/bot.ts';
import { openSay } from '../../../src/bot/render/again.ts';
import { openTurnStore } from '../../../src/bot/turnStore.ts';
import { DirectLineAdapter } from '../../../src/channels/directline/adapter.ts';
import { openLog } from '../../../src/channels/directline/log.ts';
import { openTokens } from '../../../src/channels/directline/tokens.ts';
import { openVoice } from '../../../src/channels/directline/wire.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { localAnnouncer } from '../../../src/storage/announce.ts';
import { openMemory } from '../../../src/storage/memory.ts';

const dialog = openDialog();
const pass = openTokens('a-secret-of-the-test').newPass(null);
const { conversationId } = pass;
const [TALK, LOG] = [`directline/conversations/${conversationId}`, `directline/${conversationId}`];

/** Direct Line without its web server, as a process that starts on a storage. */
function start(storage: Storage) {
  const bot = createBot(openTurnStore(dialog, storage), pino({ level: 'silent' }), createMetrics());
  const log = openLog(storage, localAnnouncer(), openVoice(openSay(dialog)));
  const adapter = new DirectLineAdapter(log, bot);
  return {
    join: () => adapter.join(pass, 'http://localhost'),
    say: (text: string) => adapter.receive(pass, { type: 'message', text }, 'http://localhost'),
    said: async () =>
      (await log.since(conversationId, undefined))?.activities.map((one) => JSON.parse(one).id),
  };
}
const greeting = `${conversationId}|joined|reply`;

test('a talk begins once, however often and wherever it is begun', async () => {
  const storage = openMemory();
  const [a, b] = [start(storage), start(storage)];
  const begun = await Promise.all([a.join(), b.join(), a.join()]);
  expect(begun.filter(Boolean)).toHaveLength(1);
  expect(await b.join()).toBe(false);
  expect(await a.said()).toEqual([greeting]);
});

test('talk and log begin in one write', async () => {
  const storage = openMemory();
  const writes: string[][] = [];
  const counted: Storage = {
    read: (keys) => storage.read(keys),
    delete: (keys) => storage.delete(keys),
    write: async (changes) => {
      writes.push(Object.keys(changes));
      await storage.write(changes);
    },
  };
  expect(await start(counted).join()).toBe(true);
  expect(writes).toEqual([[TALK, LOG]]);
});

test('a log that a crash between two blobs kept from being written begins with the next start', async () => {
  const storage = openMemory();
  await start(storage).join();
  await storage.delete([LOG]);
  const bot = start(storage);
  await expect(bot.say('hello')).rejects.toMatchObject({ status: 404 });
  expect(await bot.join()).toBe(true);
  expect(await bot.join()).toBe(false);
  expect(await bot.said()).toEqual([greeting]);
  await bot.say('hello');
  expect(await bot.said()).toHaveLength(3);
});

test('a greeting that was lost is made up for in a log that was begun before', async () => {
  const storage = openMemory();
  await start(storage).join();
  await storage.delete([TALK]);
  const bot = start(storage);
  expect(await bot.join()).toBe(false);
  expect(await bot.said()).toEqual([greeting]);
});

test.each([
  ['its log', () => [LOG]],
  ['its state', () => [TALK]],
  ['anything of it', () => [LOG, TALK]],
])('a talk begins anew where %s cannot be read', async (_, keys) => {
  const storage = openMemory();
  await start(storage).join();
  await storage.write(Object.fromEntries(keys().map((key) => [key, { eTag: '*' }])));
  const bot = start(storage);
  await bot.join();
  expect(await bot.said()).toEqual([greeting]);
  await bot.say('hello');
  expect(await bot.said()).toHaveLength(3);
});
