import type { DialogEvent } from '../../../../dialogs/events.ts';
import { isOnPhone, type MailPlace, type Purpose } from '../../../../dialogs/guides.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { dangerIn } from '../heard/asides.ts';
import { protocolIn, symptomIn } from '../heard/details.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { offers, type Situation } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { clausesOf, isNegated, isQuestion, lengthOf, type Sentence, sentences } from '../text/sentences.ts';

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
  { read, situation: { answers, spokenOf } }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  // "Ok" to how it is looked up: they do so now, and it is not said again.
  const isNod = lengthOf(read) <= FEW && read.some(listening.says('nods'));
  if (isNod && spokenOf === 'lookInWebmail') return { type: 'explain', subject: 'takeYourTime' };
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

function asksOfLooking(sentence: Sentence, listening: Listening): boolean {
  return asidesIn(sentence, listening).some((aside) => ABOUT_LOOKING.has(aside));
}

/** "I have a backup" is a question about one elsewhere. */
function hasAside(sentence: Sentence, listening: Listening): boolean {
  return asidesIn(sentence, listening).some((aside) => aside !== 'backup');
}

function asidesIn(sentence: Sentence, { findAside, findAsideAtSteps }: Listening): readonly Subject[] {
  return [...findAsideAtSteps(sentence), ...findAside(sentence)].map(({ label }) => label);
}

/**
 * Where missed mail is, in the words of somebody who was asked whether it is in webmail. Only what they say of webmail itself
 * counts as a yes there, or a bare yes: another place that is named may have the only copy, so it comes before any yes.
 */
export function whereMailIs(reading: Reading, { listening }: Resources): DialogEvent | null {
  const { read, situation } = reading;
  if (situation.purpose !== 'lostMail' || read.some(isQuestion)) return null;
  if (dangerIn(read, situation, listening) || read.some(listening.says('supposed'))) return null;
  const clauses = clausesIn(reading, listening);
  const isInWebmail = sureOf(clauses, listening.findMailInWebmail, listening);
  // Not all of it, or a no in front of it, is no yes.
  if (isInWebmail && (beginsWithNo(read, listening) || clauses.some(listening.says('partly')))) return null;
  if (isInWebmail) return { type: 'elsewhere', works: true };
  // "My phone has been hacked" is a danger, or a question, and names no place that has the mail.
  const isNone = read.some(listening.says('noMailPlace')) || read.some((one) => hasAside(one, listening));
  const place = isNone ? null : placeIn(clauses, listening);
  const isAsked = situation.answers.yes?.type === 'elsewhere';
  // "My phone" alone answers what is asked of devices.
  if (place && (isAsked || clauses.some(listening.says('hasMail')))) return { type: 'mailAt', place };
  if (isInWebmail === false && isAsked) return { type: 'elsewhere', works: false };
  return isAsked && read.some(listening.says('unseen')) ? (situation.answers.unsure ?? null) : null;
}

/** What is helped with where mail is missed. */
const OF_MISSED_MAIL: ReadonlySet<Purpose> = new Set(['lostMail', 'sentMissing', 'foldersMissing']);

/** "Found them in the trash": mail that lies there is to be brought back first. What a device has there is the matter of that device. */
export function inTheTrash(reading: Reading, { listening, findProgram }: Resources): DialogEvent | null {
  const { said, read, situation } = reading;
  if (!situation.purpose || !OF_MISSED_MAIL.has(situation.purpose) || read.some(isQuestion)) return null;
  if (dangerIn(read, situation, listening) || !read.some(listening.says('foundInTrash'))) return null;
  const isOfDevice = read.some(listening.namesDevice) || findProgram(words(said)) !== null;
  return isOfDevice ? null : { type: 'explain', subject: 'inTrash' };
}

