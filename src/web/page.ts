import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response, Server } from 'restify';
import { label, type Words } from '../conversation/words.ts';
import { type Asset, assetFrom, type openAssets, scriptFrom } from './assets.ts';
import { bundle } from './bundle.ts';
import { escaped } from './html.ts';
import { chatHeaders } from './policy.ts';

const PAGE = join(import.meta.dirname, 'page');
/** The smaller of Web Chat's bundles: it leaves Markdown to the page, which needs little of it. */
const WEB_CHAT = join(import.meta.dirname, '../../node_modules/botframework-webchat/dist/webchat-minimal.js');

/** What the page's scripts have to know, beside what is in the address. */
type Settings = {
  /** Where the page gets a token from. */
  readonly tokens: string;
  /** Direct Line's address; null where it is this very server. */
  readonly directLine: string | null;
  readonly words: Readonly<Record<'offline' | 'reconnecting' | 'ended' | 'unreachable', string>>;
};

export type PageOptions = {
  readonly words: Words;
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[] | null;
  /** Azure's Direct Line, where the talk goes over it; null where it is this very server. */
  readonly azure: { readonly url: string; readonly tokens: string } | null;
};

/** Serves the chat at `/`, as a page and for the launcher's frame; nothing is fetched from anywhere else. */
export function mountPage(server: Server, assets: ReturnType<typeof openAssets>, options: PageOptions): void {
  const { words, azure, publicUrl, allowedOrigins } = options;
  const files: Readonly<Record<string, Asset>> = {
    'chat.js': scriptFrom(bundle(PAGE, 'chat')),
    'chat.css': assetFrom(join(PAGE, 'chat.css')),
    'favicon.svg': assetFrom(join(PAGE, 'favicon.svg')),
  };
  const settings: Settings = {
    tokens: azure?.tokens ?? '/api/directline/token',
    directLine: azure?.url ?? null,
    words: {
      offline: label(words, 'widget.offline'),
      reconnecting: label(words, 'widget.reconnecting'),
      ended: label(words, 'widget.ended'),
      unreachable: label(words, 'widget.unreachable'),
    },
  };
  const gaps: Readonly<Record<string, string>> = {
    page: assets.folder('page', files),
    webChat: assets.folder('webchat', { 'webchat.js': assetFrom(WEB_CHAT) }),
    settings: JSON.stringify(settings),
    ...Object.fromEntries(
      (['title', 'description', 'newTalk', 'chat', 'noScript'] as const).map((name) => [
        `widget.${name}`,
        label(words, `widget.${name}`),
      ]),
    ),
  };
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8').replace(
    /\{([\w.]+)\}/g,
    (gap, name: string) => {
      const value = gaps[name];
      return value === undefined ? gap : escaped(value);
    },
  );

  const show = (request: Request, response: Response, next: () => void) => {
    const nonce = randomBytes(16).toString('base64');
    const talk = azure?.url ?? publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;
    response.sendRaw(
      200,
      html.replaceAll('{nonce}', nonce),
      chatHeaders({ nonce, allowedOrigins, talkOrigins: originsOf(talk) }),
    );
    next();
  };
  server.get('/', show);
  server.head('/', show);
}

/** The origins of an address for requests and for WebSockets; none where it is not an address. */
function originsOf(address: string): string[] {
  const url = URL.parse(address);
  if (!url || !/^[\w.:[\]-]+$/.test(url.host)) return [];
  return [url.origin, url.origin.replace('http', 'ws')];
}
