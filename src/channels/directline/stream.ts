import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { DIRECT_LINE } from '../../paths.ts';
import { Refusal } from '../refusal.ts';
import { activitySet, type ConversationLog } from './log.ts';
import { originOf } from './origins.ts';
import type { Tokens } from './tokens.ts';

// Importing it would read each of its exports, and so load the HTTP client of `fetch`: 70 ms of a start.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const PATH = new RegExp(`^${DIRECT_LINE}/conversations/([^/]+)/stream$`);
/** How often a socket is asked for a sign of life, in milliseconds: proxies close those that are idle for a minute. */
const PING = 25_000;
/** How many sockets one talk may have, a tab for each. */
const TABS = 10;
/** After so many seconds a tab that is gone without a farewell is noticed. */
const NOTICED = '60';
/** How long after a failed reading of the log it is tried again, in milliseconds. */
const AGAIN = 1000;
/** A reader that is this many bytes behind is cut off; it comes back with its watermark. */
const LAGGING = 1024 * 1024;
/** RFC 6455 1012 "service restart": Web Chat reconnects. */
const RESTARTING = 1012;

/** Serves the WebSocket side of Direct Line: each socket gets all that comes after its watermark. */
export function serveStreams(
  http: HttpServer,
  log: ConversationLog,
  tokens: Tokens,
  logger: Logger,
  pingEvery = PING,
): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  sockets.on('wsClientError', (error, socket) =>
    refuse(
      socket,
      new Refusal(400, 'BadHandshake', `This is no WebSocket handshake of RFC 6455 (${error.message}).`, {
        'sec-websocket-version': '13',
      }),
    ),
  );
  const tabs = new Map<string, number>();

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    let url: URL;
    let conversationId: string | undefined;
    try {
      url = new URL(request.url ?? '/', 'http://localhost');
      conversationId = PATH.exec(url.pathname)?.[1];
      const pass = await tokens.verify(url.searchParams.get('t') ?? '', originOf(request), { use: 'stream' });
      if (pass.conversationId !== conversationId)
        throw new Refusal(403, 'BadToken', 'The stream address belongs to another conversation.');
    } catch (error) {
      const isOurs = error instanceof Refusal;
      return refuse(
        socket,
        isOurs ? error : new Refusal(403, 'BadToken', 'The stream address is not valid.'),
      );
    }
    if ((tabs.get(conversationId) ?? 0) >= TABS) {
      const message = `This talk has ${TABS} streams already; close one of them.`;
      return refuse(socket, new Refusal(429, 'TooManyRequests', message, { 'retry-after': NOTICED }));
    }
    // The answer to the request leaves together with what there is to be told.
    socket.cork();
    setImmediate(() => socket.uncork());
    sockets.handleUpgrade(request, socket, head, (client) =>
      follow(client, conversationId, url.searchParams.get('watermark') ?? undefined),
    );
  };

  function follow(client: WebSocket, conversationId: string, watermark: string | undefined): void {
    let position = watermark;
    let began: number | undefined;
    let retry: NodeJS.Timeout | undefined;
    let sending = false;
    let asked = false;
    const send = async () => {
      const news = await log.since(conversationId, position, { began });
      if (!news || client.readyState !== client.OPEN) return;
      began ??= news.began;
      if (news.activities.length === 0) return;
      if (client.bufferedAmount > LAGGING) return client.terminate();
      position = news.watermark;
      began = news.began;
      client.send(activitySet(news));
    };
    /** One reading at a time; what is told during one leads to one more. */
    const tell = async () => {
      asked = true;
      if (sending) return;
      sending = true;
      clearTimeout(retry);
      try {
        while (asked && client.readyState === client.OPEN) {
          asked = false;
          await send();
        }
      } catch (error) {
        logger.warn({ err: error }, 'stream read failed');
        // The socket outlives an outage of the storage; a person who is connected need not come back.
        if (client.readyState === client.OPEN) retry = setTimeout(tell, AGAIN).unref();
      } finally {
        sending = false;
      }
    };
    const unwatch = log.watch(conversationId, tell);
    tabs.set(conversationId, (tabs.get(conversationId) ?? 0) + 1);
    let alive = true;
    client.on('pong', () => {
      alive = true;
    });
    const ping = setInterval(() => {
      // Whoever went out of the network says no farewell.
      if (!alive) return client.terminate();
      alive = false;
      client.ping();
      if (log.mayMiss) tell();
    }, pingEvery);
    client.on('close', () => {
      const left = (tabs.get(conversationId) ?? 1) - 1;
      if (left > 0) tabs.set(conversationId, left);
      else tabs.delete(conversationId);
      clearInterval(ping);
      clearTimeout(retry);
      unwatch();
    });
    client.on('error', (error) => logger.debug({ err: error }, 'socket failed'));
    tell();
  }

  // Any other request that offers an upgrade, such as to HTTP/2, is answered as if it did not (RFC 9110, 7.8).
  Object.assign(http, { shouldUpgradeCallback: isStream });
  http.on('upgrade', upgrade);
  return {
    close() {
      Object.assign(http, { shouldUpgradeCallback: () => false });
      http.off('upgrade', upgrade);
      for (const client of sockets.clients) client.close(RESTARTING);
    },
  };
}

/** Whether a request wants to become the WebSocket of a talk. */
function isStream({ method, url = '', headers }: IncomingMessage): boolean {
  const protocols = (headers.upgrade ?? '').split(',').map((each) => each.trim().toLowerCase());
  return method === 'GET' && protocols.includes('websocket') && PATH.test(url.split('?', 1)[0] ?? '');
}

function refuse(socket: Duplex, { status, body, headers }: Refusal): void {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'content-length': String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  // Node leaves an upgraded socket half open for as long as the other side does not close it.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`);
}
