import type { DialogEvent } from '../../../../dialogs/events.ts';
import { nameOf } from '../examples/labels.ts';
import { anotherProgram, programNamed, toGuide } from '../guide/guideAnswers.ts';
import { failureIn } from '../guide/progress.ts';
import { dangerIn } from '../heard/asides.ts';
import { unsettled, withCorrection } from '../heard/corrections.ts';
import { protocolIn, withDetails } from '../heard/details.ts';
import { NOT_UNDERSTOOD, supposition } from '../heard/events.ts';
import { hearPhrases } from '../heard/phrases.ts';
import type { Listening } from '../patterns/listening.ts';
import { firstOf, type Reader, type Reading, type Resources, readAs } from '../reading.ts';
import { andDevice } from '../shown/devices.ts';
import { atSteps, isAdvised, offers, type Situation } from '../situation.ts';
import type { Occurrence } from '../text/lexicon.ts';
import { words } from '../text/normalise.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';
import { answersBeside, goesOnAfter, meantBy, type Spoken, shortAnswerIn, takeAnswer } from './answering.ts';
import { supposedIn } from './hypothetical.ts';
import { isMisheard, ownEvents } from './ownEvents.ts';
import { asWhole, weighedEarly } from './wholeMessage.ts';

/** So few words, where nothing is asked that they answer, may mean anything. */
const FEW = 2;
/** So few words say nothing besides. */
const BARE = 5;
/** In no more words than these a program may be named that is all there is to be understood. */
const SHORT = 8;

/** What is asked of somebody whose mail does not work, who has not said why. */
const CANNOT_CONNECT = { about: 'trouble', trouble: 'cannotConnect' } as const;

/** Whether a sentence wants something: "help me", "change it from POP to IMAP". */
function isWish(sentence: Sentence, { marks, findCertain }: Listening): boolean {
  const { symbols, at } = sentence;
  const asksFor = ({ symbol }: Occurrence) => symbol === marks.switching || symbol === marks.settingUp;
  return (
    symbols.has(marks.asking) ||
    (at[0] ?? []).some(asksFor) ||
    findCertain(sentence).some(({ label }) => nameOf(label) === 'trouble.setup')
  );
}

/** What the words mean of which is known what they answer and what they say; the first that makes something of them has them. */
const READERS: readonly Reader<Spoken>[] = [
  // "Thunderbird", to which program it is
  toGuide,
  // "IMAP, KMail on Linux"
  bothNamed,
  // "I don't get it"
  puzzled,
  // "It's broken"
  broken,
  // "Yes, and my wife reads it too"
  answeredOrTold,
  // "Actually I don't read mail on the phone"
  unsettled,
  // "Local matters more", before that is asked
  weighedEarly,
  // "My PC", to whether there are several
  deviceAlone,
  // "My wife"
  readerAlone,
  programAlone,
  // "Whatever"
  undecided,
  guessed,
];

/** What a message means in the person's own words. */
export function inOwnWords(reading: Reading, resources: Resources): readonly DialogEvent[] {
  const { text, said, read: entire, situation } = reading;
  const { listening, hear } = resources;
  const danger = dangerIn(entire, situation, listening);
  if (danger && danger.subject !== 'warningAccepted') return [danger];
  const declined = asWhole(reading, resources);
  if (declined) return [withDetails(declined, entire, resources)];
  const supposed = supposedIn(reading, resources);
  if (supposed) return [supposed];

  const answered = takeAnswer(reading, resources);
  const { answer, rest } = answered;
  const behind = rest === said ? reading : readAs({ text, said: rest, situation }, listening);
  const another = anotherProgram(behind, answer, resources);
  if (another) return [another];

  const { read } = behind;
  const heard = withCorrection(hearPhrases(hear, read, situation, listening), entire, listening);
  const message = { text, said: rest, read, situation, heard };
  const allWords = words(said);
  const asking = text.includes('?') || read.some((sentence) => isWish(sentence, listening));
  const own = ownEvents(message, { length: allWords.length, asking }, resources);
  const failure = failureIn(message, own, listening);
  if (failure) return failure;
  if (danger) return [danger, ...own.filter((event) => isTroubleBeside(event, situation))];

  const short = shortAnswerIn(message, listening);
  const taken = { whole: reading, allWords, answered, message, own, short };
  return firstOf(READERS, taken, resources) ?? [NOT_UNDERSTOOD];
}

/** Whoever accepted a warning and still cannot connect is helped with that, once they know; at the steps they are. */
function isTroubleBeside(event: DialogEvent, situation: Situation): boolean {
  if (event.type !== 'trouble' || event.trouble !== 'cannotConnect' || atSteps(situation)) return false;
  return event.symptom !== undefined && event.symptom !== 'certificate';
}

/** "IMAP, KMail on Linux": a protocol and a program, of which no more is said, are one wish. */
function bothNamed(
  { allWords, message: { read, situation }, own }: Spoken,
  { listening, findProgram }: Resources,
): DialogEvent | null {
  const isAlone = own.length > 0 && own.every(namesNoMore);
  const isElsewhere = situation.asks !== null || atSteps(situation) || isAdvised(situation);
  if (!isAlone || isElsewhere || allWords.length > SHORT || read.some(isQuestion)) return null;
  const program = findProgram(allWords)?.program;
  const protocol = protocolIn(read, listening);
  if (!program || !protocol || read.some(listening.says('protocolInUse'))) return null;
  // On a device that is named there may be another one beside it.
  if (protocol === 'POP' && read.some(listening.namesDevice)) return null;
  return { type: 'trouble', trouble: 'setup', program, protocol };
}

