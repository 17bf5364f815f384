import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterEach, describe, expect, test } from 'vitest';
import { redisAnnouncer } from '../../src/storage/announce.ts';
import { openStorage } from '../../src/storage/open.ts';
import { RedisStorage } from '../../src/storage/redis.ts';
import { passInRedis } from './redisTime.ts';
import { type Server, startRedis } from './servers.ts';

const open: (() => Promise<void>)[] = [];

async function redis(port?: number): Promise<Server & { readonly url: string }> {
  const server = await startRedis(port);
  open.push(server.stop);
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}

async function storageAt(url: string, options: ConstructorParameters<typeof RedisStorage>[1] = {}) {
  const storage = new RedisStorage(url, options);
  await storage.connect();
  open.push(() => storage.close());
  return storage;
}

async function announcerAt(url: string) {
  const announcer = await redisAnnouncer(url);
  open.push(announcer.close);
  const heard: string[] = [];
  announcer.listen((conversationId) => heard.push(conversationId));
  return { ...announcer, heard };
}

/** How it failed, which has to be soon. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const from = performance.now();
  const error = await call.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  expect(performance.now() - from).toBeLessThan(3000);
  return error;
}

const soon = { timeout: 10_000, interval: 50 };
const away = {
  message: expect.stringMatching(/^Storage: Redis at redis:\/\/127\.0\.0\.1:\d+ failed \(.+\)/),
};

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('Redis storage', () => {
  test('lets an item go that was not written for so long, and its eTag with it', async () => {
    const { url } = await redis();
    const storage = await storageAt(url, {
      expireAfterSeconds: (key) => (key === 'secret' ? undefined : 600),
    });
    await storage.write({ talk: { n: 1, eTag: '' }, secret: { n: 1 } });
    await passInRedis(url, 400_000);
    const { talk } = await storage.read(['talk']);
    await storage.write({ talk: { ...talk, n: 2 } });
    await passInRedis(url, 400_000);
    expect(await storage.read(['talk'])).toMatchObject({ talk: { n: 2 } });
    await passInRedis(url, 400_000);
    expect(await storage.read(['talk', 'secret'])).toMatchObject({ secret: { n: 1 } });
    expect(await storage.read(['talk'])).toEqual({});
    await expect(storage.write({ talk })).rejects.toThrow(/eTag conflict/);
  });

  test('fails at once while Redis is away, and goes on by itself when it is back', async () => {
    const server = await redis();
    const reports: Error[] = [];
    const storage = await storageAt(server.url, { report: (error) => reports.push(error) });
    await storage.write({ talk: { n: 1, eTag: '' } });
    const { talk } = await storage.read(['talk']);

    const under = Array.from({ length: 20 }, () => storage.read(['talk']));
    server.process.kill('SIGKILL');
    await Promise.allSettled(under);
    await server.stop();
    expect(await failureOf(storage.read(['talk']))).toMatchObject(away);
    expect(await failureOf(storage.write({ talk }))).toMatchObject(away);
    expect(await failureOf(storage.delete(['talk']))).toMatchObject(away);
    await sleep(1500);
    expect(reports).toHaveLength(1);

    await redis(server.port);
    await expect.poll(() => storage.read(['talk']).catch(() => null), soon).toEqual({});
    // The data is gone with that Redis, and an eTag of it must not fit anything new.
    await storage.write({ talk: { n: 5, eTag: '' } });
    await expect(storage.write({ talk })).rejects.toThrow(/eTag conflict/);
  });

  test('gives a Redis that hangs up after two seconds, and finds its way back', async () => {
    const server = await redis();
    const storage = await storageAt(server.url);
    server.process.kill('SIGSTOP');
    expect(await failureOf(storage.read(['talk']))).toMatchObject(away);
    expect(await failureOf(storage.read(['talk']))).toMatchObject(away);
    server.process.kill('SIGCONT');
    await expect.poll(() => storage.read(['talk']).catch(() => null), soon).toEqual({});
  });

  test('can be closed while Redis is away', async () => {
    const server = await redis();
    const storage = await storageAt(server.url);
    await server.stop();
    await storage.close();
    expect(await failureOf(storage.read(['talk']))).toMatchObject(away);
  });
});

test('a Redis that drops or does not keep talks is told of, and one that keeps them is not', async () => {
  const set = async (url: string, settings: Readonly<Record<string, string>>) => {
    const client = await createClient({ url }).connect();
    await client.configSet(settings);
    await client.close();
  };
  const server = await redis();
  const storage = await storageAt(server.url);
  const onNoDisk = expect.stringMatching(/^STORAGE: Redis at \S+ has nothing on a disk.+ Set appendonly yes/);
  expect(await storage.doubts()).toEqual([onNoDisk]);
  await set(server.url, { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' });
  const drops = expect.stringMatching(
    / drops talks before their time .*\(maxmemory-policy allkeys-lru\)\. Set /,
  );
  expect(await storage.doubts()).toEqual([drops, onNoDisk]);
  await set(server.url, { 'maxmemory-policy': 'noeviction', save: '3600 1' });
  expect(await storage.doubts()).toEqual([]);

  const told: string[] = [];
  await set(server.url, { save: '' });
  for (const isProduction of [false, true]) {
    const { close } = await openStorage(server.url, {
      isProduction,
      tell: (sentence) => told.push(sentence),
    });
    open.push(close);
    expect(told).toEqual(isProduction ? [onNoDisk] : []);
  }
});

test('a Redis that does not let itself be asked is not doubted', async () => {
  const server = await redis();
  const client = await createClient({ url: server.url }).connect();
  await client.sendCommand(['ACL', 'SETUSER', 'bot', 'on', '>hush', '~*', '&*', '+@all', '-info', '-config']);
  await client.close();
  const storage = await storageAt(server.url.replace('//', '//bot:hush@'));
  expect(await storage.doubts()).toEqual([]);
});

describe('announcers on Redis', () => {
  test('hear each other, and themselves once', async () => {
    const { url } = await redis();
    const [one, other] = [await announcerAt(url), await announcerAt(url)];
    one.announce('from one');
    other.announce('from the other');
    await expect.poll(() => [...one.heard].sort(), soon).toEqual(['from one', 'from the other']);
    await expect.poll(() => [...other.heard].sort(), soon).toEqual(['from one', 'from the other']);
    await sleep(200);
    expect(one.heard).toHaveLength(2);
  });

  test('have everything read again after an outage, and hear each other again', async () => {
    const server = await redis();
    const [one, other] = [await announcerAt(server.url), await announcerAt(server.url)];
    await server.stop();
    one.announce('lost');
    expect(one.heard).toEqual(['lost']);
    await redis(server.port);
    await expect.poll(() => other.heard, soon).toContain('*');
    await expect
      .poll(() => {
        one.announce('after');
        return other.heard;
      }, soon)
      .toContain('after');
  });
});
