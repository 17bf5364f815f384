import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from 'botbuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expiryFrom } from '../../src/expiry.ts';
import { freePort } from '../../src/freePort.ts';
import { EtagConflict } from '../../src/storage/conflict.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open.ts';
import { newFolder } from '../folders.ts';
import { passInRedis } from './redisTime.ts';
import { azuriteAccount, type Server, startAzurite, startRedis } from './servers.ts';

const HOUR = 3_600_000;

type Engine = {
  readonly name: string;
  /** Why a write of several items may be half done, where it may. */
  readonly notAtomic?: string;
  start(): Promise<{ readonly setting: string; readonly server?: Server }>;
};

const engines: Engine[] = [
  { name: 'memory', start: async () => ({ setting: 'memory:' }) },
  {
    name: 'SQLite',
    start: async () => ({ setting: `sqlite:${join(newFolder(), 'bot.db')}` }),
  },
  {
    name: 'Redis',
    async start() {
      const server = await startRedis();
      return { setting: `redis://127.0.0.1:${server.port}`, server };
    },
  },
  {
    name: 'Azure Blobs',
    notAtomic: 'Azure Blob Storage has no write of several blobs at once',
    async start() {
      const server = await startAzurite();
      return { setting: `azure-blobs:${azuriteAccount(server.port)};talks`, server };
    },
  },
];

async function increment(storage: Storage, key: string): Promise<void> {
  for (;;) {
    const { [key]: item } = await storage.read([key]);
    try {
      await storage.write({ [key]: { ...item, n: item.n + 1 } });
      return;
    } catch (error) {
      if (!(error instanceof EtagConflict)) throw error;
      await sleep(Math.random() * 20);
    }
  }
}

