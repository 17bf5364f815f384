import { OTHERS, type Preference } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { certainFacts } from '../heard/certain.ts';
import { hintsAt } from '../heard/doubts.ts';
import { kindsIn } from '../patterns/deviceKinds.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { offers } from '../situation.ts';
import { isQuestion, lengthOf, type Sentence } from '../text/sentences.ts';
import type { Spoken } from './answering.ts';

/** In no more words than these a message says nothing besides. */
const SHORT = 8;

/** What a whole message means that weighs nothing, wants the advice again, or puts off the help that was offered. */
export function asWhole({ read: entire, situation }: Reading, { listening }: Resources): DialogEvent | null {
  const { asks, answers } = situation;
  const seeks = offers(situation, 'program') ? seekingProgram(entire, listening) : undefined;
  if (seeks) return { type: 'explain', subject: seeks };
  if (offers(situation, 'program') && entire.some(listening.says('platforms')))
    return { type: 'explain', subject: 'whichProgram' };
  if (answers.unsure?.type === 'prefer' && !entire.some(isQuestion)) {
    const preferred = preferredIn(entire, listening);
    if (preferred) return { type: 'prefer', preference: preferred };
  }
  if (leavesTheChoice(entire, listening)) return { type: 'explain', subject: 'decide' };
  if (asks !== null || !answers.no) return null;
  const offer = answers.yes?.type === 'trouble' ? answers.yes : null;
  // "Oops, yes, I do have a phone" says what is so.
  const takesBack = entire.length === 1 && entire.every(listening.says('takingBack'));
  if (offer && takesBack && !entire.some(listening.namesDevice)) return { type: 'back' };
  // After the advice it is said again, and no questions are begun.
  const isAdvised = offer !== null || offers(situation, 'change');
  if (isAdvised && entire.some(listening.says('askingAgain'))) return { type: 'goOn' };
  const answer = offer && toOffer(offer, entire, listening);
  if (answer || !entire.some(listening.says('postponing'))) return answer;
  // "Probably not", to whether mail is there, puts nothing off.
  const isAnswer = !offer && situation.purpose && entire.every(listening.says('unlikely'));
  return isAnswer ? answers.no : { type: 'bye' };
}

/** What a whole message says to the help that is offered after the advice. */
function toOffer(
  offer: Extract<DialogEvent, { type: 'trouble' }>,
  entire: readonly Sentence[],
  listening: Listening,
): DialogEvent | null {
  const { says, namesDevice } = listening;
  if (entire.every(says('agreeing')) || wantsOne(entire, listening))
    return { type: 'trouble', trouble: 'setup' };
  if (entire.length > 0 && entire.every(says('dismayed'))) return { type: 'why' };
  if (entire.every(says('askingHow'))) return { type: 'showHow' };
  // In a change a device that is named may be another one than that which has the account.
  const isElsewhere = offer.trouble === 'switching' && entire.some(namesDevice);
  return !isElsewhere && consents(entire, listening) ? offer : null;
}

/** "Can I use POP instead?": which one of the two it is, is told with what is to be set up. */
function wantsOne(entire: readonly Sentence[], listening: Listening): boolean {
  return isNoMoreThan(listening.says('wantingOne'), entire, listening);
}

/** Whether a short message says that in each sentence, and nothing besides. */
function isNoMoreThan(
  says: (sentence: Sentence) => boolean,
  entire: readonly Sentence[],
  listening: Listening,
): boolean {
  const isShort = entire.length > 0 && lengthOf(entire) <= SHORT;
  return isShort && entire.every(says) && !saysMore(entire, listening);
}

/** Whether more is said, or asked, than that: "set it up for me and my wife", "that would be great on my phone too". */
function saysMore(entire: readonly Sentence[], listening: Listening): boolean {
  return (
    certainFacts(entire, listening).size > 0 ||
    OTHERS.some((fact) => hintsAt(fact, entire, listening)) ||
    entire.some(
      (sentence) => listening.findAside(sentence).length > 0 || kindsIn(sentence, listening).size > 1,
    ) ||
    entire.some(listening.says('postponing'))
  );
}

/** "Go ahead", "that would be kind", "what now?": whether help that was offered is taken; "skip that" takes none. */
function consents(entire: readonly Sentence[], listening: Listening): boolean {
  const { says } = listening;
  const [consenting, goingOn, askingOn] = [says('consenting'), says('goingOn'), says('askingOn')];
  const takes = (sentence: Sentence) =>
    consenting(sentence) || askingOn(sentence) || (goingOn(sentence) && !says('unsure')(sentence));
  return isNoMoreThan(takes, entire, listening);
}

const ABOUT_PROGRAMS: ReadonlySet<Subject> = new Set([
  'whichProgram',
  'mailProgram',
  'programs',
  'whichOutlook',
  'inBrowser',
  'otherAddress',
]);

/** "No idea which one I have", "Outlook or Thunderbird?", where the mail program is asked for. */
function seekingProgram(
  entire: readonly Sentence[],
  { findAside, findAsideAtSteps }: Listening,
): Subject | undefined {
  if (lengthOf(entire) > SHORT) return undefined;
  return entire
    .flatMap((sentence) => [...findAside(sentence), ...findAsideAtSteps(sentence)])
    .find(({ label }) => ABOUT_PROGRAMS.has(label))?.label;
}

/** "Just pick one": the bot is to choose, and no devices are counted. */
function leavesTheChoice(entire: readonly Sentence[], { findAside, namesDevice }: Listening): boolean {
  if (lengthOf(entire) > SHORT || entire.some(namesDevice)) return false;
  return (
    entire.length > 0 &&
    entire.every((sentence) => findAside(sentence).some(({ label }) => label === 'decide'))
  );
}

/** What a few words say to the question of what matters more. */
function preferredIn(entire: readonly Sentence[], { findPreference }: Listening): Preference | null {
  if (lengthOf(entire) > SHORT) return null;
  const found = new Set(entire.flatMap((sentence) => findPreference(sentence).map(({ label }) => label)));
  const [preference] = found;
  return found.size === 1 ? (preference ?? null) : null;
}

/** What matters more, said before that is asked: it is kept for when the wishes pull apart. */
export function weighedEarly(
  { whole: { read: entire, situation } }: Spoken,
  { listening }: Resources,
): DialogEvent | null {
  if (situation.asks === null || !entire.some(listening.says('mattersMore')) || entire.some(isQuestion))
    return null;
  const preferred = preferredIn(entire, listening);
  return preferred && { type: 'prefer', preference: preferred };
}
