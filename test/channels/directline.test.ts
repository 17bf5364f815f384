import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { fromProgram, type Running, startBot } from '../server.ts';

const SECRET = 'a-secret-of-the-test';
const SHOP = 'https://www.mail.example';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({
    DIRECT_LINE_SECRET: SECRET,
    MESSAGES_PER_MINUTE: '100000',
    ALLOWED_ORIGINS: `${SHOP} https://webmail.mail.example`,
  });
});
afterAll(async () => {
  await bot.stop();
});

const BASE = '/v3/directline';
const ticket = z.looseObject({
  conversationId: z.string(),
  token: z.string(),
  userId: z.string().optional(),
});
const streamed = z.looseObject({ streamUrl: z.string() });
const set = z.object({ activities: z.array(z.looseObject({ id: z.string() })), watermark: z.string() });

/** A request as a page of an origin makes it. */
function call(method: string, path: string, bearer?: string, origin?: string, body?: unknown) {
  return fetch(bot.url + path, {
    method,
    headers: {
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(origin !== undefined && { origin }),
      'content-type': 'application/json',
    },
    ...(method === 'POST' && { body: body === undefined ? '' : JSON.stringify(body) }),
  });
}

async function beginTalk(origin?: string) {
  const { conversationId, token } = ticket.parse(
    await (await call('POST', '/api/directline/token', undefined, origin)).json(),
  );
  const begun = await call('POST', `${BASE}/conversations`, token, origin);
  const { streamUrl } = streamed.parse(await begun.json());
  return { token, streamUrl, path: `${BASE}/conversations/${conversationId}` };
}

/** What a socket comes to: open, or the status with which it was refused. */
async function opening(url: string, origin?: string): Promise<{ socket: WebSocket; status: number }> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  const refused = once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode));
  refused.catch(() => undefined);
  const status = await Promise.race([once(socket, 'open').then(() => 101), refused]);
  return { socket, status };
}

/** A stream's token of this secret that has expired. */
const expired = jwtOf({ conversation: 'x', sub: 'dl_x', aud: 'stream', exp: 1 });
function jwtOf(claims: object): string {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const content = `${encoded({ alg: 'HS256' })}.${encoded(claims)}`;
  const key = createHash('sha256').update(SECRET).digest();
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}

/** What a handshake is refused with. */
async function handshake(url: string, headers: Readonly<Record<string, string>>) {
  const request = http.get(url.replace('ws:', 'http:'), {
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      ...headers,
    },
  });
  const [response] = await once(request, 'response');
  const body: unknown = JSON.parse(await text(response));
  return { status: response.statusCode, headers: response.headers, body };
}