describe.each(engines)('$name as storage', ({ start, notAtomic }) => {
  let opened: OpenStorage;
  let storage: Storage;
  let server: Server | undefined;
  let setting: string;

  beforeAll(async () => {
    const started = await start();
    server = started.server;
    setting = started.setting;
    opened = await openStorage(started.setting);
    storage = opened.storage;
  });

  afterAll(async () => {
    await opened?.close();
    await server?.stop();
  });

  const refused = (write: Promise<void>) => expect(write).rejects.toBeInstanceOf(EtagConflict);

  test('gives nothing for an item that is missing', async () => {
    expect(await storage.read(['missing', 'constructor'])).toEqual({});
    expect(await storage.read([])).toEqual({});
  });

  test('gives what was written, with an eTag that is a text', async () => {
    await storage.write({ whole: { n: 1, list: [{ a: null }], eTag: '' }, other: { n: 2 } });
    expect(await storage.read(['whole', 'other', 'missing'])).toEqual({
      whole: { n: 1, list: [{ a: null }], eTag: expect.stringMatching(/./) },
      other: { n: 2, eTag: expect.stringMatching(/./) },
    });
  });

  test('lets exactly one of 20 create an item', async () => {
    const writes = Array.from({ length: 20 }, (_, n) => storage.write({ created: { n, eTag: '' } }));
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(EtagConflict);
    }
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await storage.read(['created'])).toMatchObject({ created: { n: winner } });
  });

  test('loses none of 50 increments at once', async () => {
    await storage.write({ count: { n: 0 } });
    await Promise.all(Array.from({ length: 50 }, () => increment(storage, 'count')));
    expect(await storage.read(['count'])).toMatchObject({ count: { n: 50 } });
  });

  test('refuses an eTag that is out of date, also of an item that is gone', async () => {
    await storage.write({ stale: { n: 1 } });
    const { stale } = await storage.read(['stale']);
    await storage.write({ stale: { ...stale, n: 2 } });
    await refused(storage.write({ stale: { ...stale, n: 3 } }));
    expect(await storage.read(['stale'])).toMatchObject({ stale: { n: 2 } });
    await storage.delete(['stale']);
    await refused(storage.write({ stale: { ...stale, n: 4 } }));
    expect(await storage.read(['stale'])).toEqual({});
  });

  // Named where it is skipped, so that nobody takes it for an oversight.
  test.skipIf(notAtomic)(
    `writes nothing when one of two items has changed${notAtomic ? ` (${notAtomic})` : ''}`,
    async () => {
      await storage.write({ first: { n: 1 }, second: { n: 1 } });
      const before = await storage.read(['first', 'second']);
      await storage.write({ second: { n: 2 } });
      const change = { first: { ...before.first, n: 9 }, second: { ...before.second, n: 9 } };
      await refused(storage.write(change));
      expect(await storage.read(['first', 'second'])).toMatchObject({ first: { n: 1 }, second: { n: 2 } });
    },
  );

  test('writes no item after one that has changed', async () => {
    await storage.write({ turn: { n: 1 } });
    await storage.write({ log: { n: 1 } });
    const before = await storage.read(['turn', 'log']);
    await storage.write({ turn: { n: 2 } });
    await refused(storage.write({ turn: { ...before.turn, n: 9 }, log: { ...before.log, n: 9 } }));
    expect(await storage.read(['turn', 'log'])).toMatchObject({ turn: { n: 2 }, log: { n: 1 } });
  });

  test('overwrites with * and with no eTag', async () => {
    await storage.write({ any: { n: 1, eTag: '*' } });
    await storage.write({ any: { n: 2, eTag: '*' } });
    expect(await storage.read(['any'])).toMatchObject({ any: { n: 2 } });
    await storage.write({ any: { n: 3 } });
    expect(await storage.read(['any'])).toMatchObject({ any: { n: 3 } });
  });

  test('creates a deleted item again, with another eTag', async () => {
    await storage.write({ again: { n: 1, eTag: '' } });
    const before = (await storage.read(['again'])).again;
    await storage.delete(['again', 'missing']);
    expect(await storage.read(['again'])).toEqual({});
    await storage.write({ again: { n: 1, eTag: '' } });
    const after = (await storage.read(['again'])).again;
    expect(after.eTag).not.toBe(before.eTag);
    await refused(storage.write({ again: { ...before, n: 2 } }));
  });

  test('keeps awkward keys apart', async () => {
    const keys = [
      ';/|%ü',
      '%',
      '%25',
      'a/b',
      'a//b',
      '/a/b',
      'a/b/',
      'a.',
      'a',
      'a?b#c',
      '19:x@thread.v2;messageid=1',
    ];
    const long = ['x'.repeat(1500), `${'x'.repeat(1499)}y`];
    const all = [...keys, ...long];
    for (const [n, key] of all.entries()) await storage.write({ [key]: { n, eTag: '' } });
    const found = await storage.read(all);
    expect(all.map((key) => found[key]?.n)).toEqual(all.map((_, n) => n));
    await storage.delete(all);
    expect(await storage.read(all)).toEqual({});
  });

  test('keeps letters of all alphabets, and 60 KB', async () => {
    const text = 'für 你好 🙂 \u0000 " \\ \u2028 ';
    const large = text.repeat(Math.ceil(60_000 / Buffer.byteLength(text)));
    await storage.write({ text: { text, large } });
    expect(await storage.read(['text'])).toMatchObject({ text: { text, large } });
  });

  test('gives copies: what is done to them stays with who read them', async () => {
    const written = { list: [1] };
    await storage.write({ copy: written });
    written.list.push(2);
    const { copy } = await storage.read(['copy']);
    copy.list.push(3);
    expect(await storage.read(['copy'])).toMatchObject({ copy: { list: [1] } });
  });

  test('lets each kind of item go in its time, counted from the last write', async () => {
    let passed = 0;
    const { storage, close } = await openStorage(setting, {
      now: () => Date.now() + passed,
      expireAfterSeconds: expiryFrom({ STATE_DAYS: 3, LOG_HOURS: 24 }),
    });
    const elapse = async (hours: number) => {
      if (setting.startsWith('redis:')) await passInRedis(setting, hours * HOUR);
      else passed += hours * HOUR;
    };
    const state = 'directline/conversations/expiring';
    const log = 'directline/expiring';
    const secret = 'directline/development-secret';
    const there = async () => Object.keys(await storage.read([state, log, secret])).sort();

    const entry = { n: 1, eTag: '' };
    await storage.write({ [state]: entry, [log]: entry, [secret]: { secret: 'x' } });
    await elapse(20);
    const before = (await storage.read([log]))[log];
    await storage.write({ [log]: before });
    await elapse(10);
    expect(await there()).toEqual([state, secret, log].sort());
    const last = (await storage.read([log]))[log];
    await elapse(20);
    expect(await there()).toEqual([state, secret].sort());
    if (!setting.startsWith('azure-blobs:')) await refused(storage.write({ [log]: last }));
    await storage.write({ [log]: { n: 2, eTag: '' } });
    expect(await storage.read([log])).toMatchObject({ [log]: { n: 2 } });
    await elapse(30);
    expect(await there()).toEqual([secret]);
    // Without reading it first, which may be what removes it.
    await storage.write({ [state]: { n: 3, eTag: '' } });
    expect(await storage.read([state])).toMatchObject({ [state]: { n: 3 } });
    await storage.delete([state, log, secret]);
    await close();
  });

  test('tells its own process of a talk that has grown', () => {
    const heard: string[] = [];
    opened.announcer.listen((conversationId) => heard.push(conversationId));
    opened.announcer.announce('talk');
    expect(heard).toEqual(['talk']);
  });
});

describe('a storage that cannot be had', () => {
  test.each([
    ['an unknown one', async () => 'mongo://x', /"mongo:" is not a storage/],
    [
      'Redis that is away',
      async () => `redis://bot:hush@127.0.0.1:${await freePort()}`,
      /Redis at redis:\/\/127/,
    ],
    ['Redis at no address', async () => 'redis://bot:hush@:', /address of Redis/],
    [
      'blobs without a container',
      async () => 'azure-blobs:AccountName=a;AccountKey=hush',
      /lacks a container/,
    ],
    ['blobs at no account', async () => 'azure-blobs:hush;talks', /Blob Storage at .* cannot be used/],
    [
      'blobs that are away',
      async () => `azure-blobs:http://127.0.0.1:${await freePort()}/account?sig=hush;talks`,
      /Blob Storage at http:\/\/127.* container talks/,
    ],
  ])('stops with a sentence that names STORAGE and no password: %s', async (_, setting, sentence) => {
    const error = await openStorage(await setting()).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) });
    expect(error).toMatchObject({ message: expect.stringMatching(/^STORAGE: (?!.*hush).+\.$/) });
  });

  test('stops at a wrong password', async () => {
    const server = await startRedis(undefined, 'right');
    const { port } = server;
    await expect(openStorage(`redis://:wrong@127.0.0.1:${port}`)).rejects.toThrow(/^STORAGE: .*WRONGPASS/);
    const { storage, close } = await openStorage(`redis://:right@127.0.0.1:${port}`);
    expect(await storage.read(['a'])).toEqual({});
    await close();
    await server.stop();
  });
});
