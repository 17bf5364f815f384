import { LOG_KEY } from './channels/directline/log.ts';
import { DEVELOPMENT_SECRET_KEY } from './channels/directline/secret.ts';
import type { Settings } from './config.ts';
import type { ExpireAfter } from './storage/expiry.ts';

/** How long each kind of item is kept: message logs for hours, what the bot knows of a talk for days. */
export function expiryFrom({
  STATE_DAYS,
  LOG_HOURS,
}: Pick<Settings, 'STATE_DAYS' | 'LOG_HOURS'>): ExpireAfter {
  return (key) => {
    if (key === DEVELOPMENT_SECRET_KEY) return undefined;
    return LOG_KEY.test(key) ? LOG_HOURS * 3600 : STATE_DAYS * 86_400;
  };
}
