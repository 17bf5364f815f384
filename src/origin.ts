import type { IncomingMessage } from 'node:http';

/** The bot's own origin: that of `PUBLIC_URL`, else where a request says that it went to, if that can be a host. */
export function openOrigin(publicUrl: string | undefined): (request: IncomingMessage) => string {
  const own = publicUrl && new URL(publicUrl).origin;
  return ({ headers: { host = 'localhost' } }) =>
    own || `http://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`;
}

/** The origin that an address names, with or without a slash at its end; null for an address of anything else. */
export function originIn(address: string): string | null {
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` ? url.origin : null;
}
