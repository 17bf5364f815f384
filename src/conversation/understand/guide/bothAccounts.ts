import type { DialogEvent } from '../../../../dialogs/events.ts';
import { dangerIn } from '../heard/asides.ts';
import type { Reading, Resources } from '../reading.ts';
import { offers } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { isQuestion } from '../text/sentences.ts';

const TO_IMAP = { type: 'trouble', trouble: 'switching', protocol: 'IMAP', hasBoth: true } as const;

/** One address that is set up with POP and with IMAP: the change to IMAP, of which one step is done, brings that to its end. */
export function bothAccounts(
  { said, read, situation }: Reading,
  { listening, findProgram }: Resources,
): DialogEvent | null {
  if (read.some(isQuestion) || dangerIn(read, situation, listening)) return null;
  // Of duplicates with IMAP there are no steps, and it is asked to look for two accounts.
  const isLookedFor =
    situation.purpose === 'duplicates' &&
    offers(situation, 'works') &&
    !offers(situation, 'oneByOne', 'next');
  const program = findProgram(words(said))?.program;
  // Of having both at once, in no program that is named, there is an answer that leads to the same change.
  const isAside =
    !program && read.some((sentence) => listening.findAside(sentence).some(({ label }) => label === 'both'));
  const isSo =
    (!isAside && read.some(listening.says('bothSetUp'))) ||
    (isLookedFor && read.some(listening.says('twoAccounts')));
  if (!isSo) return null;
  return { ...TO_IMAP, ...(program && { program }) };
}