describe('a token', () => {
  test('is for a person whom the server made up, whoever the page says it is', async () => {
    const asked = await call('POST', '/api/directline/token', undefined, undefined, {
      user: { id: 'dl_admin' },
      userId: 'dl_admin',
    });
    const { token, userId, conversationId } = ticket.parse(await asked.json());
    expect(userId).toMatch(/^dl_[\w-]{22}$/);
    await call('POST', `${BASE}/conversations`, token);
    const path = `${BASE}/conversations/${conversationId}/activities`;
    await call('POST', path, token, undefined, { type: 'message', text: 'help', from: { id: 'dl_admin' } });
    const { activities } = set.parse(await (await call('GET', path, token)).json());
    expect(activities[1]).toMatchObject({ from: { id: userId } });
  });

  test.each([[[]], ['a-token'], [5], [{ token: 5 }], [{ token: ['x'] }], [{ token: 'x'.repeat(9000) }]])(
    'of a new talk is not what somebody gets whose old one cannot be read: %j',
    async (body) => {
      const refused = await call('POST', '/api/directline/token', undefined, undefined, body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toEqual({
        error: { code: 'BadArgument', message: expect.stringMatching(/^(token: write|The body: send) /) },
      });
    },
  );

  test('and the messages stay in no cache', async () => {
    const { token, path } = await beginTalk();
    for (const response of [
      await call('POST', '/api/directline/token'),
      await call('GET', path, token),
      await call('GET', `${path}/activities`, token),
      await call('GET', `${path}/activities`, 'wrong'),
    ])
      expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('origins', () => {
  test('that the operator did not name get no token', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `${SHOP}.evil.example`,
      'http://www.mail.example',
    ]) {
      const refused = await call('POST', '/api/directline/token', undefined, origin);
      expect(refused.status, origin).toBe(403);
      expect(await refused.json()).toEqual({
        error: { code: 'OriginRefused', message: expect.stringMatching(/^[^\n]+\.$/) },
      });
    }
  });

  test('that were named get one that is good for themselves only, over HTTP and WebSocket', async () => {
    for (const origin of [SHOP, bot.url]) {
      const { token, path, streamUrl } = await beginTalk(origin);
      const message = { type: 'message', text: 'help' };
      for (const [page, status] of [
        [origin, 200],
        // Same-origin GETs name no origin, and neither do programs.
        [undefined, 200],
        ['https://evil.example', 403],
        ['https://webmail.mail.example', 403],
      ] as const) {
        expect((await call('POST', `${path}/activities`, token, page, message)).status).toBe(status);
        expect((await call('GET', `${path}/activities`, token, page)).status).toBe(status);
        expect((await call('GET', path, token, page)).status).toBe(status);
        expect((await call('POST', `${BASE}/tokens/refresh`, token, page)).status).toBe(status);
        const { socket, status: opened } = await opening(streamUrl, page);
        expect(opened).toBe(status === 200 ? 101 : 403);
        socket.terminate();
      }
      const again = await call('POST', '/api/directline/token', undefined, origin, { token });
      const { token: resumed } = ticket.parse(await again.json());
      expect((await call('GET', path, resumed, 'https://evil.example')).status).toBe(403);
    }
  });

  test('that were named are those of a token, too, which a program has asked for and passed on', async () => {
    const passedOn = async () =>
      ticket.parse(await (await call('POST', '/api/directline/token')).json()).token;
    expect(
      (await call('POST', `${BASE}/conversations`, await passedOn(), 'https://evil.example')).status,
    ).toBe(403);
    expect((await call('POST', `${BASE}/conversations`, await passedOn(), SHOP)).status).toBe(201);
    expect((await call('POST', `${BASE}/conversations`, await passedOn())).status).toBe(201);
  });

  test('that the operator’s own server names in trustedOrigins are the only ones', async () => {
    const asked = await call('POST', `${BASE}/tokens/generate`, SECRET, undefined, {
      trustedOrigins: ['https://partner.example'],
    });
    const { token } = ticket.parse(await asked.json());
    expect((await call('POST', `${BASE}/conversations`, token, 'https://partner.example')).status).toBe(201);
    expect((await call('POST', `${BASE}/conversations`, token, SHOP)).status).toBe(403);
  });
});

describe('tokens/generate', () => {
  const generate = (body: unknown, secret = SECRET) =>
    call('POST', `${BASE}/tokens/generate`, secret, undefined, body);

  test.each([
    [[]],
    ['dl_alice'],
    [{ user: 'dl_alice' }],
    [{ user: { id: 5 } }],
    [{ user: { id: 'alice' } }],
    [{ user: { id: 'dl_' } }],
    [{ user: { id: `dl_${'x'.repeat(200)}` } }],
    [{ user: { id: 'dl_a\nb' } }],
    [{ trustedOrigins: [] }],
    [{ trustedOrigins: 'https://a.example' }],
    [{ trustedOrigins: [5] }],
    [{ trustedOrigins: ['a.example'] }],
    [{ trustedOrigins: ['*'] }],
    [{ trustedOrigins: ['null'] }],
    [{ trustedOrigins: ['https://a.example', 'https://b.example/page'] }],
    [{ trustedOrigins: ['https://a.example', 'javascript:alert(1)'] }],
    [{ trustedOrigin: ['https://a.example'] }],
    [{ trusted_origins: ['https://a.example'] }],
    [{ user: { id: 'dl_alice' }, origins: ['https://a.example'] }],
    [{ user: { userId: 'dl_alice' } }],
    [{ trustedOrigins: ['https://a.example'], TrustedOrigins: ['https://b.example'] }],
    [{ TrustedOrigins: ['https://b.example'], trustedOrigins: ['https://a.example'] }],
  ])('gives no token for what cannot be read: %j', async (body) => {
    const refused = await generate(body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      error: {
        code: 'BadArgument',
        message: expect.stringMatching(/^(user|trustedOrigins|The body): (write|send) [^\n]+\.$/),
      },
    });
  });

  test('takes an origin with a slash at its end, or in capitals, for the same', async () => {
    const asked = await generate({ trustedOrigins: ['https://A.example/'], user: null });
    const { token } = ticket.parse(await asked.json());
    expect((await call('POST', `${BASE}/conversations`, token, 'https://evil.example')).status).toBe(403);
    expect((await call('POST', `${BASE}/conversations`, token, 'https://a.example')).status).toBe(201);
  });

  test('takes names in capitals for the same, as C# programs write them, and null for nothing', async () => {
    const body = { User: { Id: 'dl_alice', Name: null, Role: null }, TrustedOrigins: [SHOP], ETag: null };
    const asked = await generate(body);
    const { token, conversationId } = ticket.parse(await asked.json());
    expect((await call('POST', `${BASE}/conversations`, token, 'https://evil.example')).status).toBe(403);
    expect((await call('POST', `${BASE}/conversations`, token, SHOP)).status).toBe(201);
    const path = `${BASE}/conversations/${conversationId}/activities`;
    await call('POST', path, token, SHOP, { type: 'message', text: 'help' });
    const { activities } = set.parse(await (await call('GET', path, token, SHOP)).json());
    expect(activities[1]).toMatchObject({ from: { id: 'dl_alice' } });
  });

  test('is for the person whom the operator’s own server names, in a talk of their own', async () => {
    const body = { user: { id: 'dl_alice', name: 'Alice' } };
    const tickets = [await generate(body), await generate(body)];
    const [mine, other] = await Promise.all(tickets.map(async (asked) => ticket.parse(await asked.json())));
    if (!mine || !other) throw new Error('no tickets');
    await call('POST', `${BASE}/conversations`, mine.token);
    const path = `${BASE}/conversations/${mine.conversationId}/activities`;
    await call('POST', path, mine.token, undefined, {
      type: 'message',
      text: 'help',
      from: { id: 'dl_bob' },
    });
    const { activities } = set.parse(await (await call('GET', path, mine.token)).json());
    expect(activities[1]).toMatchObject({ from: { id: 'dl_alice' } });
    expect((await call('GET', path, other.token)).status).toBe(403);
    // Only with the secret.
    expect((await generate(body, mine.token)).status).toBe(403);
  });
});

test('replies come into the talk, whatever way the message asks for', async () => {
  const { token, path } = await beginTalk();
  const message = { type: 'message', text: 'help', deliveryMode: 'expectReplies' };
  expect((await call('POST', `${path}/activities`, token, undefined, message)).status).toBe(200);
  const { activities } = set.parse(await (await call('GET', `${path}/activities`, token)).json());
  // The greeting, what was said, and the reply to it.
  expect(activities).toHaveLength(3);
});

test('what answers an invoke is no part of the talk', async () => {
  const { token, path } = await beginTalk();
  const read = async () => set.parse(await (await call('GET', `${path}/activities`, token)).json());
  const before = await read();
  const invoke = { type: 'invoke', name: 'adaptiveCard/action', value: {} };
  expect((await call('POST', `${path}/activities`, token, undefined, invoke)).status).toBe(200);
  expect(await read()).toEqual(before);
});

test.each([
  [
    'a thumb of Teams',
    'invoke',
    {
      name: 'message/submitAction',
      value: { actionName: 'feedback', actionValue: { reaction: 'like' } },
    },
  ],
  ['an edited message', 'messageUpdate', { text: 'we share one mailbox' }],
  ['an installation', 'installationUpdate', { action: 'add' }],
  ['somebody who joins', 'conversationUpdate', { membersAdded: [{ id: 'dl_somebody' }] }],
  ['an event', 'event', { name: 'webchat/join' }],
  ['a sign of typing', 'typing', {}],
  ['a kind that there is not', 'nonsense', { text: 'we share one mailbox' }],
])('%s from a visitor is taken, and comes to nothing', async (_, type, fields) => {
  const { token, path } = await beginTalk();
  const read = async () => set.parse(await (await call('GET', `${path}/activities`, token)).json());
  const counted = async () =>
    (await (await fetch(`${bot.url}/metrics`)).text())
      .split('\n')
      .filter((line) => /^bot_(turn_seconds_count|feedback_total)/.test(line));
  const before = [await read(), await counted()];
  const sent = await call('POST', `${path}/activities`, token, undefined, { type, ...fields });
  expect(sent.status).toBe(200);
  expect(await sent.json()).toEqual({ id: expect.stringMatching(/.\|./) });
  expect([await read(), await counted()]).toEqual(before);
});

test('the secret begins a talk, and who goes on with it in place of the token is told', async () => {
  const begun = await call('POST', `${BASE}/conversations`, SECRET);
  const { conversationId, token } = ticket.parse(await begun.json());
  const path = `${BASE}/conversations/${conversationId}/activities`;
  expect((await call('GET', path, token)).status).toBe(200);
  const refused = await call('GET', path, SECRET);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({
    error: { code: 'BadToken', message: 'Send the token that the talk began with, and not the secret.' },
  });
});

describe('a message whose id a client gives', () => {
  test.each(['joined', 'joined|reply', '%joined', 'a|reply', '|joined'])(
    'is answered, whatever ids the bot has for its own: %s',
    async (clientActivityID) => {
      const { token, path } = await beginTalk();
      const say = (id: string) =>
        call('POST', `${path}/activities`, token, undefined, {
          type: 'message',
          text: 'help',
          channelData: { clientActivityID: id },
        });
      await say('a');
      const [first, again] = [await say(clientActivityID), await say(clientActivityID)];
      expect(await again.json()).toEqual(await first.json());
      const { activities } = set.parse(await (await call('GET', `${path}/activities`, token)).json());
      expect(activities).toHaveLength(5);
      expect(activities[3]).toMatchObject({ channelData: { clientActivityID } });
      expect(activities[4]).toMatchObject({ replyToId: activities[3]?.id, from: { role: 'bot' } });
    },
  );
});

describe('a stream', () => {
  test('is refused to the eleventh tab, until one of the ten is closed', async () => {
    const { streamUrl } = await beginTalk();
    const tabs = await Promise.all(Array.from({ length: 10 }, () => opening(streamUrl)));
    expect(tabs.map(({ status }) => status)).toEqual(Array(10).fill(101));
    expect((await opening(streamUrl)).status).toBe(429);
    tabs[0]?.socket.close();
    if (tabs[0]) await once(tabs[0].socket, 'close');
    const another = await opening(streamUrl);
    expect(another.status).toBe(101);
    for (const { socket } of [...tabs, another]) socket.terminate();
  });

  test('that is refused says why, as every other address does', async () => {
    const { streamUrl, token, path } = await beginTalk();
    const other = await beginTalk();
    const tabs = await Promise.all(Array.from({ length: 10 }, () => opening(streamUrl)));
    const wrong = new URL(streamUrl);
    wrong.searchParams.set('t', new URL(other.streamUrl).searchParams.get('t') ?? '');
    const late = new URL(streamUrl);
    late.searchParams.set('t', expired);
    for (const [url, headers, status, code] of [
      [streamUrl, {}, 429, 'TooManyRequests'],
      [wrong.href, {}, 403, 'BadToken'],
      [late.href, {}, 403, 'TokenExpired'],
      [`${streamUrl}x`, {}, 403, 'BadToken'],
      [streamUrl.split('?')[0] ?? '', {}, 403, 'BadToken'],
      [other.streamUrl, { 'sec-websocket-version': '1' }, 400, 'BadHandshake'],
    ] as const) {
      const refused = await handshake(url, headers);
      expect(refused.status, url).toBe(status);
      expect(refused.body).toEqual({ error: { code, message: expect.stringMatching(/^[^\n]+\.$/) } });
      expect(refused.headers['retry-after']).toBe(status === 429 ? '60' : undefined);
    }
    for (const { socket } of tabs) socket.terminate();
    const plain = await call('GET', `${path}/stream`, token);
    expect(plain.status).toBe(426);
    expect(plain.headers.get('upgrade')).toBe('websocket');
    expect(await plain.json()).toMatchObject({ error: { code: 'UpgradeRequired' } });
  });

  test('is cut off from who does not read, and the log stays small and counts on', async () => {
    const { token, path, streamUrl } = await beginTalk();
    const url = new URL(streamUrl);
    const lazy = connect(Number(url.port), '127.0.0.1');
    lazy.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
    );
    await once(lazy, 'readable');
    let said = 0;
    const text = 'x'.repeat(30_000);
    for (; said < 700; said++) {
      const response = await call('POST', `${path}/activities`, token, undefined, { type: 'message', text });
      expect(response.status).toBe(200);
    }
    let read = 0;
    lazy.on('data', (chunk) => {
      read += chunk.length;
    });
    lazy.on('error', () => undefined);
    await new Promise((closed) => lazy.once('close', closed));
    expect(read).toBeLessThan(said * text.length);
    const answer = await (await call('GET', `${path}/activities`, token)).text();
    expect(answer.length).toBeLessThan(2 * 512 * 1024);
    expect(set.parse(JSON.parse(answer)).watermark).toBe(String(1 + 2 * said));
  });
});

