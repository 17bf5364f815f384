import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { symptomIn } from '../heard/details.ts';
import type { Message } from '../ownWords/ownEvents.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { atSteps, offers, type Situation } from '../situation.ts';
import { lengthOf, type Sentence, sentences } from '../text/sentences.ts';
import { whereMailIs } from './elsewhere.ts';

/** A longer message says more than how far somebody is. */
const SHORT = 8;
/** So few words name nothing that fails: "not quite". */
const FEW = 3;

/** Signs that stand for "done". */
const TICK = /^[✓✔☑✅👌]+$/u;
const VARIANT = /\uFE0F/gu;

/** How far somebody is at the steps: what a short message says that is about nothing else. */
export function progressIn(reading: Reading, resources: Resources): DialogEvent | null {
  const { said, read, situation } = reading;
  const { listening } = resources;
  const isPaging = offers(situation, 'next', 'previous');
  if (isPaging && TICK.test(said.replace(VARIANT, ''))) return { type: 'next' };
  if (read.length === 0 || lengthOf(read) > SHORT) return null;
  // "What do I do now?" is asked of the question.
  if (situation.asks !== null && read.every(listening.says('askingOn'))) return { type: 'why' };
  if (situation.asks === 'multipleDevices') return ofDuplicates(read, listening);
  if (!atSteps(situation) && !offers(situation, 'protocol')) return null;
  if (read.every((sentence) => isPausing(sentence, listening)))
    return { type: 'explain', subject: 'takeYourTime' };
  if (offers(situation, 'oneByOne', 'next') && read.every(listening.says('fromTheFirst')))
    return { type: 'goToStep', step: 0 };
  // Where it comes twice, mail that arrives says nothing.
  const mayArrive = situation.purpose !== 'duplicates';
  const isMended = (one: Sentence) =>
    listening.says('dropped')(one) || (mayArrive && listening.says('mailBack')(one));
  // "Yes, I found them" says that it is in webmail: the mail program may still show none of it.
  if (isOfTrouble(situation) && read.some(isMended))
    return whereMailIs(reading, resources) ?? { type: 'works' };
  if (isStuck(situation) && read.every(listening.says('dropping'))) return { type: 'oneByOne' };
  if (isOfTrouble(situation) && read.every(listening.says('dropping'))) return { type: 'returnToSteps' };
  if (leavesTrouble(read, situation, listening)) return { type: 'returnToSteps' };
  // Where steps are shown one at a time it may be the step itself that is not clear.
  if (!offers(situation, 'next') && read.some(listening.says('askingOn'))) return { type: 'next' };
  if (offers(situation, 'works') && lengthOf(read) <= FEW && read.every(listening.says('failing')))
    return { type: 'worksNot' };
  if (offers(situation, 'rate') && isJudgement(read, listening)) {
    if (read.some(listening.says('faulting'))) return { type: 'rate', good: false };
    if (read.some(listening.says('praising'))) return { type: 'rate', good: true };
  }
  if (mayArrive && offers(situation, 'works', 'next') && read.every(listening.says('arrived')))
    return { type: 'works' };
  if (read.every(listening.says('worksWell'))) return { type: 'works' };
  const succeeds = offers(situation, 'works', 'next') && read.every(listening.says('succeeding'));
  if (!succeeds && !read.every(listening.says('allDone'))) return null;
  // Where the question is whether it works, "done" says so; to what is wrong, or whether mail is there, it says nothing.
  return offers(situation, 'works') ? { type: 'works' } : { type: 'next' };
}

/** What is asked about what stands in a window, and keeps nobody from the next step. */
const ABOUT_BOXES: ReadonlySet<Subject> = new Set([
  'smtp',
  'port',
  'serverName',
  'userName',
  'whichPassword',
  'encryption',
  'starttls',
  'displayName',
  'domain',
  'optionalField',
]);

/** Whether what is said behind "done" leaves the step done. */
export function leavesDone(event: DialogEvent): boolean {
  return event.type === 'thanks' || (event.type === 'explain' && ABOUT_BOXES.has(event.subject));
}

/** "Done, and what is SMTP?": what comes behind a step that is done. */
export function behindDone({ said, situation }: Reading, { listening }: Resources): string | null {
  if (!offers(situation, 'next')) return null;
  const read = (text: string) => sentences(text, listening.lexicon, listening.marks);
  for (const { index } of [...said.matchAll(/[,.;!:]/g)].toReversed()) {
    const [head, rest] = [read(said.slice(0, index)), said.slice(index + 1)];
    if (head.length > 0 && head.every(listening.says('stepDone')) && read(rest).length > 0) return rest;
  }
  return null;
}

function isPausing(sentence: Sentence, { findAsideAtSteps }: Listening): boolean {
  return findAsideAtSteps(sentence).some(({ label }) => label === 'takeYourTime');
}

/** Whether nothing but words of value is said: "great, now all is gone" tells of mail, and "is POP good" is about a protocol. */
function isJudgement(read: readonly Sentence[], { littleWords: { judging } }: Listening): boolean {
  return read.every(
    ({ words, hasQuestionMark }) => !hasQuestionMark && words.every((word) => judging.has(word)),
  );
}

/** Whether somebody is being helped with a trouble, or asked what is wrong. */
function isOfTrouble(situation: Situation): boolean {
  return offers(situation, 'symptom', 'elsewhere', 'returnToSteps') || isStuck(situation);
}

/** "Never mind, go on": whether somebody wants back to the steps at which a trouble came up. */
function leavesTrouble(read: readonly Sentence[], situation: Situation, listening: Listening): boolean {
  if (!offers(situation, 'returnToSteps')) return false;
  const { says } = listening;
  const turnsBack = (sentence: Sentence) => says('dropping')(sentence) || says('returning')(sentence);
  // Among steps that are shown, "go on" by itself wants the next one of them.
  const isPlain = !offers(situation, 'next', 'oneByOne') || read.some(turnsBack);
  return isPlain && read.every((sentence) => turnsBack(sentence) || says('goingOn')(sentence));
}

/** Whether it is asked what stops somebody. */
function isStuck(situation: Situation): boolean {
  return offers(situation, 'worksNot') && offers(situation, 'explain');
}

/** Once duplicates are mended it is asked about other devices; what is said of them comes first. */
function ofDuplicates(read: readonly Sentence[], listening: Listening): DialogEvent | null {
  if (read.some(listening.says('twiceStill'))) return { type: 'trouble', trouble: 'duplicates' };
  return read.every(listening.says('twiceGone')) ? { type: 'thanks' } : null;
}

/** What says of what was set up that it does not work, or not wholly: "it worked yesterday", "all but sending". */
export function failureIn(
  { read, heard, situation }: Message,
  own: readonly DialogEvent[],
  listening: Listening,
): readonly DialogEvent[] | null {
  if (!atSteps(situation) || (offers(situation, 'elsewhere', 'program') && !offers(situation, 'works')))
    return null;
  if (!read.some(listening.says('failing')) || own.some(({ type }) => type === 'explain')) return null;
  const symptom = symptomIn(read, listening);
  // "It's the same password" tells nothing new of what is being mended.
  if (symptom && symptom !== situation.symptom) return [{ type: 'symptom', symptom }];
  const trouble = heard.wants.find((event) => event.type === 'trouble' && event.trouble !== 'cannotConnect');
  return [trouble ?? { type: 'worksNot' }];
}
