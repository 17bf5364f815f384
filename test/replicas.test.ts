import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../src/freePort.ts';
import { fromProgram, type Running, startBot } from './server.ts';
import { type Server, startRedis } from './storage/servers.ts';
import { Visitor } from './website.ts';

const SECRET = 'a-secret-of-the-test';
const soon = { timeout: 15_000, interval: 50 };

let redis: Server;
let a: Running;
let b: Running;

async function replica(): Promise<Running> {
  return startBot({
    PORT: String(await freePort()),
    STORAGE: `redis://127.0.0.1:${redis.port}`,
    DIRECT_LINE_SECRET: SECRET,
    LOG_LEVEL: 'silent',
  });
}

beforeAll(async () => {
  redis = await startRedis();
  [a, b] = await Promise.all([replica(), replica()]);
});
afterAll(async () => {
  await Promise.all([a?.stop(), b?.stop()]);
  await redis?.stop();
});

const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);
const ready = async (bot: Running) => (await fetch(`${bot.url}/readyz`)).status;
const lostRaces = async (bot: Running) =>
  /^bot_lost_races_total (\d+)$/m.exec(await (await fetch(`${bot.url}/metrics`)).text())?.[1];
const said = async (visitor: Visitor, bot: Running, text: string, id: string) =>
  (await visitor.say(bot.url, text, id)).status;

