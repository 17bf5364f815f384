import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createServer } from '../../src/channels/server.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { label } from '../../src/conversation/words.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openAssets, scriptFrom } from '../../src/web/assets.ts';
import { newFolder } from '../folders.ts';
import { type Running, startBot } from '../server.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({});
});
afterAll(async () => {
  await bot?.stop();
});

type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: Buffer };

/** A request whose answer is left as it came, compressed. */
function get(path: string, headers: Record<string, string> = {}, url = bot.url): Promise<Answer> {
  return new Promise((done, failed) => {
    http
      .get(url + path, { headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      })
      .on('error', failed);
  });
}

async function addressesIn(path: string): Promise<string[]> {
  const html = (await get(path)).body.toString();
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
}

describe('the launcher', () => {
  /** What a page is asked to write, and what that script brings when the page has loaded. */
  const PARTS = ['/widget.js', '/widget.js?launcher=1'];

  test.each([
    ['gzip', 'gzip'],
    ['br', 'gzip, br'],
  ])(
    'is at most 5 KB, and what a page waits for little more than half a KB, compressed as %s',
    async (coding, accepted) => {
      const [script, launcher] = await Promise.all(
        PARTS.map((part) => get(part, { 'accept-encoding': accepted })),
      );
      expect(launcher?.headers['content-encoding']).toBe(coding);
      expect(launcher?.body.length).toBeLessThanOrEqual(5 * 1024);
      expect(script?.headers['content-encoding']).toBe(coding);
      expect(script?.body.length).toBeLessThanOrEqual(560);
    },
  );

  test('loads nothing else, and has its words from dialogs/words', async () => {
    const [script = '', launcher = ''] = await Promise.all(
      PARTS.map(async (part) => (await get(part)).body.toString()),
    );
    const { words } = openDialog();
    for (const key of [
      'title',
      'open',
      'close',
      'greeting',
      'back',
      'unread',
      'dismiss',
      'unreachable',
    ] as const) {
      expect(launcher).toContain(JSON.stringify(label(words, `widget.${key}`)));
    }
    expect(script.match(/\bimport\b/g)).toHaveLength(1);
    expect(launcher).not.toMatch(/\bimport\b/);
    expect(script + launcher).not.toMatch(/require\(|fetch\(|XMLHttpRequest|innerHTML|eval\(/);
  });

  test.each(PARTS)(
    'may be kept for a few minutes by pages of any origin, and asked after: %s',
    async (part) => {
      const { headers } = await get(part);
      expect(headers['cache-control']).toMatch(/max-age=300\b/);
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(headers['access-control-allow-origin']).toBe('*');
      const again = await get(part, { 'if-none-match': headers.etag ?? '' });
      expect(again.status).toBe(304);
      expect(again.body).toHaveLength(0);
    },
  );
});

describe('what the pages are made of', () => {
  test('is kept for ever under an address with its hash, and compressed from the first request on', async () => {
    const addresses = [...(await addressesIn('/')), ...(await addressesIn('/advice'))];
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    for (const address of addresses) {
      const plain = await get(address);
      expect(plain.status, address).toBe(200);
      expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(plain.headers.vary).toBe('accept-encoding');
      if (plain.body.length < 1024) continue;
      const br = await get(address, { 'accept-encoding': 'gzip, deflate, br' });
      expect(br.headers['content-encoding'], address).toBe('br');
      expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
      const gzip = await get(address, { 'accept-encoding': 'gzip, br;q=0' });
      expect(gzip.headers['content-encoding'], address).toBe('gzip');
      expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    }
  });

  test('is had under the hash of another version too, but not kept', async () => {
    const [address = ''] = await addressesIn('/');
    const other = await get(address.replace(/\/[\w-]{20}\//, '/another-version-12345/'));
    expect(other.status).toBe(200);
    expect(other.headers['cache-control']).toBe('no-cache');
    expect(other.body.equals((await get(address)).body)).toBe(true);
  });

  test('is under half a megabyte for the whole chat, and the page itself is never kept', async () => {
    let bytes = 0;
    for (const address of await addressesIn('/')) {
      bytes += (await get(address, { 'accept-encoding': 'br' })).body.length;
    }
    expect(bytes).toBeLessThan(450 * 1024);
    expect((await get('/')).headers['cache-control']).toBe('no-store');
  });
});

describe('a start', () => {
  /** A long script that comes out shorter the more one tries. */
  const TEXT = Array.from(
    { length: 4000 },
    (_, n) => `export const ${(n * 7919).toString(36)} = ${n * n};`,
  ).join('\n');

  /** A server of two scripts, as another start has it; gives how the longer one is served. */
  async function serve(folder: string, later: number) {
    const { server } = createServer(pino({ level: 'silent' }), createMetrics(), async () => undefined);
    const assets = openAssets(server, { folder, later });
    const address = assets.folder('test', { 'long.js': scriptFrom(TEXT), 'short.js': scriptFrom('"short"') });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    onTestFinished(() => {
      server.server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${server.address().port}`;
    return (coding: string) => get(`${address}/long.js`, { 'accept-encoding': coding }, url);
  }
  const NEVER = 1_000_000;
  const isText = ({ body }: Answer) => expect(brotliDecompressSync(body).toString()).toBe(TEXT);

  test('has files as well compressed as they can be from the first request on, where one before it has done so', async () => {
    const folder = newFolder();
    const quick = await (await serve(folder, NEVER))('br');
    expect(readdirSync(folder)).toEqual([]);
    const first = await serve(folder, 0);
    await expect.poll(async () => (await first('br')).body.length).toBeLessThan(quick.body.length);
    const best = await first('br');
    const [kept = ''] = readdirSync(folder);
    expect(readdirSync(folder)).toHaveLength(1);
    const next = await serve(folder, NEVER);
    expect((await next('br')).body.equals(best.body)).toBe(true);
    isText(best);
    expect(gunzipSync((await next('gzip')).body).toString()).toBe(TEXT);

    writeFileSync(join(folder, kept), 'nonsense');
    const anew = await (await serve(folder, NEVER))('br');
    expect(anew.body.equals(quick.body)).toBe(true);
    isText(anew);
  });

  test('compresses files where nothing can be kept', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const served = await serve(file, 0);
    isText(await served('br'));
    const quick = await (await serve(file, NEVER))('br');
    await expect.poll(async () => (await served('br')).body.length).toBeLessThan(quick.body.length);
  });
});
