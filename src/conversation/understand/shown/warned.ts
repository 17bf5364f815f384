import type { DialogEvent } from '../../../../dialogs/events.ts';
import { protocolsMeant } from '../heard/details.ts';
import type { Reading, Resources } from '../reading.ts';
import { isWarned } from '../situation.ts';
import { lengthOf } from '../text/sentences.ts';

/** A longer message says more than which of the two is wanted. */
const SHORT = 10;
/** So few words with a question mark behind them ask nothing but that: "POP?" */
const FEW = 2;

/**
 * What a few words say to whether POP is wanted all the same, by which mail would be lost. Dismay, doubt and the name of the
 * other one are no wish for it.
 */
export function toWarning(
  reading: Reading,
  { listening, findProgram }: Resources,
): readonly DialogEvent[] | null {
  // Of a button, of which there are most, the sentences need not be found.
  if (!isWarned(reading.situation)) return null;
  const { read } = reading;
  const length = lengthOf(read);
  if (length === 0 || length > SHORT) return null;
  const { says } = listening;
  const recoils = read.some(says('recoiling'));
  const [meant, other] = protocolsMeant(read, listening);
  if (read.some(({ hasQuestionMark }) => hasQuestionMark))
    return recoils || (meant && length <= FEW) ? [{ type: 'why' }] : null;
  // "POP all the same, in Thunderbird"
  const named = findProgram(read.flatMap(({ words }) => words));
  const programs: readonly DialogEvent[] = named ? [{ type: 'program', ...named }] : [];
  const isChosen =
    length <= FEW || read.every((sentence) => says('agreeing')(sentence) || says('wantingOne')(sentence));
  if (meant === 'IMAP' && !other && isChosen) return [...programs, { type: 'protocol', protocol: meant }];
  if (read.every(says('insisting')))
    return [...programs, { type: 'protocol', protocol: 'POP', despite: true }];
  return recoils ? [{ type: 'goOn' }] : null;
}

/** "You decide", of two things between which only the person can: what then follows is the one that is safe. */
export function leavingIt({ read, situation }: Reading, { listening }: Resources): DialogEvent | null {
  const { unsure } = situation.answers;
  const isWeighed = unsure?.type === 'prefer' || isWarned(situation);
  const isLeft = isWeighed && lengthOf(read) <= SHORT && read.some(listening.says('leavingIt'));
  return (isLeft && unsure) || null;
}