test('whoever shows no token is told by a 401 how to', async () => {
  const { path } = await beginTalk();
  const refused = await call('GET', `${path}/activities`);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
});

describe('an activity of a visitor', () => {
  test('that is larger than anybody writes is refused, and nothing of it kept', async () => {
    const { token, path } = await beginTalk();
    const send = (activity: object) =>
      call('POST', `${path}/activities`, token, undefined, { type: 'message', ...activity });
    for (const activity of [
      { text: 'x'.repeat(33_000) },
      // In bytes it is, and in characters not.
      { text: 'ж'.repeat(17_000) },
      { text: 'help', value: 'x'.repeat(33_000) },
      { text: 'help', channelData: { clientActivityID: 'a', more: 'x'.repeat(180_000) } },
      { text: 'x'.repeat(300_000) },
    ]) {
      const refused = await send(activity);
      expect(refused.status).toBe(413);
      expect(await refused.json()).toEqual({
        error: { code: 'BodyTooLarge', message: 'The body is larger than 32 KB.' },
      });
    }
    const text = 'ж'.repeat(12_000);
    expect((await send({ text })).status).toBe(200);
    const { activities } = set.parse(await (await call('GET', `${path}/activities`, token)).json());
    expect(activities).toHaveLength(3);
    expect(activities[1]).toMatchObject({ text });
  });

  test('comes back with the channelData by which a client knows it, and with little else where there is much', async () => {
    const { token, path } = await beginTalk();
    const looked = {
      clientActivityID: 'a',
      clientTimestamp: '2026-03-02T08:12:44.999Z',
      postBack: true,
      attachmentSizes: [],
    };
    const usual = { clientActivityID: 'b', more: { a: 1 } };
    for (const channelData of [{ ...looked, messageBack: 'x'.repeat(9000), more: 'x'.repeat(9000) }, usual])
      await call('POST', `${path}/activities`, token, undefined, { type: 'message', text: '4', channelData });
    const { activities } = set.parse(await (await call('GET', `${path}/activities`, token)).json());
    expect(activities.flatMap(({ channelData }) => channelData ?? [])).toEqual([looked, usual]);
  });
});

