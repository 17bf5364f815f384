import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response, Server } from 'restify';
import { LANGUAGE, LOCALE } from '../../dialogs/language.ts';
import { label, type Words } from '../conversation/words.ts';
import { openOrigin } from '../origin.ts';
import { TOKENS } from '../paths.ts';
import { type Asset, assetFrom, type openAssets, scriptFrom, sheetFrom } from './assets.ts';
import { escaped } from './html.js';
import { chatHeaders } from './policy.ts';
import type { Scripts } from './scripts.ts';

const PAGE = join(import.meta.dirname, 'page');
/** The smaller of Web Chat's bundles: it leaves Markdown to the page, which needs little of it. */
const WEB_CHAT = join(import.meta.dirname, '../../node_modules/botframework-webchat/dist/webchat-minimal.js');

const SHEETS = ['chat.css', 'talk.css', 'choices.css', 'early.css', 'webChat.css', 'print.css'] as const;

/** What the page's scripts say. */
const SAID = ['offline', 'reconnecting', 'ended', 'unreachable', 'you', 'bot', 'write', 'send'] as const;
/** What stands in the page from the beginning. */
const SHOWN = [
  'title',
  'description',
  'newTalk',
  'chat',
  'messages',
  'choices',
  'noScript',
  'write',
  'send',
] as const;

/** What the page's scripts have to know, beside what is in the address. */
type Settings = {
  /** Where the page gets a token from. */
  readonly tokens: string;
  /** Direct Line's address; null where it is this very server. */
  readonly directLine: string | null;
  /** The origin by which the bot's sentences name what is on this server. */
  readonly website: string;
  /** In which language Web Chat speaks. */
  readonly locale: string;
  readonly words: Readonly<Record<string, string>>;
};

export type PageOptions = {
  readonly words: Words;
  readonly scripts: Scripts;
  readonly publicUrl: string | undefined;
  /** The address by which the bot's sentences name its pictures and files. */
  readonly website: string;
  readonly allowedOrigins: readonly string[] | null;
  /** Azure's Direct Line, where the talk goes over it; null where it is this very server. */
  readonly azure: { readonly url: string; readonly tokens: string } | null;
};

/** Serves the chat at `/`, as a page and for the launcher's frame; nothing is fetched from anywhere else. */
export function mountPage(server: Server, assets: ReturnType<typeof openAssets>, options: PageOptions): void {
  const { words, scripts, azure, publicUrl, website, allowedOrigins } = options;
  const originOf = openOrigin(publicUrl);
  const files: Readonly<Record<string, Asset>> = {
    'chat.js': scriptFrom(scripts.chat),
    'chat.css': sheetFrom(SHEETS.map((file) => join(PAGE, file))),
    'favicon.svg': assetFrom(join(PAGE, 'favicon.svg')),
  };
  const settings: Settings = {
    tokens: azure?.tokens ?? TOKENS,
    directLine: azure?.url ?? null,
    website: new URL(website).origin,
    locale: LOCALE,
    words: Object.fromEntries(SAID.map((name) => [name, label(words, `widget.${name}`)])),
  };
  const gaps: Readonly<Record<string, string>> = {
    page: assets.folder('page', files),
    webChat: assets.folder('webchat', { 'webchat.js': assetFrom(WEB_CHAT) }),
    settings: JSON.stringify(settings),
    language: LANGUAGE,
    'page.start': label(words, 'page.start'),
    ...Object.fromEntries(SHOWN.map((name) => [`widget.${name}`, label(words, `widget.${name}`)])),
  };
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8')
    .replace(/\{([\w.]+)\}/g, (gap, name: string) => {
      const value = gaps[name];
      return value === undefined ? gap : escaped(value);
    })
    .replace('<!-- ahead.js -->', () => aheadScript(scripts.ahead, settings.tokens));
  // Each view has a nonce of its own.
  const aroundNonce = html.split('{nonce}');

  const show = (request: Request, response: Response, next: () => void) => {
    const nonce = randomBytes(16).toString('base64');
    const talk = azure?.url ?? originOf(request);
    response.sendRaw(
      200,
      aroundNonce.join(nonce),
      chatHeaders({ nonce, allowedOrigins, talkOrigins: originsOf(talk) }),
    );
    next();
  };
  server.get('/', show);
}

/** A script that stands in the page itself, since it saves what a request for it would cost. */
function aheadScript(ahead: string, tokens: string): string {
  const script = ahead.trim().replaceAll('</', '<\\/');
  return `<script data-tokens="${escaped(tokens)}" nonce="{nonce}">${script}</script>`;
}

/** The origins of an address for requests and for WebSockets; none where it is not an address. */
function originsOf(address: string): string[] {
  const url = URL.parse(address);
  if (!url || !/^[\w.:[\]-]+$/.test(url.host)) return [];
  return [url.origin, url.origin.replace('http', 'ws')];
}
