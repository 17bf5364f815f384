import { once } from 'node:events';
import http, { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bodyOf } from '../../src/channels/body.ts';
import { type Running, startBot } from '../server.ts';
import { activity, bearer, beginTalk, openSockets, post, refusal, SECRET } from './requests.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET });
});
afterAll(async () => {
  await bot.stop();
});

describe('headers of requests', () => {
  test('that a page of another name sends to this machine move nothing without credentials', async () => {
    const { port } = new URL(bot.url);
    const send = async (host: string, origin?: string) => {
      const headers = { host, 'content-type': 'application/json', ...(origin !== undefined && { origin }) };
      const request = http.request({ port, method: 'POST', path: '/api/messages', headers });
      request.end(JSON.stringify(activity));
      const [response] = await once(request, 'response');
      const body: unknown = JSON.parse(await text(response));
      return { status: response.statusCode, body };
    };
    for (const [host, origin] of [
      [`evil.example:${port}`],
      [`evil.example:${port}`, `http://evil.example:${port}`],
      [`localhost.evil.example:${port}`],
      [`192.0.2.1:${port}`],
      [`localhost:${port}`, 'https://evil.example'],
      [`localhost:${port}`, 'null'],
      ['localhost:port'],
    ] as const) {
      const refused = await send(host, origin);
      expect(refused, `${host} ${origin}`).toEqual({
        status: 403,
        body: { error: { ...refusal.error, code: 'LoopbackOnly' } },
      });
    }
    for (const [host, origin] of [
      [`localhost:${port}`],
      ['localhost'],
      [`127.0.0.1:${port}`, `http://127.0.0.1:${port}`],
      [`[::1]:${port}`, 'http://localhost:56150'],
    ] as const)
      expect((await send(host, origin)).status, `${host} ${origin}`).toBe(200);
  });

  test('that name no address of the bot bring no talk down', async () => {
    const { token } = await beginTalk(bot);
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

  test.each(['//', '/', '/v3/directline/conversations/x/stream?t=%', 'http://[', '/%'])(
    'that ask for a stream where there is none get no stream: %s',
    async (path) => {
      const { head, body } = await raw(
        `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n`,
      );
      expect(head).toMatch(/^HTTP\/1\.1 [234]\d\d /);
      if (!head.startsWith('HTTP/1.1 2')) expect(JSON.parse(body)).toEqual(refusal);
    },
  );

  test.each([
    ['HTTP2-Settings, upgrade', 'h2c'],
    ['Upgrade', 'TLS/1.0, HTTP/1.1'],
    ['upgrade', 'websocket'],
  ])('that offer another protocol are answered in this one: %s %s', async (connection, upgrade) => {
    const offer = `host: localhost\r\nconnection: ${connection}, close\r\nupgrade: ${upgrade}\r\nhttp2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n`;
    const { head } = await raw(`GET /healthz HTTP/1.1\r\n${offer}\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    const said = JSON.stringify(activity);
    const length = `content-type: application/json\r\ncontent-length: ${said.length}\r\n`;
    const answered = await raw(`POST /api/messages HTTP/1.1\r\n${offer}${length}\r\n${said}`);
    expect(answered.head).toMatch(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(answered.body)).toMatchObject({ activities: [{ type: 'message' }] });
    const lost = await raw(`POST /v3/directline/conversations/x/stream HTTP/1.1\r\n${offer}\r\n`);
    expect(lost.head).toMatch(/^HTTP\/1\.1 405 /);
  });
});

/** What is answered to a request that is sent as it is, by the end of the connection. */
async function raw(request: string): Promise<{ head: string; body: string }> {
  const [socket] = await openSockets(bot, 1);
  if (!socket) throw new Error('no socket');
  socket.write(request);
  const answer = await text(socket);
  const end = answer.indexOf('\r\n\r\n');
  return { head: answer.slice(0, end), body: answer.slice(end + 4) };
}

/** How many characters `bodyOf` looks at, by the two ways in which it looks at a text. */
async function looksAt(body: string): Promise<number> {
  const request = new IncomingMessage(new Socket());
  request.headers['content-type'] = 'application/json';
  request.push(body);
  request.push(null);
  let looks = 0;
  const { charCodeAt, indexOf } = String.prototype;
  vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at) {
    looks++;
    return charCodeAt.call(this, at);
  });
  vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, sign, from = 0) {
    const found = indexOf.call(this, sign, from);
    looks += (found < 0 ? this.length : found + 1) - from;
    return found;
  });
  try {
    await expect(bodyOf(request)).rejects.toThrow();
  } finally {
    vi.restoreAllMocks();
  }
  return looks;
}

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
      const response = await post(bot, path, body, headers).catch((error: unknown) => {
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
    const talk = await beginTalk(bot);
    for (const depth of [150, 5000, 40_000]) {
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
      for (const field of ['text', 'value', 'channelData', 'expiration', 'entities']) {
        const body = `{"type":"message",${JSON.stringify(activity).slice(1, -1)},"${field}":${deep}}`;
        for (const path of ['/api/messages', talk.path]) {
          const response = await post(bot, path, body, bearer(talk.token));
          expect(response.status, `${field} ${depth}`).toBe(400);
          expect(await response.json()).toEqual(refusal);
        }
      }
    }
  });

  test.each([
    ['quotation marks in a text', `"${'\\"'.repeat(120_000)}`],
    ['quotation marks', '"'.repeat(250_000)],
    ['texts that begin', '[{"'.repeat(80_000)],
    ['backslashes', '\\'.repeat(120_000)],
  ])('refuses one of nothing but %s, and looks only a few times at each sign', async (_, slow) => {
    expect((await post(bot, '/api/messages', slow)).status).toBe(400);
    const looks = await looksAt(slow);
    // Fewer would tell that it is read in a way that is not counted here.
    expect(looks).toBeGreaterThanOrEqual(slow.length);
    expect(looks).toBeLessThan(8 * slow.length);
  });

  test('refuses a time that only looks like an object with a text', async () => {
    const response = await post(bot, '/api/messages', {
      ...activity,
      expiration: { toString: 5, valueOf: 5 },
    });
    expect(response.status).toBe(400);
  });

  test('takes brackets in a text for text', async () => {
    const text = `${'['.repeat(500)} \\" ${'{'.repeat(500)}`;
    expect((await post(bot, '/api/messages', { ...activity, text })).status).toBe(200);
  });

  test('takes a byte order mark before a body for nothing, and a second one for what it is', async () => {
    const said = JSON.stringify(activity);
    expect((await post(bot, '/api/messages', `\ufeff${said}`)).status).toBe(200);
    expect((await post(bot, '/api/directline/token', '\ufeff')).status).toBe(200);
    expect((await post(bot, '/api/messages', `\ufeff\ufeff${said}`)).status).toBe(400);
  });

  test('closes the connection in which the rest of a body stays that goes on and on', async () => {
    const request = new IncomingMessage(new Socket());
    request.push(big.slice(0, 3_000_000));
    await expect(bodyOf(request)).rejects.toMatchObject({ status: 413, headers: { connection: 'close' } });
  });

  test('leaves a connection usable after a body that was too large', async () => {
    for (let again = 0; again < 5; again++) {
      expect((await post(bot, '/api/messages', big.slice(0, 300_000))).status).toBe(413);
      expect((await post(bot, '/api/messages', activity)).status).toBe(200);
    }
  });
});

test.each([1, {}, { action: null }, { action: { type: 'Action.Execute', verb: 'x' } }])(
  'an invoke that the bot does not know is answered as such, and no turn has failed (%j)',
  async (value) => {
    const invoke = { ...activity, type: 'invoke', name: 'adaptiveCard/action', value };
    const response = await post(bot, '/api/messages', invoke);
    expect(await response.json()).toMatchObject({
      activities: [{ type: 'invokeResponse', value: { status: 501 } }],
    });
    const metrics = await (await fetch(`${bot.url}/metrics`)).text();
    expect(metrics).not.toMatch(/^bot_failed_turns_total\S* [1-9]/m);
  },
);
