import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { essence } from './examples/taught.ts';
import { saidTo } from './heard/answers.ts';
import { certainFacts } from './heard/certain.ts';
import { isCorrection } from './heard/corrections.ts';
import { withDetails } from './heard/details.ts';
import { inSituation, NOT_UNDERSTOOD } from './heard/events.ts';
import { unsaidIn } from './heard/unsaid.ts';
import { isAboutNoSteps } from './ownWords/ownEvents.ts';
import type { Listening } from './patterns/listening.ts';
import type { Reading, Resources } from './reading.ts';
import { atSteps, offers, type Situation } from './situation.ts';
import { words } from './text/normalise.ts';
import type { Sentence } from './text/sentences.ts';

/** What a message means that is a sentence which was taught. */
export function asTaught(
  { said, read, situation }: Reading,
  resources: Resources,
): readonly DialogEvent[] | null {
  const { listening, taught } = resources;
  const isPaging = offers(situation, 'next', 'previous');
  if (isPaging && read.length > 0 && read.every(listening.says('stepDone'))) return [{ type: 'next' }];
  const whole = taught.exact.get(essence(said));
  // "Sometimes" is yes to whether a line is slow or rare, and tells nothing elsewhere.
  if (whole?.kind === 'answer' && whole.answer === 'unsure' && situation.asks !== null) {
    const told = saidTo(situation.asks, read, listening);
    if (told !== null) return [{ type: 'answer', answer: told }];
  }
  // What has an answer of its own needs no general help: "are you a robot".
  const isGeneral = whole?.kind === 'event' && whole.event.type === 'help';
  if (isGeneral && read.some((sentence) => listening.findAside(sentence).length > 0)) return null;
  if (!whole || (whole.kind === 'event' && isAboutNoSteps(whole.event, situation))) return null;
  // "I never use webmail" denies what was asked, and leaves open what else is used where nothing was.
  const isDenied = whole.kind === 'fact' && !whole.is && whole.fact !== situation.asks;
  if (isDenied && seemsOnly(whole.fact, read, listening)) return null;
  const isButton = words(said).every((word) => listening.littleWords.buttons.has(word));
  if (isButton && read.some(({ hasQuestionMark }) => hasQuestionMark) && atSteps(situation))
    return [{ type: 'explain', subject: 'accepting' }];
  const instead = whole.kind === 'answer' ? insteadOfAnswer(read, situation, listening) : null;
  if (instead) return [instead];
  const events = inSituation([whole], situation, isCorrection(read, listening)) ?? [NOT_UNDERSTOOD];
  return events.map((event) => withDetails(event, read, resources));
}

/** Whether something only seems to tell of a fact, and nothing does for sure. */
function seemsOnly(fact: Fact, read: readonly Sentence[], listening: Listening): boolean {
  return unsaidIn(read, listening).has(fact) && !certainFacts(read, listening).has(fact);
}

/** What words mean in a situation that would be an answer elsewhere. */
function insteadOfAnswer(
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent | null {
  // "Skip" passes over a question, and over no step.
  const isAtStep = offers(situation, 'oneByOne', 'next');
  if (isAtStep && read.some((sentence) => isSkipping(sentence, listening)))
    return { type: 'explain', subject: 'skipping' };
  // "What do you mean" is no answer to what matters more.
  const isWeighing = situation.answers.unsure?.type === 'prefer';
  if (isWeighing && read.some(listening.isPuzzled)) return { type: 'why' };
  // "Why not" asks what the steps are for, and does not say that they work.
  if (situation.answers.yes?.type === 'works' && read.some(({ beginsAsQuestion }) => beginsAsQuestion))
    return { type: 'why' };
  return read.some(listening.says('nods')) ? insteadOfYes(situation) : null;
}

function isSkipping(sentence: Sentence, { findAsideAtSteps }: Listening): boolean {
  return findAsideAtSteps(sentence).some(({ label }) => label === 'skipping');
}

/** What "ok" means where it is no yes. */
function insteadOfYes(situation: Situation): DialogEvent | null {
  const { asks, answers } = situation;
  const unsure = answers.unsure ?? NOT_UNDERSTOOD;
  // It does not say that lost mail is found.
  if (answers.yes?.type === 'works' && answers.unsure?.type === 'explain') return unsure;
  // It is no answer to a question about somebody's mail.
  if (asks !== null) return { type: 'why' };
  // Nor does it say that something works, where the steps have only just been shown.
  if (offers(situation, 'oneByOne')) return { type: 'oneByOne' };
  // Nor that something works elsewhere, by which mail may be given up.
  return answers.yes?.type === 'elsewhere' ? unsure : null;
}
