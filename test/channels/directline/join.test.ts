import type { Storage } from 'botbuilder';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createBot } from '../../../src/bot/bot.ts';
import { openRestate } from '../../../src/bot/render/again.ts';
import { openTurnStore } from '../../../src/bot/turnStore.ts';
import { DirectLineAdapter } from '../../../src/channels/directline/adapter.ts';
import { openLog } from '../../../src/channels/directline/log.ts';
import { openTokens } from '../../../src/channels/directline/tokens.ts';
import { openVoice } from '../../../src/channels/directline/wire.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { localAnnouncer } from '../../../src/storage/announce.ts';
import { StorageFailure } from '../../../src/storage/failure.ts';
import { openMemory } from '../../../src/storage/memory.ts';

const dialog = openDialog();
const pass = openTokens('a-secret-of-the-test').newPass(null);
const { conversationId } = pass;
const [TALK, LOG] = [`directline/conversations/${conversationId}`, `directline/${conversationId}`];

/** Direct Line without its web server, as a process that starts on a storage. */
function start(storage: Storage) {
  const bot = createBot(openTurnStore(dialog, storage), pino({ level: 'silent' }), createMetrics());
  const log = openLog(storage, localAnnouncer(), { voice: openVoice(openRestate(dialog)) });
  const adapter = new DirectLineAdapter(log, bot);
  const activities = async () =>
    (await log.since(conversationId, undefined))?.activities.map((one) => said.parse(JSON.parse(one))) ?? [];
  return {
    join: () => adapter.join(pass, 'http://localhost'),
    say: (text: string, clientActivityID: string = crypto.randomUUID()) =>
      adapter.receive(pass, { type: 'message', text, channelData: { clientActivityID } }, 'http://localhost'),
    said: async () => (await activities()).map(({ id }) => id),
    texts: async () => (await activities()).map(({ text }) => text),
  };
}
const said = z.object({ id: z.string(), text: z.string() });
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

test('who comes back after the log has expired finds what was asked last, however long the talk was', async () => {
  const storage = openMemory();
  const bot = start(storage);
  await bot.join();
  for (let n = 0; n < 10; n++) await bot.say('ask me');
  const asked = (await bot.texts()).at(-1);
  await storage.delete([LOG]);
  expect(await bot.join()).toBe(true);
  expect(await bot.join()).toBe(false);
  expect(await bot.said()).toEqual([greeting]);
  expect(asked).toContain((await bot.texts()).join());
  await bot.say('yes');
  expect(await bot.said()).toHaveLength(3);
});

test.each([
  ['the log was begun', 1],
  ['nothing was written', 0],
])('so does who comes again after a crash in which %s', async (_, written) => {
  const storage = openMemory();
  await start(storage).join();
  for (let n = 0; n < 10; n++) await start(storage).say('ask me');
  await storage.delete([LOG]);
  let left = written;
  const away: Storage = {
    ...storage,
    write: (changes) =>
      left-- > 0 ? storage.write(changes) : Promise.reject(new StorageFailure('Storage: away.')),
  };
  await expect(start(away).join()).rejects.toBeInstanceOf(StorageFailure);
  const bot = start(storage);
  await bot.join();
  expect(await bot.said()).toEqual([greeting]);
});

test('a wish to have everything deleted that failed half-way deletes everything when it comes again', async () => {
  const storage = openMemory();
  let isAway = false;
  const shaky: Storage = {
    ...storage,
    write: (changes) =>
      isAway && LOG in changes
        ? Promise.reject(new StorageFailure('Storage: away.'))
        : storage.write(changes),
  };
  const bot = start(shaky);
  await bot.join();
  await bot.say('Zanzibar: my wife and I share one mailbox');
  isAway = true;
  await expect(bot.say('delete my data', 'wish')).rejects.toBeInstanceOf(StorageFailure);
  isAway = false;
  await bot.say('delete my data', 'wish');
  const left = [expect.stringContaining('I have deleted everything')];
  expect(await bot.texts()).toEqual(left);
  expect(JSON.stringify(await storage.read([LOG, TALK]))).not.toContain('Zanzibar');
  // Once it is done, it is not done again.
  await bot.say('help', 'later');
  await bot.say('delete my data', 'wish');
  expect(await bot.texts()).toContain('help');
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
