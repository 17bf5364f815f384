import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Settings } from '../config.ts';

/**
 * Looks at requests for a proxy that `PROXIES` does not count, by which all visitors would be one, and warns of it once.
 * Only in production and with an https address, which the bot cannot have but by something in front of it: elsewhere
 * whoever sends a request may have written `X-Forwarded-For` by themselves.
 */
export function openProxyLook(
  { NODE_ENV, PUBLIC_URL, PROXIES }: Pick<Settings, 'NODE_ENV' | 'PUBLIC_URL' | 'PROXIES'>,
  log: Pick<Logger, 'warn'>,
): (request: IncomingMessage) => void {
  let isOpen = NODE_ENV === 'production' && PROXIES === 0 && PUBLIC_URL?.startsWith('https:') === true;
  return ({ headers }) => {
    if (!isOpen || headers['x-forwarded-for'] === undefined) return;
    isOpen = false;
    log.warn(
      'A request came with X-Forwarded-For, and PROXIES is 0: all visitors behind that proxy count as one, and soon get no new talk. Set PROXIES to the number of your proxies, such as 1.',
    );
  };
}