/** What a protocol or a program comes to where it is only named. */
function namesNoMore(event: DialogEvent): boolean {
  const isNamed = event.type === 'uses' || event.type === 'program';
  return isNamed || (event.type === 'explain' && (event.subject === 'imap' || event.subject === 'pop'));
}

/** What helps who does not understand, and says nothing else. */
function puzzled({ whole, answered, own }: Spoken, { listening }: Resources): DialogEvent | null {
  const isPuzzled = own.length === 0 && !goesOnAfter(answered) && whole.read.some(listening.isPuzzled);
  return isPuzzled ? puzzledEvent(whole.situation) : null;
}

/**
 * What helps who does not understand: why a question is asked, a guide in smaller pieces, or, before the choice, a few
 * questions.
 */
function puzzledEvent(situation: Situation): DialogEvent {
  const { asks, answers, offered } = situation;
  if (asks || answers.unsure?.type === 'prefer') return { type: 'why' };
  if (offers(situation, 'next')) return { type: 'explain', subject: 'notThere' };
  const oneByOne = offered.find(({ event }) => event.type === 'oneByOne');
  return oneByOne?.event ?? answers.unsure ?? { type: 'help' };
}

/** Something does not work, of which nothing else is said. */
function broken({ whole: { read, situation }, own }: Spoken, { listening }: Resources): DialogEvent | null {
  const mayBe = situation.asks === null && own.every(({ type }) => type === 'offTopic');
  return mayBe && read.some(listening.says('broken')) ? { type: 'suppose', open: CANNOT_CONNECT } : null;
}

/** What is answered, and what is said besides. */
function answeredOrTold(
  spoken: Spoken,
  { listening }: Resources,
): DialogEvent | readonly DialogEvent[] | null {
  const { whole, message, own } = spoken;
  const { asks } = whole.situation;
  const meant = meantBy(spoken, listening);
  const isSpelledOut = asks !== null && asks in message.heard.facts;
  if (meant.length === 0 && !isSpelledOut && isPraise(whole.read, listening)) return { type: 'thanks' };
  const answers = answersBeside(meant, spoken, listening);
  // Thanks along with an answer are no more than polite.
  const beside = answers.length > 0 ? own.filter(({ type }) => type !== 'thanks') : own;
  const all = isSpelledOut ? own : [...answers, ...beside];
  return all.length > 0 ? all : null;
}

/** "Great": said of the connection it would be a fact, but said of nothing it is meant for the bot. */
function isPraise(read: readonly Sentence[], listening: Listening): boolean {
  return read.length === 1 && read.every(listening.says('praise'));
}

/**
 * "My PC", to whether there are several, most likely means that one only, by which POP may be advised, and so it does where
 * nothing was asked yet.
 */
function deviceAlone({ allWords, message }: Spoken, { listening }: Resources): DialogEvent | null {
  const { read, situation } = message;
  const isAsked = situation.asks === 'multipleDevices' && allWords.length <= FEW + 1;
  // "Mainly my phone" hints at another one.
  const isAll = isAtBeginning(situation) && allWords.length <= FEW;
  if (!(isAsked || isAll) || !read.some(listening.namesDevice)) return null;
  return { type: 'suppose', open: { about: 'fact', fact: 'multipleDevices', is: false } };
}

/** "My wife", where nothing was asked yet, most likely reads the mail too. */
function readerAlone({ allWords, message }: Spoken, { listening }: Resources): DialogEvent | null {
  const { read, situation } = message;
  const isNamed = read.some(({ symbols }) => symbols.has(listening.marks.owner));
  if (!isAtBeginning(situation) || allWords.length > FEW || !isNamed) return null;
  return { type: 'suppose', open: { about: 'fact', fact: 'sharedMailbox', is: true } };
}

function isAtBeginning(situation: Situation): boolean {
  return situation.asks === null && offers(situation, 'askMe');
}

/** "Whatever", "I don't mind": what is meant where somebody cannot tell. */
function undecided(
  { allWords, answered, own, message }: Spoken,
  { listening }: Resources,
): DialogEvent | null {
  const { read, situation } = message;
  const isShort = allWords.length > 0 && allWords.length <= BARE;
  const saysMore = own.length > 0 || answered.answer !== null;
  const isAll = isShort && !saysMore && read.every(listening.says('unsure'));
  return (isAll && situation.asks === null && situation.answers.unsure) || null;
}

/** A program that is named, and nothing else that is understood. */
function programAlone(
  { allWords, message }: Spoken,
  { listening, findProgram }: Resources,
): readonly DialogEvent[] | null {
  if (allWords.length > SHORT || message.read.some(isQuestion)) return null;
  const named = findProgram(allWords);
  return named && andDevice(programNamed(named, message, listening), message, listening);
}

/** What only may have been meant, as a question. */
function guessed({ allWords, message }: Spoken, { listening }: Resources): DialogEvent | null {
  // Why it was no help is told in any words.
  if (offers(message.situation, 'reason')) return null;
  const { maybe } = message.heard;
  const isSure = maybe?.kind !== 'event' || !isMisheard(maybe.event, message, listening);
  const open = maybe && isSure && allWords.length > FEW ? supposition(maybe) : null;
  return open && { type: 'suppose', open };
}
