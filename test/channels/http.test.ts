import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshStorage, fromProgram, type Running, startBot } from '../server.ts';
import { Visitor } from '../website.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ STORAGE: freshStorage() });
});
afterAll(async () => {
  await bot.stop();
});

function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(bot.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('POST /api/messages', () => {
  test('answers in the response where replies are expected there', async () => {
    const response = await post('/api/messages', { ...fromProgram, text: 'my wife and I share one account' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ activities: [{ value: { protocol: 'IMAP' } }] });
  });

  test('takes what a proxy writes behind the address', async () => {
    const said = { ...fromProgram, text: 'my wife and I share one account', conversation: { id: 'query' } };
    const [plain, behind] = [await post('/api/messages', said), await post('/api/messages?code=1', said)];
    expect([plain.status, behind.status]).toEqual([200, 200]);
    for (const header of ['content-type', 'x-content-type-options'])
      expect(behind.headers.get(header)).toBe(plain.headers.get(header));
    const refused = await post('/api/messages?code=1', '{"type":');
    expect(await refused.json()).toEqual(await (await post('/api/messages', '{"type":')).json());
  });

  test.each<[string, number, unknown, Record<string, string>?]>([
    ['malformed JSON', 400, '{"type":'],
    ['not an object', 400, []],
    ['nothing', 400, ''],
    ['no type', 400, { ...fromProgram, type: undefined }],
    ['no conversation', 400, { ...fromProgram, conversation: undefined }],
    ['no sender', 400, { ...fromProgram, from: {} }],
    ['no service URL', 400, { ...fromProgram, serviceUrl: undefined }],
    ['a text that is a number', 400, { ...fromProgram, text: 5 }],
    ['another content type', 415, 'type=message', { 'content-type': 'text/plain' }],
    ['a body over 256 KB', 413, { ...fromProgram, text: 'a'.repeat(300_000) }],
    ['a service URL inside the network', 403, { ...fromProgram, serviceUrl: 'http://10.0.0.1/' }],
    [
      'a service URL that only looks like this machine',
      403,
      { ...fromProgram, serviceUrl: 'http://localhost@evil.example/' },
    ],
  ])('refuses %s with %i and one sentence', async (_, status, body, headers) => {
    const response = await post('/api/messages', body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error: { code: expect.any(String), message: expect.stringMatching(/^[^\n]+\.$/) },
    });
  });

  test('keeps the process alive through all of it', async () => {
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${bot.url}/metrics`)).text()).toContain('bot_turn_seconds_count');
  });

  test.each<[string, unknown]>([
    ['entities', [{}, null, 5, { type: 5 }]],
    ['entities', 'none'],
    ['attachments', [null]],
    ['membersAdded', [{}, null]],
    ['reactionsAdded', 5],
    ['id', null],
    ['id', 5],
    ['recipient', null],
    ['recipient', {}],
    ['name', 5],
    ['replyToId', {}],
    ['locale', 5],
    ['channelData', 'x'],
    ['conversation', { id: 'odd', isGroup: 'no' }],
  ])('takes a message with odd %s, and leaves out what cannot be read: %j', async (field, value) => {
    const text = 'my wife and I share one account';
    const odd = { ...fromProgram, text, conversation: { id: `odd ${crypto.randomUUID()}` }, [field]: value };
    const response = await post('/api/messages', odd);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ activities: [{ value: { protocol: 'IMAP' } }] });
  });

  test('finds the mention of the bot among entities that cannot be read', async () => {
    const response = await post('/api/messages', {
      ...fromProgram,
      channelId: 'msteams',
      conversation: { id: 'mentioned', isGroup: true, conversationType: 'groupChat' },
      text: '<at>Bot</at> my wife and I share one account',
      entities: [{}, { type: 'mention', text: '<at>Bot</at>', mentioned: { id: 'bot' } }, null],
    });
    expect(await response.json()).toMatchObject({ activities: [{ value: { protocol: 'IMAP' } }] });
  });

  test('takes an empty id for none, so that the next message with one is no redelivery', async () => {
    const say = async (text: string) =>
      (await post('/api/messages', { ...fromProgram, conversation: { id: 'no id' }, id: '', text })).json();
    expect(await say('help')).toMatchObject({ activities: [{ value: { topic: 'help' } }] });
    expect(await say('my wife and I share one account')).toMatchObject({
      activities: [{ value: { protocol: 'IMAP' } }],
    });
  });

  test.each([
    'type',
    'text',
    'timestamp',
    'expiration',
    'deliveryMode',
    'channelId',
    'serviceUrl',
    'conversation',
    'from',
  ])('says in its own words what is wrong with the %s', async (field) => {
    for (const value of [5, {}, [], [null], { id: 5 }, { id: null }]) {
      const refused = await post('/api/messages', { ...fromProgram, text: 'help', [field]: value });
      expect(refused.status).toBe(400);
      const wrong = `${field}(\\.id)?: is [^:;]+`;
      expect(await refused.text()).toMatch(new RegExp(`"message":"${wrong}(; ${wrong})?\\."`));
    }
  });

  test('names all that a malformed activity lacks', async () => {
    const refused = await post('/api/messages', { type: 'message', text: 7 });
    expect(refused.status).toBe(400);
    const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(await refused.json());
    for (const field of ['text', 'channelId', 'serviceUrl', 'conversation', 'from'])
      expect(error.message).toContain(`${field}: is `);
  });
});

describe('Direct Line', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const tickets = z.object({
    conversationId: z.string(),
    token: z.string(),
    expires_in: z.number(),
    userId: z.string(),
  });
  const ticket = async () => tickets.parse(await (await post('/api/directline/token', '')).json());
  const sets = z.object({
    activities: z.array(
      z.looseObject({ text: z.string(), from: z.object({ id: z.string(), role: z.string() }) }),
    ),
    watermark: z.string(),
  });

  test('gives a visitor a talk of their own, greets once, and answers a message sent twice once', async () => {
    const { conversationId, token, expires_in, userId } = await ticket();
    expect(expires_in).toBeGreaterThanOrEqual(1800);
    expect(userId).toMatch(/^dl_/);
    const starts = await Promise.all(
      [1, 2].map(() => post('/v3/directline/conversations', '', bearer(token))),
    );
    expect(starts.map(({ status }) => status).sort()).toEqual([200, 201]);
    const path = `/v3/directline/conversations/${conversationId}/activities`;
    const message = {
      type: 'message',
      from: { id: 'someone else' },
      text: '4',
      channelData: { clientActivityID: 'a' },
    };
    const ids = await Promise.all([1, 2].map(async () => (await post(path, message, bearer(token))).json()));
    expect(ids[0]).toEqual(ids[1]);
    const got = sets.parse(await (await fetch(bot.url + path, { headers: bearer(token) })).json());
    expect(got.activities.map(({ from }) => from.role)).toEqual(['bot', 'user', 'bot']);
    expect(got.activities[1]).toMatchObject({ from: { id: userId }, channelData: { clientActivityID: 'a' } });
    const later = await (
      await fetch(`${bot.url}${path}?watermark=${got.watermark}`, { headers: bearer(token) })
    ).json();
    expect(later).toEqual({ activities: [], watermark: '3' });
  });

  test('streams what comes after the watermark to each of two tabs', async () => {
    const { conversationId, token } = await ticket();
    await post('/v3/directline/conversations', '', bearer(token));
    const sockets = await Promise.all(
      [1, 2].map(async () => {
        const again = await fetch(`${bot.url}/v3/directline/conversations/${conversationId}?watermark=1`, {
          headers: bearer(token),
        });
        const socket = new WebSocket(z.object({ streamUrl: z.string() }).parse(await again.json()).streamUrl);
        await new Promise((open) => socket.addEventListener('open', open));
        return socket;
      }),
    );
    const heard = sockets.map(
      (socket) =>
        new Promise<string[]>((done) => {
          const texts: string[] = [];
          socket.addEventListener('message', ({ data }) => {
            texts.push(...sets.parse(JSON.parse(String(data))).activities.map(({ text }) => text));
            if (texts.length === 2) done(texts);
          });
        }),
    );
    await post(
      `/v3/directline/conversations/${conversationId}/activities`,
      { type: 'message', text: 'help' },
      bearer(token),
    );
    for (const texts of await Promise.all(heard)) expect(texts[0]).toBe('help');
    for (const socket of sockets) socket.close();
  });

  test('refuses whoever has no token, a wrong one, or that of another talk', async () => {
    const mine = await ticket();
    const other = await ticket();
    const path = `/v3/directline/conversations/${mine.conversationId}/activities`;
    const statuses = await Promise.all(
      [{}, bearer('abc'), bearer(other.token), bearer(mine.token)].map(
        async (headers) => (await fetch(bot.url + path, { headers })).status,
      ),
    );
    expect(statuses).toEqual([401, 403, 403, 404]);
    expect((await post('/v3/directline/tokens/generate', '', bearer('no-secret'))).status).toBe(403);
    expect((await post('/v3/directline/tokens/refresh', '', bearer(mine.token))).status).toBe(200);
  });

  test('refuses a malformed activity', async () => {
    const { conversationId, token } = await ticket();
    await post('/v3/directline/conversations', '', bearer(token));
    const path = `/v3/directline/conversations/${conversationId}/activities`;
    expect((await post(path, { text: 'no type' }, bearer(token))).status).toBe(400);
    expect((await post(path, { type: 'message', text: 7 }, bearer(token))).status).toBe(400);
  });
});

test('what a reply leads to has its whole address, whoever shows the reply', async () => {
  const DIRECT_LINE_SECRET = 'a-secret-of-the-test';
  const website = await startBot({ PUBLIC_URL: 'https://bot.example/', DIRECT_LINE_SECRET });
  const text = 'set up pop in outlook classic';
  // As Azure's Direct Line brings it, and as a program sends it to our own.
  const fromAzure = await fetch(`${website.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...fromProgram, channelId: 'directline', text }),
  });
  const visitor = await Visitor.at(website.url, DIRECT_LINE_SECRET);
  await visitor.begin(website.url);
  await visitor.say(website.url, text, 'a');
  const { activities } = await visitor.log(website.url);
  for (const said of [await fromAzure.text(), JSON.stringify(activities)]) {
    expect(said).toContain('](https://bot.example/pictures/');
    expect(said).not.toContain('](/');
  }
  await website.stop();
});
