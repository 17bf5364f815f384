import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response, Server } from 'restify';

const PAGE = join(import.meta.dirname, 'page');
/** The smaller of Web Chat's bundles: it leaves Markdown to the page, which needs little of it. */
const WEB_CHAT = join(import.meta.dirname, '../../node_modules/botframework-webchat/dist/webchat-minimal.js');

type Asset = { readonly type: string; readonly body: Buffer; readonly etag: string; coded?: Promise<Coded> };
type Coded = { readonly br: Buffer; readonly gzip: Buffer };

/** Serves the chat page at `/` and what it is made of; nothing is fetched from anywhere else. */
export function mountWeb(server: Server): void {
  const page = readFileSync(join(PAGE, 'index.html'), 'utf8');
  server.get('/', (_request: Request, response: Response, next) => {
    const nonce = randomBytes(16).toString('base64');
    response.sendRaw(200, page.replaceAll('{nonce}', nonce), {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    });
    next();
  });
  serveAsset(server, '/webchat.js', WEB_CHAT, 'text/javascript; charset=utf-8');
  serveAsset(server, '/chat.js', join(PAGE, 'chat.js'), 'text/javascript; charset=utf-8');
  serveAsset(server, '/markdown.js', join(PAGE, 'markdown.js'), 'text/javascript; charset=utf-8');
  serveAsset(server, '/chat.css', join(PAGE, 'chat.css'), 'text/css; charset=utf-8');
  serveAsset(server, '/favicon.svg', join(PAGE, 'favicon.svg'), 'image/svg+xml');
}

/** Web Chat also adds an empty style element, which has no nonce: the hash of nothing. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Web Chat writes its own styles and carries the nonce for them. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' ${EMPTY_STYLE}`,
    "connect-src 'self' ws: wss:",
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function serveAsset(server: Server, path: string, file: string, type: string): void {
  const body = readFileSync(file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
  const asset: Asset = { type, body, etag };
  server.get(path, async (request: Request, response: Response) => {
    const headers = {
      'content-type': type,
      etag,
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers);
      response.end();
      return;
    }
    const { encoding, bytes } = await encoded(asset, String(request.headers['accept-encoding'] ?? ''));
    response.writeHead(200, {
      ...headers,
      ...(encoding && { 'content-encoding': encoding }),
      'content-length': bytes.length,
    });
    response.end(bytes);
  });
}

/** Compressed once, at the first request that can use it, and kept. */
async function encoded(asset: Asset, accepted: string): Promise<{ encoding: string | null; bytes: Buffer }> {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  if (encoding === null) return { encoding, bytes: asset.body };
  asset.coded ??= compress(asset.body);
  return { encoding, bytes: (await asset.coded)[encoding] };
}

async function compress(body: Buffer): Promise<Coded> {
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(body, { level: 9 }),
  ]);
  return { br, gzip: gz };
}
