import type { Protocol } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { protocolsMeant } from '../heard/details.ts';
import type { Reading, Resources } from '../reading.ts';
import { offers } from '../situation.ts';
import { lengthOf } from '../text/sentences.ts';

/** A longer message says more than a window of settings. */
const LONG = 40;
/** A longer one says more than whether that is right. */
const SHORT = 6;
/** So many labels are no sentence. */
const LABELS = 2;

/** What stands in the windows of mail programs, in any of them. */
const LABEL =
  /\b(?:server|host ?name|host|port|encryption|security|user ?name|account type|ssl|tls|starttls)\b/gi;
const HOST = /\b(imap|pop)3?\.[\w-]+\.[\w.-]+/i;
const PORT = /\b(993|995|143|110)\b/;
const OF_PORT: Readonly<Record<string, Protocol>> = {
  '993': 'IMAP',
  '143': 'IMAP',
  '995': 'POP',
  '110': 'POP',
};
/** Ports at which nothing is encrypted from the beginning. */
const OLD_PORTS: ReadonlySet<string> = new Set(['143', '110']);
const OF_HOST: Readonly<Record<string, Protocol>> = { imap: 'IMAP', pop: 'POP' };
const OPEN = /\b(?:encryption|security|ssl|tls)\b\W*\b(?:none|no|off)\b/i;

/** What was said to such a window, after which it is asked whether it is right. */
const TO_FIELDS: ReadonlySet<Subject> = new Set(['fieldsPOP', 'fieldsIMAP']);
const TO_OTHERS: ReadonlySet<Subject> = new Set(['oldPort', 'unencrypted']);

/** The fields of a window that are pasted, with no word of what is wanted: what belongs there, or what must not stay so. */
export function pastedFields(
  { text, read, situation }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  const labels = new Set(text.match(LABEL)?.map((label) => label.toLowerCase()));
  if (labels.size < LABELS || lengthOf(read) > LONG) return null;
  if (read.some(({ beginsAsQuestion }) => beginsAsQuestion) || read.some(listening.says('tellsOfMore')))
    return null;
  const port = PORT.exec(text)?.[1] ?? '';
  const [only, ...others] = protocolsMeant(read, listening);
  const host = HOST.exec(text)?.[1]?.toLowerCase();
  const named = others.length === 0 ? only : undefined;
  const protocol = OF_PORT[port] ?? (host === undefined ? named : OF_HOST[host]);
  // Where it is asked which one it is, they say so.
  if (protocol && situation.purpose && offers(situation, 'protocol')) return { type: 'protocol', protocol };
  if (OPEN.test(text)) return { type: 'explain', subject: 'unencrypted' };
  if (OLD_PORTS.has(port)) return { type: 'explain', subject: 'oldPort' };
  return protocol ? { type: 'explain', subject: `fields${protocol}` } : null;
}

/** "Is that right?", of fields that were pasted. */
export function whetherRight({ read, situation }: Reading, { listening }: Resources): DialogEvent | null {
  const { spokenOf } = situation;
  if (!spokenOf || lengthOf(read) > SHORT || !read.every(listening.says('askingRight'))) return null;
  if (TO_FIELDS.has(spokenOf)) return { type: 'explain', subject: spokenOf };
  return TO_OTHERS.has(spokenOf) && read.length > 0 ? { type: 'explain', subject: 'serverName' } : null;
}
