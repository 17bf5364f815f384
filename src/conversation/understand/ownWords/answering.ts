import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import type { AnswerMeaning } from '../examples/labels.ts';
import { leadingAnswer, saidTo, shortAnswer } from '../heard/answers.ts';
import { inSituation, UNLESS_MORE_IS_SAID } from '../heard/events.ts';
import type { LittleWords } from '../patterns/file.ts';
import { isNamed } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import type { Situation } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { isQuestion, type Sentence, sentences } from '../text/sentences.ts';
import { isMisheard, type Message } from './ownEvents.ts';

/** The answer in front of a message, where it has one that means something, and what is to be heard besides. */
export type Answered = {
  readonly answer: AnswerMeaning | null;
  readonly rest: string;
  /** It is no more than a nod: "ok". */
  readonly isNod?: boolean;
};

/** A message in somebody's own words: the answer in front of it, and what is said behind that. */
export type Spoken = {
  readonly whole: Reading;
  /** The words of the whole. */
  readonly allWords: readonly string[];
  readonly answered: Answered;
  /** What is said behind the answer. */
  readonly message: Message;
  /** What that says by itself. */
  readonly own: readonly DialogEvent[];
  /** What a few words say to the question that is open. */
  readonly short: AnswerMeaning | null;
};

/** Whether a message goes on behind a "no" that stands by itself. */
function goesOn(rest: string, { afterNo }: LittleWords): boolean {
  return /^\s*([,.!;:-]|$)/.test(rest) || afterNo.has(words(rest)[0] ?? '');
}

/** Takes the answer off a message. */
export function takeAnswer(
  { said, read: entire, situation }: Reading,
  { listening, taught }: Resources,
): Answered {
  const { takesBack } = listening.littleWords;
  const leading = leadingAnswer(said, taught.exact, listening);
  const { answer, rest } = leading;
  if (answer === null) return leading;
  // "Yes, but it is still full" is no yes to what was hoped for, and "ok, but my friend …" none to what is offered.
  const [first = ''] = words(rest);
  if (situation.asks === null && answer.answer === 'yes' && takesBack.has(first))
    return {
      answer: null,
      rest: besideIn(rest.slice(rest.indexOf(first) + first.length), listening) ?? rest,
    };
  if (entire[0] && listening.says('nods')(entire[0])) {
    const isDenied = entire.some(({ symbols }) => symbols.has(listening.marks.not));
    const isWeighty = situation.asks !== null || situation.answers.yes?.type === 'elsewhere';
    return isWeighty || isDenied ? { answer: null, rest } : { ...leading, isNod: true };
  }
  // "Sometimes with my phone" may say more than its first word.
  if (answer.answer === 'unsure') return { answer, rest: said };
  // A "no" where no fact is asked belongs to what it stands before: "no server please", "no sharing".
  const isLoose =
    answer.answer === 'no' && (situation.asks === null || inSituation([answer], situation) === null);
  return isLoose && !goesOn(rest, listening.littleWords) ? { answer: null, rest: said } : leading;
}

/** What a few words say to the question that is open, whatever else they sound like. */
export function shortAnswerIn(message: Message, listening: Listening): AnswerMeaning | null {
  const wants = message.heard.wants.filter((event) => !isMisheard(event, message, listening));
  return shortAnswer({ ...message, heard: { ...message.heard, wants } }, listening);
}

/** What comes along with an answer and takes nothing from it. */
const ALONG: ReadonlySet<DialogEvent['type']> = new Set([...UNLESS_MORE_IS_SAID, 'note']);
/** Events that say what a message is about, so that "not sure" in front of them asks for nothing. */
const SAYS: ReadonlySet<DialogEvent['type']> = new Set(['tell', 'trouble', 'explain']);
/** So many words behind a "no" say more than that once again. */
const MUCH = 5;
/** In so few words nothing is said besides thanks. */
const THANKS = 3;
/** So few words tell how many there are. */
const COUNT = 3;
/** What asks for steps. */
const PAGING: ReadonlySet<DialogEvent['type']> = new Set(['oneByOne', 'allAtOnce', 'next', 'previous']);
/** What is asked, announced or told of taking something away, by which no step is done and nothing works. */
const TAKING_AWAY: ReadonlySet<Subject> = new Set([
  'notYet',
  'removing',
  'removed',
  'wiped',
  'emptying',
  'alreadyThere',
]);
/** What closes a step, or a guide. */
const CLOSING: ReadonlySet<DialogEvent['type']> = new Set(['next', 'works', 'rate']);
/** Words of the questions, which are explained to who does not know them. */
const WORDS_ASKED: ReadonlySet<Subject> = new Set(['webmail', 'device', 'mailProgram', 'server']);
const DISAGREES: DialogEvent = { type: 'doesNotFit' };

