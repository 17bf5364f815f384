import type { Protocol } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import { type Subject, WHAT_IS_KEPT } from '../../../../dialogs/subjects.ts';
import { protocolsMeant, withDetails } from '../heard/details.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { isAdvised, offers } from '../situation.ts';
import { isQuestion, lengthOf, type Sentence } from '../text/sentences.ts';

/** A longer message says more than whether it is clear. */
const SHORT = 8;

/** At the end nothing is pressed any more that a step wants: "I clicked continue" is said of a warning there. */
const OVER = ['rate', 'reason'] as const;

/** What only tells what a word means: whether that is safe is another question. */
const MEANINGS: ReadonlySet<Subject> = new Set(['protocolMeaning', 'profileMeaning', 'localFolders']);

const PROTOCOL: { readonly [S in Subject]?: Protocol } = { imap: 'IMAP', pop: 'POP' };

/** "POP", where it was told how mail comes to a new computer: who has it changes over on the old one, so that the mail comes along. */
export function ofNewComputer(reading: Reading, { listening }: Resources): DialogEvent | null {
  if (reading.situation.spokenOf !== 'newComputer') return null;
  const { read } = reading;
  if (read.length === 0 || lengthOf(read) > SHORT) return null;
  const [only, ...others] = protocolsMeant(read, listening);
  if (only !== 'POP' || others.length > 0 || read.some(isQuestion)) return null;
  return { type: 'trouble', trouble: 'switching', protocol: 'IMAP' };
}

/** What a few words say of what was just explained: that it is wanted, was done all the same, or is not clear yet. */
export function ofWhatWasExplained({ read, situation }: Reading, resources: Resources): DialogEvent | null {
  const { listening } = resources;
  const { spokenOf = null, symptom } = situation;
  if (read.length === 0 || lengthOf(read) > SHORT) return null;
  const isSpokenOf = spokenOf === 'accepting' || offers(situation, ...OVER);
  // Of steps that are shown one at a time, one may want such a button pressed.
  const isPressed = isSpokenOf || (symptom === 'certificate' && !offers(situation, 'next'));
  if (
    (isSpokenOf && read.some(listening.says('warningPassed'))) ||
    (isPressed && read.some(listening.isWarningPressed))
  )
    return { type: 'explain', subject: 'warningAccepted' };
  // "I see" takes note of it, where it is no answer.
  if (
    spokenOf !== null &&
    situation.asks === null &&
    !situation.answers.yes &&
    read.every(listening.says('takingNote'))
  )
    return { type: 'thanks' };
  if (spokenOf === 'webmailOnly' && read.every(listening.says('nothingToDo')))
    return { type: 'explain', subject: spokenOf };
  if (spokenOf === WHAT_IS_KEPT && read.every(listening.says('forgetting'))) return { type: 'forget' };
  const protocol = spokenOf && PROTOCOL[spokenOf];
  // After the advice that is what is set up.
  if (protocol && !isAdvised(situation) && read.every(listening.says('settingThatUp')))
    return withDetails({ type: 'trouble', trouble: 'setup', protocol }, read, resources);
  if (spokenOf === null || !read.every(listening.says('askingOfThat'))) return null;
  return MEANINGS.has(spokenOf) && asksOfSafety(read, listening)
    ? null
    : { type: 'explain', subject: spokenOf };
}

function asksOfSafety(read: readonly Sentence[], { findAside }: Listening): boolean {
  return read.some((sentence) => findAside(sentence).some(({ label }) => label === 'safety'));
}

/** Who does not follow the advice hears it in simpler words, and no longer reason. */
export function inPlainWords(
  { read, situation: { answers } }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  const isAdvised = answers.yes?.type === 'trouble' && answers.yes.trouble !== 'cannotConnect';
  if (!isAdvised || lengthOf(read) > SHORT || !read.some(listening.says('plainer'))) return null;
  return { type: 'plainly' };
}
