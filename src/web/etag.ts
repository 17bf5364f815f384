import type { IncomingMessage } from 'node:http';

/**
 * Whether the client has what an eTag stands for: one of those in `If-None-Match` is the same but for a "W/", or it is "*"
 * (RFC 9110, 13.1.2). Proxies that compress make an eTag weak.
 */
export function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const given = headers['if-none-match'] ?? '';
  return given.trim() === '*' || [...given.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
}