/** What a message answers, as events; none where it means nothing in the situation. */
export function meantBy(
  { answered: { answer, rest }, short, whole: { situation } }: Spoken,
  { littleWords }: Listening,
): readonly DialogEvent[] {
  if (short === null && answer?.answer === 'no' && words(rest).length >= MUCH && isGuessOfNo(situation))
    return [{ type: 'notMeant' }];
  if (isOneBehindYes(answer, rest, short, situation))
    return [{ type: 'contradict', fact: 'multipleDevices' }];
  const meaning =
    isOpen(answer, rest, littleWords) || isCountBehindNo(answer, rest, short, situation)
      ? (short ?? answer)
      : (answer ?? short);
  return toldToClarify(short, situation) ?? (meaning && inSituation([meaning], situation)) ?? [];
}

/** A question beside the choice, which begins behind the "but": "sure, but what does it cost". */
function besideIn(text: string, { findAside, lexicon, marks }: Listening): string | null {
  const read = sentences(text, lexicon, marks);
  return read.some((sentence) => isQuestion(sentence) && findAside(sentence).length > 0) ? text : null;
}

/** What of an answer goes together with the `own` events of its message. */
export function answersBeside(
  meant: readonly DialogEvent[],
  { answered: { answer, rest, isNod = false }, own, message: { read, situation } }: Spoken,
  listening: Listening,
): readonly DialogEvent[] {
  const goesOn = own.length > 0;
  // "Not sure, what is IMAP?" asks, unless a fact is asked, to which it is an answer.
  if (goesOn && situation.asks === null && answer?.answer === 'unsure') return [];
  // "I don't know what webmail is" says in one breath what is to be explained, and answers nothing yet.
  const isWordAsked = own.some((event) => event.type === 'explain' && WORDS_ASKED.has(event.subject));
  if (isWordAsked && read.length === 1 && meant.every(isUnsureAnswer)) return [];
  // "Ok, then I remove that one": the nod before it is no more than a filler.
  const isOfTakingAway = own.some((event) => event.type === 'explain' && TAKING_AWAY.has(event.subject));
  const isAnsweredNo = answer?.answer === 'no';
  const isMore = answer !== null && answer.answer !== 'unsure' && !goesOn && words(rest).length > 0;
  // "Ok thanks" takes leave as often as it takes up an offer.
  const isThanks = isNod && words(rest).length <= THANKS && own.some(({ type }) => type === 'thanks');
  // Who only thanks, or takes their leave, disagrees with nothing.
  const disagrees = isMore && !isNamed(read, listening, 'thanks', 'bye');
  // "No, not the children" refuses nothing.
  const isOfAnother = disagrees && read.some(listening.says('ofAnother'));
  return (
    meant
      // "No" and something that is not understood is no goodbye.
      .filter(({ type }) => !(type === 'bye' && isOfAnother))
      .map((event) => (event.type === 'bye' && disagrees ? DISAGREES : event))
      // "Ok, I've unticked it" says one thing, and "ok, first step" not that it works.
      .filter(({ type }) => own.every((event) => event.type !== type))
      .filter((event) => !(isYes(event) && isOfDeviceOnly(own, read, situation, listening)))
      .filter(({ type }) => !(type === 'works' && own.some((event) => PAGING.has(event.type))))
      .filter(({ type }) => !(isOfTakingAway && CLOSING.has(type)))
      // "No, only this laptop", "no, I don't use webmail" tell of devices, and not that something does not work.
      .filter(({ type }) => !(type === 'worksNot' && isAnsweredNo && own.some(isTelling)))
      // "Ok, that fixed it" says of no step that it is done.
      .filter(({ type }) => !(type === 'next' && own.some((event) => event.type === 'works')))
      // "No, wait, only the phone": whoever goes on talking does not say goodbye, nor wants to be asked.
      .filter(({ type }) => !(type === 'bye' && goesOn))
      .filter(({ type }) => !(type === 'askMe' && own.some((event) => SAYS.has(event.type))))
      // "Yes, my phone too": what is told, or asked, comes before what was offered.
      .filter(
        ({ type }) =>
          !isOffer(type) ||
          (!isThanks && own.every((event) => ALONG.has(event.type) && event.type !== 'bye')),
      )
  );
}