describe('a sender behind proxies', () => {
  const asked = (to: Running, forwarded: string) =>
    new Promise<number>((done, failed) => {
      const headers = { 'x-forwarded-for': forwarded, 'content-length': 0 };
      const request = http.request(`${to.url}/api/directline/token`, { method: 'POST', headers });
      request.on('response', (response) => {
        response.resume();
        done(Number(response.statusCode));
      });
      request.on('error', failed);
      request.end();
    });

  test('is counted by the address that the outermost of ours saw', async () => {
    const behind = await startBot({ PROXIES: '2' });
    const statuses: number[] = [];
    // Whatever the person writes themself, and whatever port they come from.
    for (let n = 0; n < 61; n++)
      statuses.push(await asked(behind, `10.9.8.${n}, 192.0.2.1:${1000 + n}, 203.0.113.7`));
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    expect(await asked(behind, '192.0.2.2, 203.0.113.7')).toBe(200);
    await behind.stop();
  });

  test('is counted by its network where the address is of IPv6', async () => {
    const behind = await startBot({ PROXIES: '1' });
    for (let n = 0; n < 60; n++) expect(await asked(behind, `2001:db8::5:0:0:${n.toString(16)}`)).toBe(200);
    expect(await asked(behind, '[2001:db8:0:0:5::ffff]:1234')).toBe(429);
    expect(await asked(behind, '2001:db8::1')).toBe(429);
    expect(await asked(behind, '2001:db8:0:1::1')).toBe(200);
    await behind.stop();
  });

  test('is nobody of this machine, although the proxy is', async () => {
    const activity = { ...fromProgram, text: 'help' };
    const passedOn = [
      { 'x-forwarded-for': '192.0.2.1' },
      { forwarded: 'for=192.0.2.1' },
      { via: '1.1 proxy' },
      { 'x-forwarded-proto': 'https' },
      { 'x-real-ip': '192.0.2.1' },
      { 'cf-connecting-ip': '192.0.2.1' },
    ];
    for (const headers of [{}, ...passedOn]) {
      const response = await fetch(`${bot.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(activity),
      });
      expect(response.status).toBe(Object.keys(headers).length === 0 ? 200 : 403);
    }
  });
});

describe('a fresh token', () => {
  test('costs the next message no lost race', async () => {
    const lost = async () =>
      /^bot_lost_races_total (\d+)$/m.exec(await (await fetch(`${bot.url}/metrics`)).text())?.[1];
    const { token, path } = await beginTalk();
    const say = () => call('POST', `${path}/activities`, token, undefined, { type: 'message', text: 'help' });
    expect((await say()).status).toBe(200);
    const before = await lost();
    for (let n = 0; n < 3; n++) {
      expect((await call('POST', `${BASE}/tokens/refresh`, token)).status).toBe(200);
      expect((await say()).status).toBe(200);
    }
    expect(await lost()).toBe(before);
  });
});
