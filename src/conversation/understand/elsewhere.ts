import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Subject } from '../../../dialogs/subjects.ts';
import { protocolIn } from './details.ts';
import type { Listening } from './listening.ts';
import type { Reading, Resources } from './reading.ts';
import { lengthOf, type Sentence } from './sentences.ts';

/** So few words with a question mark behind them are a guess: "yes?" */
const FEW = 2;

/** What is asked or told about the looking itself, and answers nothing: "I can't find webmail" says of no mail that it is missing. */
const ABOUT_LOOKING: ReadonlySet<Subject> = new Set([
  'webmailLogin',
  'lookInWebmail',
  'webmail',
  'comparing',
  'oldMailUnneeded',
  'keepTrash',
  'emptying',
  'notYet',
  'removed',
  'wiped',
]);

export function isAboutLooking(event: DialogEvent): boolean {
  return event.type === 'explain' && ABOUT_LOOKING.has(event.subject);
}

/**
 * What a hedged answer means to whether something is there, or works, elsewhere: "mostly" is not all of it, and who only
 * thinks so is asked to look. By a yes the old account is given up, which may have the only copy.
 */
export function hedgedElsewhere(
  { read, situation: { answers } }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  if (answers.yes?.type !== 'elsewhere') return null;
  if (read.some((sentence) => asksOfLooking(sentence, listening))) return null;
  const isAsked = lengthOf(read) <= FEW && read.some(({ hasQuestionMark }) => hasQuestionMark);
  if (read.some(listening.says('partly'))) return answers.no ?? null;
  // "POP, I think" tells what is in use, and of the mail nothing.
  const protocol = protocolIn(read, listening);
  if (protocol && read.some(listening.says('supposed'))) return { type: 'uses', protocol };
  return isAsked || read.some(listening.says('supposed')) || read.some(listening.says('noOther'))
    ? (answers.unsure ?? null)
    : null;
}

function asksOfLooking(sentence: Sentence, { findAside, findAsideAtSteps }: Listening): boolean {
  return [...findAsideAtSteps(sentence), ...findAside(sentence)].some(({ label }) =>
    ABOUT_LOOKING.has(label),
  );
}
