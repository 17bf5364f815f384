import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { openCache } from '../diskCache.ts';
import { isKnown } from './etag.ts';

/** A file as it is served; `body` may have been made from a file at the start. */
export type Asset = { readonly type: string; readonly body: Buffer };

type Coding = 'br' | 'gzip';
type ServedAsset = Asset & {
  readonly etag: string;
  readonly coded: Map<Coding, Buffer>;
  /** Done once it has been compressed for the first time. */
  readonly ready: PromiseWithResolvers<void>;
};

/** Shorter texts are sent as they are: compressed they would not come sooner. */
const WORTHWHILE = 512;
/** How long after the first compression the best one is computed, in milliseconds; it costs seconds for a large script. */
const LATER = 10_000;
const [SOON, BEST] = [9, constants.BROTLI_MAX_QUALITY];
/** How many compressed files are cached for the next start. There are some thirty. */
const FILES = 100;

const YEAR = 31_536_000;

/** What is cached of a file. */
const codings = z.object({ br: z.instanceof(Buffer), gzip: z.instanceof(Buffer) });

type AssetOptions = { readonly later?: number; readonly folder?: string };

/**
 * Files that are served under an address with their content's hash, to be cached for ever, and a few under a fixed
 * address, to be asked after. They are compressed beside the start, once the server listens, as well as can be if an
 * earlier start has done so, and otherwise `later`, in milliseconds, once more. `folder` is where that is cached.
 */
export function openAssets(server: Server, { later = LATER, folder }: AssetOptions = {}) {
  const all: ServedAsset[] = [];

  function register(asset: Asset): ServedAsset {
    const served: ServedAsset = {
      ...asset,
      etag: etagOf(asset.body),
      coded: new Map(),
      ready: Promise.withResolvers(),
    };
    all.push(served);
    return served;
  }

  server.server.once('listening', async () => {
    const left = await Promise.all(all.map(async (one) => ((await isBestCached(one)) ? [] : [one])));
    // The smallest first, so that a page waits for few.
    const rest = left.flat().toSorted((one, other) => one.body.length - other.body.length);
    await compressAll(rest, SOON);
    setTimeout(() => compressAll(rest, BEST), later).unref();
  });

  const cacheOf = ({ etag }: ServedAsset) =>
    openCache({ kind: 'coded', most: FILES, folder, from: [Buffer.from(`br ${BEST}, gzip 9: ${etag}`)] });

  /** Whether a file is now compressed as well as can be, as an earlier start has left it, or need not be. */
  async function isBestCached(one: ServedAsset): Promise<boolean> {
    if (one.body.length >= WORTHWHILE) {
      const { data } = codings.safeParse(await cacheOf(one).read());
      if (!data) return false;
      one.coded.set('br', data.br).set('gzip', data.gzip);
    }
    one.ready.resolve();
    return true;
  }

  /** Rejects at the end with what failed; those files are sent as they are, and hold up no others. */
  async function compressAll(some: readonly ServedAsset[], quality: number): Promise<void> {
    const failures: unknown[] = [];
    for (const one of some) {
      const { body, coded, ready } = one;
      try {
        const br = await promisify(brotliCompress)(body, brotli(quality, body.length));
        const gzipped = coded.get('gzip') ?? (await promisify(gzip)(body, { level: 9 }));
        coded.set('br', br).set('gzip', gzipped);
        if (quality === BEST) cacheOf(one).write({ br, gzip: gzipped });
      } catch (error) {
        failures.push(error);
      }
      ready.resolve();
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Files are sent uncompressed.');
  }

  return {
    /**
     * Serves files of one folder, which may name one another by relative addresses; gives the folder's address.
     * An address with another hash, from a page that an earlier or later version of the bot wrote, gets what is here.
     */
    folder(name: string, files: Readonly<Record<string, Asset>>): string {
      const served = Object.entries(files).map(([file, asset]) => ({ file, asset: register(asset) }));
      const version = hashOf(served.map(({ asset }) => asset.etag).join());
      for (const { file, asset } of served) {
        server.get(`/assets/${name}/:version/${file}`, async (request: Request, response: Response) => {
          const isThis = request.params.version === version;
          await send(request, response, asset, isThis ? `public, max-age=${YEAR}, immutable` : 'no-cache');
        });
      }
      return `/assets/${name}/${version}`;
    },

    /** Serves a script for pages of any origin, and the module that it brings later, at the same address but for its query. */
    script(
      address: string,
      script: Asset,
      later: { readonly parameter: string; readonly module: Asset },
    ): void {
      const [first, second] = [register(script), register(later.module)];
      server.get(address, async (request: Request, response: Response) => {
        // A module of another origin is asked for with CORS.
        response.setHeader('access-control-allow-origin', '*');
        const asked = request.getQuery().startsWith(`${later.parameter}=`) ? second : first;
        await send(request, response, asked, 'public, max-age=300, stale-while-revalidate=86400');
      });
    },
  };
}

function brotli(quality: number, size: number) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT } = constants;
  return {
    params: {
      [BROTLI_PARAM_QUALITY]: quality,
      [BROTLI_PARAM_SIZE_HINT]: size,
      [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
    },
  };
}

async function send(
  request: Request,
  response: Response,
  asset: ServedAsset,
  caching: string,
): Promise<void> {
  const { type, body, etag, coded } = asset;
  const headers = {
    'content-type': type,
    etag,
    'cache-control': caching,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'accept-encoding',
  };
  if (isKnown(request, etag)) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  await asset.ready.promise;
  const coding = codingFor(String(request.headers['accept-encoding'] ?? ''), coded);
  const bytes = (coding && coded.get(coding)) ?? body;
  response.writeHead(200, {
    ...headers,
    ...(coding && { 'content-encoding': coding }),
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/** The codings, the best one first, and what of `accept-encoding` asks for them: their name without a weight of 0. */
const ACCEPTED = (['br', 'gzip'] as const).map((coding) => ({
  coding,
  asked: new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`),
}));

/** The best coding that is asked for and ready; null for the text as it is. */
function codingFor(accepted: string, coded: ReadonlyMap<Coding, Buffer>): Coding | null {
  return ACCEPTED.find(({ coding, asked }) => coded.has(coding) && asked.test(accepted))?.coding ?? null;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Reads a file; its ending says what it is. */
export function assetFrom(file: string): Asset {
  const type = TYPES[file.slice(file.lastIndexOf('.') + 1)];
  if (!type) throw new Error(`${file}: nobody has said with which content type such a file is served.`);
  return { type, body: readFileSync(file) };
}

/** A text that is served as a script. */
export function scriptFrom(text: string): Asset {
  return { type: 'text/javascript; charset=utf-8', body: Buffer.from(text) };
}

/** Style sheets as one, so that a browser asks once. */
export function sheetFrom(files: readonly string[]): Asset {
  return { type: 'text/css; charset=utf-8', body: Buffer.concat(files.map((file) => readFileSync(file))) };
}

/** What a body is known by, for `if-none-match`. */
export function etagOf(body: Buffer): string {
  return `"${hashOf(body)}"`;
}

function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 20);
}
