import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Spoken } from '../ownWords/answering.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Resources } from '../reading.ts';
import { isAdvised, offers } from '../situation.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';
import type { Interpretation } from './hear.ts';

/** Whether something is said as a correction of what was said before. */
export function isCorrection(text: readonly Sentence[], { marks }: Listening): boolean {
  return text.some(({ symbols }) => symbols.has(marks.correction));
}

/**
 * Something that has changed, or was heard wrong, counts against what was said before; and "my tablet too" takes back what was
 * said of one device.
 */
export function withCorrection(
  heard: Interpretation,
  entire: readonly Sentence[],
  listening: Listening,
): Interpretation {
  const { says } = listening;
  const adds = heard.facts.multipleDevices === true && entire.some(says('adding'));
  const givesUp = heard.facts.multipleDevices === false && entire.some(says('givingUp'));
  return { ...heard, corrects: heard.corrects || adds || givesUp || entire.some(says('changing')) };
}

const DEVICES_ANEW = { type: 'change', fact: 'multipleDevices' } as const;

/**
 * What a message after the advice touches of what that rests on, and does not settle: "actually I don't read mail on the phone"
 * leaves open which devices there are, and is asked. Whoever takes their "no" back and names a device may read mail on it.
 */
export function unsettled(
  { whole: { read: entire, situation } }: Spoken,
  { listening }: Resources,
): DialogEvent | null {
  if (!isAdvised(situation) || entire.some(isQuestion)) return null;
  const { says, namesDevice, findUnsaid } = listening;
  if (entire.some(says('givingUp'))) {
    const denies = entire.every(says('noOther')) && !entire.some(says('exceptions'));
    return denies ? { ...DEVICES_ANEW, denies } : DEVICES_ANEW;
  }
  if (entire.some((sentence) => says('takingBack')(sentence) && namesDevice(sentence)))
    return offers(situation, 'change') ? DEVICES_ANEW : { type: 'back', of: 'multipleDevices' };
  const [unsaid] = entire.flatMap((sentence) => findUnsaid(sentence).flatMap(({ label }) => label));
  const isAnew = situation.isCorrection || isCorrection(entire, listening) || entire.some(says('changing'));
  return unsaid && isAnew ? { type: 'change', fact: unsaid } : null;
}