/** "Webmail works", "no, it fails in webmail too": what is said of another place answers, and asks nothing of that place. */
export function worksElsewhere(
  { read, situation }: Reading,
  { listening }: Resources,
): readonly DialogEvent[] | null {
  if (situation.purpose !== 'cannotConnect' && situation.purpose !== 'setup') return null;
  if (read.some(isQuestion) || dangerIn(read, situation, listening)) return null;
  if (worksOnAnother(read, situation, listening)) return [{ type: 'elsewhere', works: true }];
  if (situation.purpose !== 'cannotConnect' || !offers(situation, 'symptom', 'elsewhere', 'program'))
    return null;
  // "In webmail it works, on my phone not": what is said behind the comma is of the phone.
  const clauses = read.flatMap((sentence) => clausesOf(sentence, listening.lexicon, listening.marks));
  const works = sureOf(clauses, listening.findWorksElsewhere, listening);
  if (works === null) return null;
  const answer = { type: 'elsewhere', works } as const;
  const symptom = symptomIn(read, listening);
  // "The page can't be opened" says nothing of the password, which is what webmail is asked about.
  if (situation.symptom === 'password')
    return symptom === 'server' && !offers(situation, 'symptom') ? null : [answer];
  // "Webmail works but Thunderbird refuses the password", whatever was told before
  return symptom === 'password' ? [{ type: 'symptom', symptom }, answer] : [answer];
}

/**
 * "On the phone it works", of another device than the one that is set up or mended: that one does not yet. Where its program is
 * not known it is not the one that is named, as nothing was done on it.
 */
function worksOnAnother(
  read: readonly Sentence[],
  { program, offered }: Situation,
  { says }: Listening,
): boolean {
  if (!read.some(says('worksOnDevice'))) return false;
  if (program) return read.some(says('phones')) !== isOnPhone(program);
  return offered.some(({ event }) => event.type === 'program');
}

/** What a turn of phrase in most words says, a no before a yes; null where there is none. */
function sureOf(
  read: readonly Sentence[],
  find: Listening['findElsewhere'],
  { marks }: Listening,
): boolean | null {
  const found = read.flatMap((sentence) =>
    find(sentence).map(({ label, pattern, match }) => ({
      is: label && !isNegated(sentence, match.start, match.end, marks, match.taken),
      weight: pattern.weight,
    })),
  );
  if (found.length === 0) return null;
  const most = Math.max(...found.map(({ weight }) => weight));
  return found.every(({ is, weight }) => is || weight < most);
}

/** The clauses of a message; an answer in front goes with what stands behind it: "yes, on the tablet". */
function clausesIn({ said }: Reading, { lexicon, marks }: Listening): readonly Sentence[] {
  const [first = ''] = words(said);
  const isAnswer = lexicon.at([first], 0).some(({ symbol }) => symbol === marks.bareAnswer);
  const behind = said.slice(said.indexOf(first) + first.length).replace(/^[\s,.!;:-]+/, '');
  const joined = isAnswer ? `${first} ${behind}` : said;
  return sentences(joined, lexicon, marks).flatMap((sentence) => clausesOf(sentence, lexicon, marks));
}

/** The place beside webmail that a message says has the mail; a copy is named along with the device that it is on. */
function placeIn(read: readonly Sentence[], { findMailPlace, lexicon, marks }: Listening): MailPlace | null {
  const places = read.flatMap((sentence) => {
    // The "no" in front says that it is not in webmail.
    const isAnswer = lexicon.at(sentence.words, 0).some(({ symbol }) => symbol === marks.bareAnswer);
    return findMailPlace(sentence)
      .filter(({ match: { start, end, taken } }) => {
        const passed = isAnswer ? new Set([...taken, 0]) : taken;
        return !isNegated(sentence, start, end, marks, passed) && sentence.over[start] !== true;
      })
      .map(({ label }) => label);
  });
  return places.includes('copy') ? 'copy' : (places[0] ?? null);
}

function beginsWithNo([first]: readonly Sentence[], { marks }: Listening): boolean {
  return first?.at[0]?.some(({ symbol }) => symbol === marks.not) === true;
}
