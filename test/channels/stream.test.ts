import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Storage } from 'botbuilder';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLog } from '../../src/channels/directline/log.ts';
import { serveStreams } from '../../src/channels/directline/stream.ts';
import { openTokens } from '../../src/channels/directline/tokens.ts';
import { localAnnouncer } from '../../src/storage/announce.ts';
import { openMemory } from '../../src/storage/memory.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The streams alone, of one talk, with a sign of life asked for every so many milliseconds. */
async function serve(pingEvery: number, announcer = localAnnouncer()) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const memory = openMemory();
  let reads = 0;
  const storage: Storage = {
    ...memory,
    read: (keys) => {
      reads++;
      return memory.read(keys);
    },
  };
  const log = openLog(storage, announcer);
  const tokens = openTokens('a-secret-of-the-test');
  const streams = serveStreams(http, log, tokens, pino({ level: 'silent' }), pingEvery);
  ends.push(
    () => http.close(),
    () => streams.close(),
  );
  const pass = tokens.newPass(null);
  await log.begin(pass.conversationId, pass.userId);
  const token = await tokens.sign(pass, 'stream');
  const path = `/v3/directline/conversations/${pass.conversationId}/stream`;
  return {
    storage,
    reads: () => reads,
    log,
    pass,
    http,
    port: address.port,
    url: `ws://127.0.0.1:${address.port}${path}?t=${token}`,
  };
}

test('an idle socket is asked for signs of life, and stays as long as it gives them', async () => {
  const { url, log, pass } = await serve(400);
  const socket = new WebSocket(url);
  for (let n = 0; n < 3; n++) await once(socket, 'ping');
  await log.append(pass.conversationId, [{ id: 'a' }]);
  const [data] = await once(socket, 'message');
  expect(JSON.parse(String(data))).toEqual({ activities: [{ id: 'a' }], watermark: '1' });
  socket.terminate();
});

test('a socket whose person is gone without a farewell is closed', async () => {
  const { url } = await serve(400);
  const socket = new WebSocket(url, { autoPong: false });
  await once(socket, 'open');
  const [code] = await once(socket, 'close');
  expect(code).toBe(1006);
});

test('what a replica wrote that could tell nobody of it is found with the next sign of life', async () => {
  const { url, storage, pass } = await serve(400, localAnnouncer(true));
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const other = openLog(storage, localAnnouncer());
  await other.append(pass.conversationId, [{ id: 'a' }]);
  const [data] = await once(socket, 'message');
  expect(JSON.parse(String(data))).toMatchObject({ activities: [{ id: 'a' }] });
  socket.terminate();
});

test('an idle socket reads nothing where nobody else can have written', async () => {
  const { url, log, pass, reads } = await serve(400);
  const socket = new WebSocket(url);
  await log.append(pass.conversationId, [{ id: 'a' }]);
  await once(socket, 'message');
  const before = reads();
  for (let n = 0; n < 3; n++) await once(socket, 'ping');
  expect(reads()).toBe(before);
  socket.terminate();
});

test('who is refused is let go, although they never close their side', async () => {
  const { http, port } = await serve(400);
  const refused = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      socket.write(
        'GET /v3/directline/conversations/x/stream?t=wrong HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
      );
      const [head] = await once(socket, 'data');
      expect(String(head)).toMatch(/^HTTP\/1\.1 403 /);
      return socket;
    }),
  );
  const count = promisify(http.getConnections.bind(http));
  await expect.poll(() => count(), { timeout: 5000 }).toBe(0);
  for (const socket of refused) socket.destroy();
});
