import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newFolder } from '../folders.ts';
import { freshStorage, type Running, startBot } from '../server.ts';
import { startRedis } from '../storage/servers.ts';
import { Visitor } from '../website.ts';
import { startConnector, startTrusting } from './connector.ts';

const SECRET = 'a-secret-of-the-test';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(bot: Promise<Running>): Promise<Running> {
  const running = await bot;
  ends.push(() => running.stop());
  return running;
}

/** What nobody but the person and the bot may read. */
const PERSONAL = {
  sentence: 'Zanzibar: my wife Griselda and I share griselda@mail.example',
  user: 'user-Griselda-4711',
  name: 'Griselda Quux',
  talk: 'talk-of-Griselda',
};

const activity = (serviceUrl: string, more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: crypto.randomUUID(),
  channelId: 'msteams',
  serviceUrl,
  conversation: { id: PERSONAL.talk },
  from: { id: PERSONAL.user, name: PERSONAL.name },
  recipient: { id: 'bot' },
  text: PERSONAL.sentence,
  ...more,
});

function post(bot: Running, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${bot.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A service URL that refuses every reply, and says so with what it was sent. */
async function refusing(): Promise<string> {
  const server = createServer(async (request, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: 'Refused', message: await text(request) } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('“delete my data”', () => {
  test('deletes what is known and the messages, on the disk too, and says so', async () => {
    const STORAGE = freshStorage();
    const file = STORAGE.slice('sqlite:'.length);
    const bot = await startBot({ STORAGE, DIRECT_LINE_SECRET: SECRET });
    const visitor = await Visitor.at(bot.url, SECRET);
    await visitor.begin(bot.url);
    for (let n = 0; n < 12; n++)
      await visitor.say(bot.url, `${PERSONAL.sentence} ${'x'.repeat(n * 999)}`, `m${n}`);
    const asked = await answerTo(visitor, bot, 'what do you know about me?', 'asked');
    expect(asked).toContain('somebody else reads the same mailbox');
    expect(asked).toContain('the messages themselves are kept for 24 hours');
    const remains = await visitor.log(bot.url);
    expect(JSON.stringify(remains)).toContain('Zanzibar');

    expect(await answerTo(visitor, bot, 'delete my data', 'gone')).toContain('I have deleted everything');
    const left = await visitor.log(bot.url);
    expect(left.activities.map(({ from }) => from.role)).toEqual(['bot']);
    expect(Number(left.watermark)).toBe(Number(remains.watermark) + 2);
    expect(await answerTo(visitor, bot, 'what do you know about me?', 'later')).toContain(
      'I know nothing about you',
    );
    expect((await visitor.log(bot.url)).activities).toHaveLength(3);

    await bot.stop();
    const database = new DatabaseSync(file, { readOnly: true });
    expect(JSON.stringify(database.prepare('SELECT * FROM items').all())).not.toMatch(
      /Zanzibar|sharedMailbox/,
    );
    database.close();
    for (const part of [file, `${file}-wal`].filter(existsSync))
      expect(readFileSync(part).includes('Zanzibar'), part).toBe(false);
  });
});

test('after “delete my data” no word of the person is left in the memory of the process', {
  timeout: 60_000,
}, async () => {
  const folder = newFolder();
  const bot = await started(
    startBot({
      DIRECT_LINE_SECRET: SECRET,
      NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
    }),
  );
  const visitor = await Visitor.at(bot.url, SECRET);
  await visitor.begin(bot.url);
  await visitor.say(bot.url, PERSONAL.sentence, 'm1');
  const remembers = async (word: string) => {
    process.kill(bot.pid, 'SIGUSR2');
    let snapshot = '';
    const isWhole = () => {
      const [file] = globSync(`${folder}/*.heapsnapshot`);
      if (file !== undefined) snapshot = readFileSync(file, 'utf8');
      return snapshot.trimEnd().endsWith(']}');
    };
    await expect.poll(isWhole, { timeout: 30_000, interval: 1000 }).toBe(true);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    return snapshot.includes(word);
  };
  expect(await remembers('Zanzibar')).toBe(true);
  await visitor.say(bot.url, 'delete my data', 'm2');
  expect(await remembers('Zanzibar')).toBe(false);
});

test('what is delivered again after everything was deleted brings nothing back', async () => {
  const bot = await started(startBot({ DIRECT_LINE_SECRET: SECRET }));
  const visitor = await Visitor.at(bot.url, SECRET);
  await visitor.begin(bot.url);
  await visitor.say(bot.url, PERSONAL.sentence, 'm1');
  await visitor.say(bot.url, 'delete my data', 'm2');
  const left = await visitor.log(bot.url);
  for (const [text, id] of [
    [PERSONAL.sentence, 'm1'],
    ['delete my data', 'm2'],
  ] as const)
    expect((await visitor.say(bot.url, text, id)).status).toBe(200);
  expect(await visitor.log(bot.url)).toEqual(left);
  expect(await answerTo(visitor, bot, 'what do you know about me?', 'm3')).toContain(
    'I know nothing about you',
  );
});

async function answerTo(visitor: Visitor, bot: Running, text: string, id: string): Promise<string> {
  expect((await visitor.say(bot.url, text, id)).status).toBe(200);
  const { activities } = await visitor.log(bot.url);
  return activities.at(-1)?.text ?? '';
}

describe('the log at its usual level', () => {
  const clean = (output: string, ...more: string[]) => {
    for (const word of ['Zanzibar', 'Griselda', 'griselda', 'Choose IMAP', 'Bearer', 'password', ...more])
      expect(output).not.toContain(word);
  };

  test('has nothing of what people and bot say, nor tokens, when replies are refused', async () => {
    const connector = await startConnector();
    ends.push(() => connector.stop());
    const bot = await started(startTrusting(connector, { LOG_LEVEL: 'info' }));
    const serviceUrl = await refusing();
    const token = await connector.token({ serviceurl: serviceUrl });
    const response = await post(bot, activity(serviceUrl), { authorization: `Bearer ${token}` });
    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(bot.output()).toContain('reply not delivered'));
    expect(bot.output()).toContain('"statusCode":403');
    expect(bot.output()).toContain(`"channel":"msteams","host":"${new URL(serviceUrl).host}"`);
    clean(bot.output(), token, 'bot-token', 'test-password');
  });

  test('has nothing of a website talk, of refused requests, or of a storage that fails', async () => {
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const STORAGE = `redis://127.0.0.1:${redis.port}`;
    const bot = await started(startBot({ STORAGE, DIRECT_LINE_SECRET: SECRET, LOG_LEVEL: 'info' }));
    const visitor = await Visitor.at(bot.url, SECRET);
    await visitor.begin(bot.url);
    void visitor.follow(() => bot.url);
    await visitor.say(bot.url, PERSONAL.sentence, 'm1');
    await visitor.say(bot.url, 'delete my data', 'm2');
    for (const body of [
      `{"text":"${PERSONAL.sentence}`,
      activity('http://10.0.0.1/'),
      { text: PERSONAL.sentence },
    ])
      expect((await post(bot, body)).status).toBeGreaterThanOrEqual(400);
    const asked = activity('http://localhost:9', { deliveryMode: 'expectReplies' });
    expect((await post(bot, asked)).status).toBe(200);
    await redis.stop();
    expect((await visitor.say(bot.url, PERSONAL.sentence, 'm3')).status).toBe(503);
    expect((await post(bot, asked)).status).toBe(503);
    const metrics = await (await fetch(`${bot.url}/metrics`)).text();
    for (const where of ['messages', 'website'])
      expect(metrics).toContain(`bot_failed_turns_total{where="${where}"} 1`);
    visitor.leave();
    // The answer may come over its socket before the line over its pipe.
    await vi.waitFor(() => expect(bot.output().match(/request failed/g)).toHaveLength(2));
    clean(bot.output(), visitor.token, SECRET);
  });
});
