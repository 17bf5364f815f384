import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromProgram, type Running, startBot } from '../server.ts';
import { startConnector, startTrusting } from './connector.ts';

const SECRET = 'a-secret-of-the-test';
/** How many connections are opened at once: 10,000 where a process may have so many open files. */
const OPEN_FILES = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout) || 100_000;
const CONNECTIONS = Math.min(10_000, OPEN_FILES - 300);

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET, MESSAGES_PER_MINUTE: '40' });
});
afterAll(async () => {
  await bot.stop();
});

const activity = { ...fromProgram, text: 'help' };
const refusal = { error: { code: expect.any(String), message: expect.stringMatching(/^[^\n]+\.$/) } };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const tickets = z.object({ conversationId: z.string(), token: z.string() });

function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}, to = bot) {
  return fetch(to.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** A talk that has begun. */
async function beginTalk(to = bot) {
  const asked = await post('/v3/directline/tokens/generate', '', bearer(SECRET), to);
  const { conversationId, token } = tickets.parse(await asked.json());
  const begun = await post('/v3/directline/conversations', '', bearer(token), to);
  const { streamUrl } = z.object({ streamUrl: z.string() }).parse(await begun.json());
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  return { conversationId, token, streamUrl, path };
}

/** Opens sockets all at once; those that fail count as closed. */
function openSockets(count: number, to = bot): Promise<Socket[]> {
  const { port } = new URL(to.url);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      return socket;
    }),
  );
}

/** Whether it is ended or reset. */
async function closing(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((closed) => socket.once('close', () => closed()));
}

describe('connections', () => {
  test.concurrent('closes those that send their header byte by byte', { timeout: 40_000 }, async () => {
    const began = performance.now();
    const sockets = await openSockets(200);
    const header = `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ${'a'.repeat(10_000)}`;
    let at = 0;
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(header[at] ?? 'a');
      at++;
    }, 100);
    await Promise.all(
      sockets.map(async (socket) => {
        socket.resume();
        await closing(socket);
      }),
    );
    clearInterval(drip);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(8);
    expect(seconds).toBeLessThan(20);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });

  test.concurrent('closes those that send their body byte by byte', { timeout: 40_000 }, async () => {
    const [socket] = await openSockets(1);
    socket?.write(
      'POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{',
    );
    const drip = setInterval(() => socket?.writable && socket.write(' '), 200);
    let answer = '';
    socket?.on('data', (chunk) => {
      answer += chunk;
    });
    const began = performance.now();
    if (socket) await closing(socket);
    clearInterval(drip);
    expect((performance.now() - began) / 1000).toBeLessThan(25);
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test(`answers a talk while ${CONNECTIONS} are opened at once`, { timeout: 60_000 }, async () => {
    const talk = await beginTalk();
    const opening = openSockets(CONNECTIONS);
    const answers: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      const began = performance.now();
      expect((await post(talk.path, { type: 'message', text: 'help' }, bearer(talk.token))).status).toBe(200);
      answers.push(performance.now() - began);
    }
    const sockets = await opening;
    expect(sockets.filter(({ readyState }) => readyState === 'open')).toHaveLength(CONNECTIONS);
    expect((await post(talk.path, { type: 'message', text: 'help' }, bearer(talk.token))).status).toBe(200);
    expect(Math.max(...answers)).toBeLessThan(5000);
    for (const socket of sockets) socket.destroy();
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});

describe('a process that may have no more open files', () => {
  const limited = spawnSync('prlimit', ['--version']).status === 0;
  test.skipIf(!limited)('takes connections again when others have gone', { timeout: 60_000 }, async () => {
    const narrow = await startBot({ LOG_LEVEL: 'silent' });
    expect(spawnSync('prlimit', ['--pid', String(narrow.pid), '--nofile=100:100']).status).toBe(0);
    const sockets = await openSockets(500, narrow);
    const answer = await fetch(`${narrow.url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(
      () => null,
    );
    expect(answer?.status).toBeUndefined();
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(
        () =>
          post('/api/messages', activity, {}, narrow).then(
            ({ status }) => status,
            () => 0,
          ),
        {
          timeout: 10_000,
        },
      )
      .toBe(200);
    expect(await narrow.stop()).toBe(0);
  });
});

describe('headers of requests', () => {
  test('that name no address of the bot bring no talk down', async () => {
    const { token } = await beginTalk();
    const { port } = new URL(bot.url);
    for (const host of ['<script>', 'a b', '%%%', 'x'.repeat(5000), '[::', 'evil.example:99999']) {
      for (const [method, path] of [
        ['POST', '/v3/directline/conversations'],
        ['GET', '/'],
        ['GET', '//'],
        ['GET', '/%'],
        ['OPTIONS', '/v3/directline/conversations'],
      ]) {
        const request = http.request({
          port,
          method,
          path,
          headers: { host, 'content-length': 0, ...bearer(token) },
          timeout: 2000,
        });
        request.on('timeout', () => request.destroy(new Error(`no answer: ${method} ${path} ${host}`)));
        request.end();
        const [response] = await once(request, 'response');
        response.resume();
        expect(response.statusCode, host).toBeLessThan(500);
      }
    }
    expect(bot.output()).not.toContain('uncaught exception');
  });

  test('that ask for a stream where there is none close the connection', async () => {
    for (const path of ['//', '/', '/v3/directline/conversations/x/stream?t=%', 'http://[', '/%']) {
      const [socket] = await openSockets(1);
      if (!socket) throw new Error('no socket');
      socket.resume();
      const closed = closing(socket);
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`);
      expect(await Promise.race([closed.then(() => 'closed'), sleep(2000)]), path).toBe('closed');
    }
  });
});