function isYes(event: DialogEvent): boolean {
  return event.type === 'answer' && event.answer === true;
}

/** "Yes, only that one" to whether somebody else reads it is said of the computer, and names nobody. */
function isOfDeviceOnly(
  own: readonly DialogEvent[],
  read: readonly Sentence[],
  { asks }: Situation,
  listening: Listening,
): boolean {
  if (asks !== 'sharedMailbox' || saidTo(asks, read, listening) === true) return false;
  return own.some((event) => event.type === 'tell' && event.facts.multipleDevices === false);
}

function isTelling(event: DialogEvent): boolean {
  const isOfWebmail = event.type === 'explain' && event.subject === 'lookInWebmail';
  return event.type === 'tell' || event.type === 'note' || isOfWebmail;
}

function isUnsureAnswer(event: DialogEvent): boolean {
  return event.type === 'answer' && event.answer === 'unsure';
}

function isOffer(type: DialogEvent['type']): boolean {
  return type === 'trouble' || type === 'goOn' || type === 'takeUp';
}

/** Whether a message begins with a yes or no, and goes on. */
export function goesOnAfter({ answer, rest }: Answered): boolean {
  return answer !== null && answer.answer !== 'unsure' && words(rest).length > 0;
}

/** Whether what comes after an answer may say more than the answer: "yes, a few, but online is enough". */
function isOpen(answer: AnswerMeaning | null, rest: string, { opens }: LittleWords): boolean {
  return answer !== null && (answer.answer === 'unsure' || words(rest).some((word) => opens.has(word)));
}

/** "No, two" to whether there is more than one device: the number is surer than the "no" before it. */
function isCountBehindNo(
  answer: AnswerMeaning | null,
  rest: string,
  short: AnswerMeaning | null,
  { asks }: Situation,
): boolean {
  const isCount = /^\s*[,.;:-]/.test(rest) && words(rest).length <= COUNT;
  return asks === 'multipleDevices' && answer?.answer === 'no' && short?.answer === 'yes' && isCount;
}

/** "Yes, one" to the same question says two things, and is asked about. */
function isOneBehindYes(
  answer: AnswerMeaning | null,
  rest: string,
  short: AnswerMeaning | null,
  { asks, answers }: Situation,
): boolean {
  const isPut = asks === 'multipleDevices' && answers.yes === undefined;
  return isPut && answer?.answer === 'yes' && short?.answer === 'no' && words(rest).length <= COUNT;
}

/** Whether it is asked if something that is not so was meant: "no, it's for my gran" rejects that, and says no more of it. */
function isGuessOfNo({ asks, answers }: Situation): boolean {
  return asks !== null && answers.yes?.type === 'tell' && answers.yes.facts[asks] === false;
}

/**
 * "No, only that" to "Do you mean one device only?": where the question was put the other way round, what is said of the fact
 * itself is surer than yes or no.
 */
function toldToClarify(short: AnswerMeaning | null, { asks, answers }: Situation): DialogEvent[] | null {
  if (asks === null || answers.yes?.type !== 'tell') return null;
  if (short === null || short.answer === 'unsure') return null;
  return [{ type: 'tell', facts: { [asks]: short.answer === 'yes' }, inOwnWords: false }];
}
