import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** What proxies write into a request to say for whom they pass it on, or that they do: RFC 7239, RFC 9110 (7.6.3), and usage. */
const PASSED_ON = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-original-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'via',
] as const;

/** Whether a proxy says that it passes on a request of somebody else. One that says nothing cannot be told from a program here. */
export function isForwarded({ headers }: IncomingMessage): boolean {
  return PASSED_ON.some((name) => headers[name] !== undefined);
}

/**
 * Whom to count a request for: the address that it comes from, as the outermost of our own `proxies` saw it. What
 * is further left in `X-Forwarded-For` anybody can write. Of an IPv6 address only the network (/64), as one person has
 * all that is in it.
 */
export function senderOf({ headers, socket }: IncomingMessage, proxies: number): string {
  const passed = proxies > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  const named = proxies > 0 ? withoutPort(passed.at(-proxies)?.trim() ?? '') : '';
  const address = (named || socket.remoteAddress || '').replace(/^::ffff:(?=[\d.]+$)/, '');
  return address.includes(':') && isIPv6(address) ? networkOf(address) : address;
}

/** Some proxies write the port too: `192.0.2.1:1234`, `[2001:db8::1]:1234`. */
function withoutPort(address: string): string {
  const [, plain] = /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(address)?.filter(Boolean) ?? [];
  return plain ?? address;
}

/** The first four of the eight groups. */
function networkOf(address: string): string {
  // The URL parser writes it in its shortest form, with at most one "::".
  const { hostname } = new URL(`http://[${address.split('%')[0]}]`);
  const [start, end = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8).fill('0');
  return [...(start ?? []), ...zeros.slice((start?.length ?? 0) + end.length), ...end].slice(0, 4).join(':');
}