describe('bodies', () => {
  const big = JSON.stringify({ ...activity, text: 'a'.repeat(20_000_000) });
  test.each<[string, () => [string | Uint8Array<ArrayBuffer>, Record<string, string>?], number]>([
    ['of 300 KB', () => [big.slice(0, 300_000)], 413],
    ['of 20 MB', () => [big], 413],
    [
      'of 20 MB that gzip makes small',
      () => [new Uint8Array(gzipSync(big)), { 'content-encoding': 'gzip' }],
      415,
    ],
    [
      'that gzip made larger than allowed',
      () => [new Uint8Array(300_000), { 'content-encoding': 'gzip' }],
      413,
    ],
  ])('refuses one %s', async (_, make, status) => {
    const [body, headers] = make();
    for (const path of ['/api/messages', '/api/directline/token']) {
      const response = await post(path, body, headers).catch((error: unknown) => {
        // The connection may be closed on a sender who goes on and on.
        expect(body.length).toBeGreaterThan(2_000_000);
        return error;
      });
      if (!(response instanceof Response)) continue;
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual(refusal);
    }
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('refuses one of %s within one another without end', async (_, open, close) => {
    const talk = await beginTalk();
    for (const depth of [150, 5000, 40_000]) {
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
      for (const field of ['text', 'value', 'channelData', 'expiration', 'entities']) {
        const body = `{"type":"message",${JSON.stringify(activity).slice(1, -1)},"${field}":${deep}}`;
        for (const path of ['/api/messages', talk.path]) {
          const response = await post(path, body, bearer(talk.token));
          expect(response.status, `${field} ${depth}`).toBe(400);
          expect(await response.json()).toEqual(refusal);
        }
      }
    }
  });

  test('reads one that is meant to be slow to read in no time', async () => {
    for (const slow of [
      `"${'\\"'.repeat(120_000)}`,
      '"'.repeat(250_000),
      '[{"'.repeat(80_000),
      '\\'.repeat(120_000),
    ]) {
      const began = performance.now();
      expect((await post('/api/messages', slow)).status).toBe(400);
      expect(performance.now() - began).toBeLessThan(500);
    }
  });

  test('refuses a time that only looks like an object with a text', async () => {
    const response = await post('/api/messages', { ...activity, expiration: { toString: 5, valueOf: 5 } });
    expect(response.status).toBe(400);
  });

  test('takes brackets in a text for text', async () => {
    const text = `${'['.repeat(500)} \\" ${'{'.repeat(500)}`;
    expect((await post('/api/messages', { ...activity, text })).status).toBe(200);
  });

  test('leaves a connection usable after a body that was too large', async () => {
    for (let again = 0; again < 5; again++) {
      expect((await post('/api/messages', big.slice(0, 300_000))).status).toBe(413);
      expect((await post('/api/messages', activity)).status).toBe(200);
    }
  });
});

describe('Direct Line tokens', () => {
  const key = createHash('sha256').update(SECRET).digest();
  const sign = (conversationId: string, exp: number, aud = 'directline', by: Uint8Array = key) =>
    new SignJWT({ conversation: conversationId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('dl_u')
      .setAudience(aud)
      .setIssuedAt()
      .setExpirationTime(exp)
      .sign(by);
  const now = Math.floor(Date.now() / 1000);
  const unsigned = (conversation: string) =>
    [{ alg: 'none' }, { conversation, sub: 'dl_u', aud: 'directline', exp: now + 3600 }, null]
      .map((part) => part && Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');

  test.each<[string, string, (id: string) => Promise<string> | string]>([
    ['of another talk', 'BadToken', () => beginTalk().then(({ token }) => token)],
    ['that has expired', 'TokenExpired', (id) => sign(id, now - 10)],
    ['that needs no signature', 'BadToken', (id) => unsigned(id)],
    ['for the stream only', 'BadToken', (id) => sign(id, now + 3600, 'stream')],
    ['of another secret', 'BadToken', (id) => sign(id, now + 3600, 'directline', Buffer.alloc(32))],
    ['that is the secret', 'BadToken', () => SECRET],
  ])('one %s opens nothing', async (_, code, make) => {
    const talk = await beginTalk();
    const headers = bearer(await make(talk.conversationId));
    const message = { type: 'message', text: 'help' };
    for (const response of [
      await post(talk.path, message, headers),
      await fetch(bot.url + talk.path, { headers }),
      await fetch(`${bot.url}/v3/directline/conversations/${talk.conversationId}`, { headers }),
    ]) {
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ error: { ...refusal.error, code } });
    }
    const kept = await fetch(bot.url + talk.path, { headers: bearer(talk.token) });
    expect(await kept.json()).toMatchObject({ watermark: '1' });
  });

  test('one that is as it should be opens its talk', async () => {
    const { conversationId, path } = await beginTalk();
    const headers = bearer(await sign(conversationId, now + 3600));
    expect((await fetch(bot.url + path, { headers })).status).toBe(200);
  });

  test('one of another talk opens no stream', async () => {
    const [mine, other] = [await beginTalk(), await beginTalk()];
    const url = new URL(mine.streamUrl);
    url.searchParams.set('t', new URL(other.streamUrl).searchParams.get('t') ?? '');
    const socket = new WebSocket(url);
    const [event] = await once(socket, 'error');
    expect(event.type).toBe('error');
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});

describe('service URLs', () => {
  const inside = [
    'http://169.254.169.254/',
    'https://169.254.169.254/latest/meta-data',
    'http://10.0.0.1',
    'https://10.0.0.1',
    'https://192.168.0.1/',
    'https://167772161/',
    'https://0x0a.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'https://[fd00::1]/',
    'https://evil.example/?smba.trafficmanager.net',
    'https://evil.example/#smba.trafficmanager.net',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil-smba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://evilbotframework.com/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net:x@evil.example/',
    'https://:x@smba.trafficmanager.net/',
    'https://evil.example\\@smba.trafficmanager.net/',
    'https://evil.example/\\smba.trafficmanager.net',
    'http://smba.trafficmanager.net/',
    'ftp://smba.trafficmanager.net/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    ' ',
    'https://smba.trafficmanager.net%2eevil.example/',
    'https://smba。trafficmanager。net。evil。example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost@evil.example/',
    'http://0.0.0.0/',
    'http://[::]/',
  ];

  test('that point inside or elsewhere are refused with 403, signed or not', async () => {
    const connector = await startConnector();
    const signed = await startTrusting(connector);
    for (const serviceUrl of inside) {
      for (const to of [bot, signed]) {
        const response = await post('/api/messages', { ...activity, serviceUrl }, {}, to);
        expect(response.status, serviceUrl).toBe(403);
        expect(await response.json()).toEqual(refusal);
      }
    }
    // With credentials these pass here and meet the check of the token.
    for (const serviceUrl of ['https://smba.trafficmanager.net/amer/', 'https://webchat.botframework.com/'])
      expect((await post('/api/messages', { ...activity, serviceUrl }, {}, signed)).status).toBe(401);
    await signed.stop();
    await connector.stop();
  });

  test('of this machine are refused where credentials are set and no stand-in is named', async () => {
    const real = await startBot({
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'p',
    });
    for (const serviceUrl of [
      'http://localhost:9/',
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://2130706433/',
    ])
      expect((await post('/api/messages', { ...activity, serviceUrl }, {}, real)).status).toBe(403);
    await real.stop();
  });
});

describe('headers', () => {
  test('of pages keep foreign code out', async () => {
    const { headers } = await fetch(bot.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}'/);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const again = (await fetch(bot.url)).headers.get('content-security-policy');
    expect(again).not.toBe(policy);
  });

  test.each(['/', '/widget.js', '/nothing', '/healthz', '/metrics', '/api/messages'])(
    'of %s name no program and no version, and no type is guessed',
    async (path) => {
      const { headers } = await fetch(bot.url + path);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server') ?? '').not.toMatch(/restify|node|express|\d/i);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );
});

describe('rates', () => {
  test('new talks of one address are limited', async () => {
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let at = 0; at < 61; at++) {
      last = await post('/api/directline/token', '');
      statuses.push(last.status);
    }
    expect(statuses.slice(0, 60).every((status) => status === 200)).toBe(true);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await last?.json()).toEqual(refusal);
  });

  test('messages of one visitor are limited, and those of another are not', async () => {
    const [loud, quiet] = [await beginTalk(), await beginTalk()];
    const message = { type: 'message', text: 'help' };
    for (let at = 0; at < 40; at++)
      expect((await post(loud.path, message, bearer(loud.token))).status).toBe(200);
    const refused = await post(loud.path, message, bearer(loud.token));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual(refusal);
    expect((await post(quiet.path, message, bearer(quiet.token))).status).toBe(200);
    const kept = await fetch(bot.url + loud.path, { headers: bearer(loud.token) });
    expect(await kept.json()).toMatchObject({ watermark: '81' });
  });

  test('messages of one address are limited, whoever they are from', { timeout: 60_000 }, async () => {
    const limited = await startBot({ DIRECT_LINE_SECRET: SECRET, MESSAGES_PER_MINUTE: '2' });
    const statuses: number[] = [];
    // Each talk is begun and says two things; the address may do 120 such things in a minute.
    for (let n = 0; n < 40; n++) {
      const talk = await beginTalk(limited);
      for (const text of ['help', 'why'])
        statuses.push((await post(talk.path, { type: 'message', text }, bearer(talk.token), limited)).status);
    }
    expect(statuses).toEqual(Array(80).fill(200));
    const asked = await post('/v3/directline/tokens/generate', '', bearer(SECRET), limited);
    const { token } = tickets.parse(await asked.json());
    const refused = await post('/v3/directline/conversations', '', bearer(token), limited);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual(refusal);
    // The operator's own server is not limited.
    expect((await post('/v3/directline/conversations', '', bearer(SECRET), limited)).status).toBe(201);
    await limited.stop();
  });

  test('the limit of messages must be a number', async () => {
    await expect(startBot({ MESSAGES_PER_MINUTE: 'many' })).rejects.toThrow(/Setting MESSAGES_PER_MINUTE/);
  });
});

describe('SIGTERM', () => {
  test('answers the turn under way, tells sockets to come again, and ends with 0', async () => {
    const stopped = await startBot({ DIRECT_LINE_SECRET: SECRET });
    const talk = await beginTalk(stopped);
    const socket = new WebSocket(talk.streamUrl);
    await once(socket, 'open');
    const closed = once(socket, 'close');

    // A turn whose last byte comes after the signal.
    const body = JSON.stringify({ ...activity, text: 'my wife and I share one account' });
    const { port } = new URL(stopped.url);
    const slow = connect(Number(port), '127.0.0.1');
    await once(slow, 'connect');
    let answer = '';
    slow.on('data', (chunk) => {
      answer += chunk;
    });
    slow.write(
      `POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`,
    );
    await sleep(200);
    const began = performance.now();
    const exit = stopped.stop();
    await sleep(500);
    slow.write(body.slice(-1));
    const [event] = await closed;
    expect(event.code).toBe(1012);
    expect(await exit).toBe(0);
    // Half a second of it is the wait above.
    expect(performance.now() - began).toBeLessThan(2000);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"protocol":"IMAP"');
  });

  test('fails no request on a connection whose end was not announced', async () => {
    const stopped = await startBot({});
    let sent = 0;
    /** Sends one message after the other on one connection, until an answer says that it is the last. */
    const busy = async (client: number): Promise<string | null> => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      try {
        for (;;) {
          const answer = await onConnection(agent, `${stopped.url}/api/messages`, {
            ...activity,
            id: `m${++sent}`,
            conversation: { id: `busy-${client}` },
            text: 'we share one mailbox',
          });
          expect(answer.statusCode).toBe(200);
          if (answer.headers.connection === 'close') return null;
        }
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        agent.destroy();
      }
    };
    const clients = Promise.all(Array.from({ length: 16 }, (_, client) => busy(client)));
    await sleep(500);
    const exit = stopped.stop();
    await sleep(100);
    const ready = await fetch(`${stopped.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('connection')).toBe('close');
    expect((await clients).filter((failed) => failed !== null)).toEqual([]);
    expect(await exit).toBe(0);
  });

  test('waits neither for a channel that hangs nor for who sends no end', async () => {
    const stopped = await startBot({ DIRECT_LINE_SECRET: SECRET });
    const hanging = http.createServer(() => undefined).listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const address = hanging.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const taken = once(hanging, 'request');
    const { deliveryMode: _, ...plain } = activity;
    const serviceUrl = `http://127.0.0.1:${address.port}`;
    expect((await post('/api/messages', { ...plain, id: 'a', serviceUrl }, {}, stopped)).status).toBe(200);
    await taken;
    const [endless] = await openSockets(1, stopped);
    endless?.write('POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{');
    await sleep(100);
    const began = performance.now();
    expect(await stopped.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
    hanging.close();
    hanging.closeAllConnections();
  });
});

/** Posts on the connection that an agent keeps; gives the answer once all of it has come. */
function onConnection(agent: http.Agent, url: string, body: unknown): Promise<http.IncomingMessage> {
  return new Promise((fulfil, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => fulfil(response));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}
