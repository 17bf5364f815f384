import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Where a browser says that a request comes from (RFC 6454); others say nothing. */
export function originOf({ headers }: IncomingMessage): string | undefined {
  return headers.origin;
}

/**
 * Gives the origins for which a visitor's new token is good, or null where it is good for all: that of the page which asks
 * for it. A program names none, and may pass its token on to a page: it is good for those that the operator has named. Throws a
 * `Refusal` 403 where pages are named, and the one that asks is neither one of them nor ours.
 */
export function openOrigins(allowed: readonly string[] | undefined, publicUrl: string | undefined) {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const named = allowed && [...allowed, ...(own === undefined ? [] : [own])];
  return (request: IncomingMessage): readonly string[] | null => {
    const origin = originOf(request);
    if (origin === undefined) return named ?? null;
    const isOurs = own === undefined ? URL.parse(origin)?.host === request.headers.host : origin === own;
    if (named && !isOurs && !named.includes(origin))
      throw new Refusal(403, 'OriginRefused', 'Pages of this origin may not have the chat.');
    return [origin];
  };
}
