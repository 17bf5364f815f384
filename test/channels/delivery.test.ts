import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { freshStorage, type Running, startBot } from '../server.ts';
import { startRedis } from '../storage/servers.ts';

/** What the channel does with a reply that comes in. */
type Behaviour = (response: ServerResponse) => void;
const takes: Behaviour = (response) =>
  response.setHeader('content-type', 'application/json').end('{"id":"1"}');
const hangs: Behaviour = () => {};
const says =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end();

let bot: Running | undefined;
let channel: Server | undefined;
afterEach(async () => {
  await bot?.stop('SIGKILL');
  channel?.close();
  channel?.closeAllConnections();
});

/** A channel that behaves as listed, once each, and takes everything after that. */
async function startChannel(...behaviours: Behaviour[]) {
  const attempts: { text: string; replyToId: string }[] = [];
  channel = createServer(async (request, response) => {
    attempts.push((await json(request)) as { text: string; replyToId: string });
    (behaviours.shift() ?? takes)(response);
  }).listen(0, '127.0.0.1');
  await once(channel, 'listening');
  const address = channel.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { attempts, url: `http://127.0.0.1:${address.port}`, behaviours };
}

async function post(url: string, id: string, text: string): Promise<number> {
  const response = await fetch(`${bot?.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity(url, id, text)),
  });
  return response.status;
}

/** What a counter of the bot stands at. */
async function counted(name: string): Promise<number> {
  const metrics = await (await fetch(`${bot?.url}/metrics`)).text();
  const line = metrics.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}

const activity = (serviceUrl: string, id: string, text: string) => ({
  type: 'message',
  id,
  channelId: 'emulator',
  serviceUrl,
  conversation: { id: 'talk' },
  from: { id: 'u' },
  recipient: { id: 'bot' },
  text,
});

test('answers the request although the channel does not take the reply', async () => {
  const { url, attempts } = await startChannel(hangs);
  bot = await startBot({});
  expect(await post(url, 'a1', 'help')).toBe(200);
  await vi.waitFor(() => expect(attempts).toHaveLength(1));
});

test.each([412, 429, 502, 503, 504])('sends again where the channel says %i', async (status) => {
  const { url, attempts } = await startChannel(says(status, { 'retry-after': '0' }), says(status));
  bot = await startBot({});
  await post(url, 'a1', 'help');
  await vi.waitFor(() => expect(attempts).toHaveLength(3), { timeout: 5000 });
  expect(new Set(attempts.map(({ text }) => text)).size).toBe(1);
});

test.each([403, 500])('does not send again what the channel refuses with %i', async (status) => {
  const { url, attempts } = await startChannel(says(status));
  bot = await startBot({});
  await post(url, 'a1', 'help');
  await post(url, 'a2', 'help');
  await vi.waitFor(() => expect(attempts.map(({ replyToId }) => replyToId)).toEqual(['a1', 'a2']));
  expect(await counted('bot_replies_given_up_total')).toBe(1);
});

test('keeps the order of replies in a conversation when the first has to be sent again', async () => {
  const { url, attempts } = await startChannel(says(502), says(502));
  bot = await startBot({});
  await Promise.all([post(url, 'a1', 'what is pop'), post(url, 'a2', 'what is imap')]);
  await vi.waitFor(() => expect(attempts).toHaveLength(4), { timeout: 5000 });
  const [one, two, three, four] = attempts.map(({ replyToId }) => replyToId);
  expect(two).toBe(one);
  expect(three).toBe(one);
  expect(four).not.toBe(one);
});

test('sends a reply once, however often the channel delivers the message', async () => {
  const { url, attempts } = await startChannel();
  bot = await startBot({});
  await post(url, 'a1', 'help');
  await vi.waitFor(() => expect(attempts).toHaveLength(1));
  // The reply counts as delivered a moment after the channel has taken it.
  await vi.waitFor(async () => {
    const before = attempts.length;
    await post(url, 'a1', 'help');
    await post(url, `b${before}`, 'help');
    await vi.waitFor(() => expect(attempts.at(-1)?.replyToId).toBe(`b${before}`));
    expect(attempts.slice(before).map(({ replyToId }) => replyToId)).not.toContain('a1');
  });
});

test('sends a reply once where the message is delivered again while the reply is on its way', async () => {
  let take = () => {};
  const slowly: Behaviour = (response) => {
    take = () => takes(response);
  };
  const { url, attempts } = await startChannel(slowly);
  bot = await startBot({});
  await post(url, 'a1', 'help');
  await vi.waitFor(() => expect(attempts).toHaveLength(1));
  for (let again = 0; again < 3; again++) await post(url, 'a1', 'help');
  await post(url, 'a2', 'help');
  take();
  await vi.waitFor(() => expect(attempts.at(-1)?.replyToId).toBe('a2'));
  expect(attempts.map(({ replyToId }) => replyToId)).toEqual(['a1', 'a2']);
});

test('says nothing about a message that it could not save, and answers it when it is delivered again', async () => {
  const { url, attempts } = await startChannel();
  let redis = await startRedis();
  const { port } = redis;
  bot = await startBot({ STORAGE: `redis://127.0.0.1:${port}` });
  await redis.stop();
  for (let again = 0; again < 2; again++) expect(await post(url, 'a1', 'I use two computers')).toBe(503);
  expect(await counted('bot_failed_turns_total{where="messages"}')).toBe(2);
  redis = await startRedis(port);
  await vi.waitFor(async () => expect(await post(url, 'a1', 'I use two computers')).toBe(200), {
    timeout: 10_000,
    interval: 500,
  });
  await vi.waitFor(() => expect(attempts).not.toEqual([]));
  await redis.stop();
  // Replies of a talk are sent in order.
  expect(attempts.map(({ text }) => text)).toEqual([expect.stringContaining('Choose IMAP')]);
});

