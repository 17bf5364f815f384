import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Where a browser says that a request comes from (RFC 6454); others say nothing. */
export function originOf({ headers }: IncomingMessage): string | undefined {
  return headers.origin;
}

/**
 * The origins for which a visitor's new token is good: that of the page which asks for it. Throws a `Refusal` 403
 * where the operator has named the pages that may have the chat, and it is neither one of those nor ours.
 */
export function originsFor(
  request: IncomingMessage,
  allowed: readonly string[] | undefined,
  publicUrl: string | undefined,
): readonly string[] | null {
  const origin = originOf(request);
  if (origin === undefined) return null;
  const isOurs = publicUrl
    ? origin === new URL(publicUrl).origin
    : URL.parse(origin)?.host === request.headers.host;
  if (allowed && !isOurs && !allowed.includes(origin))
    throw new Refusal(403, 'OriginRefused', 'Pages of this origin may not have the chat.');
  return [origin];
}
