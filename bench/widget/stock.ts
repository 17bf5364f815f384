import { readFileSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { listening, type Site } from './site.ts';

const BUNDLE = join(import.meta.dirname, '../../node_modules/botframework-webchat/dist/webchat.js');
const PAGE = join(import.meta.dirname, 'stock.html');

/**
 * Web Chat's own sample page ("full bundle"): its script, then a token, then the chat. Everything comes from one origin,
 * compressed as well as ours, so that it is spared the connections and preflights that it has from a CDN and Azure: the
 * talk is passed on to the bot.
 */
export async function startStock(bot: string): Promise<Site> {
  const page = readFileSync(PAGE);
  const bundle = await promisify(brotliCompress)(readFileSync(BUNDLE), {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });

  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(page);
    } else if (request.url === '/webchat.js') {
      response.writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'br',
        'content-length': bundle.length,
      });
      response.end(bundle);
    } else if (request.url === '/favicon.ico') response.writeHead(204).end();
    else passOn(bot, request, response);
  });
  server.on('upgrade', (request, socket, head) => passSocketOn(bot, request, socket, head));
  return listening(server);
}

function passOn(bot: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const onward = ask(bot + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function passSocketOn(bot: string, { headers, url = '/' }: IncomingMessage, socket: Duplex, head: Buffer) {
  const onward = ask(bot + url, { headers });
  onward.on('upgrade', (answer, other, first) => {
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
    socket.write(first);
    other.write(head);
    socket.pipe(other).pipe(socket);
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
  });
  onward.on('error', () => socket.destroy());
  onward.end();
}