test('sends on redelivery what was saved and not yet sent when the process died', async () => {
  const STORAGE = freshStorage();
  const { url, attempts } = await startChannel(hangs);
  bot = await startBot({ STORAGE });
  await post(url, 'a1', 'I use two computers');
  await vi.waitFor(() => expect(attempts).toHaveLength(1));
  await bot.stop('SIGKILL');
  bot = await startBot({ STORAGE });
  await post(url, 'a1', 'I use two computers');
  await vi.waitFor(() => expect(attempts).toHaveLength(2));
  expect(attempts[1]?.text).toBe(attempts[0]?.text);
  expect(attempts[1]?.text).toContain('Choose IMAP');
});

test('gives who asks for the replies in the answer the same ones again, also after a kill', async () => {
  const STORAGE = freshStorage();
  const { url, attempts } = await startChannel();
  bot = await startBot({ STORAGE });
  const ask = async (id: string, text: string) => {
    const response = await fetch(`${bot?.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...activity(url, id, text), deliveryMode: 'expectReplies' }),
    });
    return response.json();
  };
  const said = { text: expect.any(String), value: { protocol: 'IMAP' }, replyToId: 'a1' };
  const [first, atOnce] = await Promise.all([
    ask('a1', 'I use two computers'),
    ask('a1', 'I use two computers'),
  ]);
  expect(first).toMatchObject({ activities: [said] });
  expect(atOnce).toEqual(first);
  const next = await ask('a2', 'why');
  expect(await ask('a1', 'I use two computers')).toEqual(first);
  await bot.stop('SIGKILL');
  bot = await startBot({ STORAGE });
  expect(await ask('a1', 'I use two computers')).toEqual(first);
  expect(await ask('a2', 'why')).toEqual(next);

  // What has been sent is also given to who then asks for it in the answer.
  await post(url, 'a3', 'help');
  await vi.waitFor(() => expect(attempts).toHaveLength(1));
  expect(await ask('a3', 'help')).toMatchObject({ activities: [{ text: attempts[0]?.text }] });
});