describe('two replicas on one Redis', () => {
  test('a socket at one gets what is said and replied at the other, once and in order', async () => {
    const visitor = await Visitor.at(a.url, SECRET);
    expect((await visitor.begin(b.url)).status).toBe(201);
    void visitor.follow(() => a.url);
    await expect.poll(() => visitor.seen.length, soon).toBe(1);

    for (const [n, bot] of [b, b, a, b].entries()) {
      const before = performance.now();
      expect(await said(visitor, bot, n === 0 ? 'help' : 'yes', `m${n}`)).toBe(200);
      await expect.poll(() => visitor.seen.length, { ...soon, interval: 10 }).toBe(3 + 2 * n);
      expect(performance.now() - before).toBeLessThan(2000);
    }
    const { activities } = await visitor.log(b.url);
    expect(visitor.seen).toEqual(activities);
    expect(new Set(idsOf(activities)).size).toBe(9);
    expect(activities.map(({ from }) => from.role)).toEqual([
      'bot',
      ...Array.from({ length: 4 }, () => ['user', 'bot']).flat(),
    ]);
    visitor.leave();
  });

  test('a replica that has heard of a turn at the other loses no race to it', async () => {
    const visitor = await Visitor.at(a.url, SECRET);
    await visitor.begin(a.url);
    void visitor.follow(() => a.url);
    const before = await lostRaces(a);
    for (let n = 0; n < 5; n++) {
      for (const [at, bot] of [b, a].entries()) {
        expect(await said(visitor, bot, 'yes', `m${n}${at}`)).toBe(200);
        await expect.poll(() => visitor.seen.length, { ...soon, interval: 10 }).toBe(3 + 4 * n + 2 * at);
      }
    }
    expect(await lostRaces(a)).toBe(before);
    visitor.leave();
  });

  test('a message sent to both at once is answered once', async () => {
    const visitor = await Visitor.at(a.url, SECRET);
    await visitor.begin(a.url);
    void visitor.follow(() => b.url);
    for (let n = 0; n < 10; n++) {
      const both = [a, b].map((bot) => said(visitor, bot, 'yes', `m${n}`));
      expect(await Promise.all(both)).toEqual([200, 200]);
    }
    await expect.poll(() => visitor.seen.length, soon).toBe(21);
    expect(visitor.seen).toEqual((await visitor.log(a.url)).activities);
    visitor.leave();
  });

  test('talks go on at the other when one is killed', { timeout: 60_000 }, async () => {
    const visitors = await Promise.all(Array.from({ length: 10 }, () => Visitor.at(a.url, SECRET)));
    let target = a;
    await Promise.all(
      visitors.map(async (visitor) => {
        await visitor.begin(a.url);
        void visitor.follow(() => target.url);
        await said(visitor, a, 'help', 'm0');
        await said(visitor, a, 'interview', 'm1');
      }),
    );
    // Each says one thing more, and does not know whether it was heard.
    const underway = visitors.map((visitor) => said(visitor, a, 'yes', 'm2').catch(() => 0));
    await a.stop('SIGKILL');
    target = b;
    await Promise.all(underway);

    await Promise.all(
      visitors.map(async (visitor) => {
        const before = await visitor.log(b.url);
        const question = before.activities.findLast(({ from }) => from.role === 'bot');
        expect((await visitor.begin(b.url)).status).toBe(200);
        expect(await said(visitor, b, 'yes', 'm2')).toBe(200);
        expect(await said(visitor, b, 'no', 'm3')).toBe(200);
        const { activities } = await visitor.log(b.url);
        expect(question).toBeDefined();
        // From the watermark on nothing is missing or given twice.
        const after = await visitor.log(b.url, before.watermark);
        expect([...before.activities, ...after.activities]).toEqual(activities);
        expect(new Set(idsOf(activities)).size).toBe(activities.length);
        // A greeting, and four messages with their replies, whatever was under way when the replica was killed.
        expect(activities).toHaveLength(9);
        await expect.poll(() => visitor.seen, soon).toEqual(activities);
        visitor.leave();
      }),
    );
    // All were asked the same questions, whatever was under way.
    const texts = await Promise.all(
      visitors.map(async (visitor) =>
        (await visitor.log(b.url)).activities
          .filter(({ from }) => from.role === 'bot')
          .map(({ value }) => JSON.stringify(value)),
      ),
    );
    for (const text of texts) expect(text).toEqual(texts[0]);
    a = await replica();
  });

  test('say so while Redis is away, and go on by themselves when it is back', async () => {
    const visitor = await Visitor.at(a.url, SECRET);
    await visitor.begin(a.url);
    void visitor.follow(() => b.url);
    expect(await said(visitor, a, 'help', 'm0')).toBe(200);
    await expect.poll(() => visitor.seen.length, soon).toBe(3);
    const { port } = redis;
    await redis.stop();

    for (const bot of [a, b]) {
      await expect.poll(() => ready(bot), soon).toBe(503);
      const answer = await visitor.say(bot.url, 'yes', 'm1');
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({
        error: { code: 'StorageAway', message: expect.stringMatching(/^[^\n]+send it again soon\.$/) },
      });
      const program = await fetch(`${bot.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...fromProgram, id: '1', text: 'help' }),
      });
      expect(program.status).toBe(503);
      expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    }

    // This one comes back empty, and so begins the talk anew; the socket that was open gets it all.
    redis = await startRedis(port);
    for (const bot of [a, b]) await expect.poll(() => ready(bot), soon).toBe(200);
    expect((await visitor.begin(a.url)).status).toBe(201);
    expect(await said(visitor, a, 'yes', 'm1')).toBe(200);
    expect(await said(visitor, b, 'no', 'm2')).toBe(200);
    const { activities } = await visitor.log(b.url);
    expect(activities).toHaveLength(5);
    await expect.poll(() => visitor.seen.slice(3), soon).toEqual(activities);
    visitor.leave();
  });
});

test('replicas with another secret than the others are told of, by both, and those with the same are not', async () => {
  const own = await startRedis();
  const start = (DIRECT_LINE_SECRET: string) =>
    startBot({ STORAGE: `redis://127.0.0.1:${own.port}`, DIRECT_LINE_SECRET });
  const bots = [await start(SECRET), await start(SECRET)];
  const warnings = (bot: Running | undefined) => bot?.output().split('has another DIRECT_LINE_SECRET').length;
  const other = await start('another-secret-of-the-test');
  bots.push(other);
  for (const bot of bots) await expect.poll(() => warnings(bot), soon).toBe(2);
  bots.push(await start(SECRET));
  await expect.poll(() => warnings(bots.at(-1)), soon).toBe(2);
  expect(bots.map(warnings)).toEqual([2, 2, 2, 2]);
  expect(other.output()).not.toContain('another-secret');
  await Promise.all(bots.map((bot) => bot.stop()));
  await own.stop();
});
