import type { DialogEvent } from '../../../dialogs/model.ts';
import { answersBeside, goesOnAfter, meantBy, shortAnswerIn, takeAnswer } from './answering.ts';
import { unsettledIn, withCorrection } from './corrections.ts';
import { anotherProgram, guideAnswer, programNamed, withDetails } from './details.ts';
import { andDevice } from './devices.ts';
import { isAboutLooking } from './elsewhere.ts';
import { NOT_UNDERSTOOD, supposition } from './events.ts';
import { supposedIn } from './hypothetical.ts';
import { nameOf } from './labels.ts';
import type { Occurrence } from './lexicon.ts';
import type { Listening } from './listening.ts';
import { words } from './normalise.ts';
import { isMisheard, ownEvents } from './ownEvents.ts';
import { dangerIn, hearPhrases } from './phrases.ts';
import { failureIn } from './progress.ts';
import { type Knowledge, type Reading, readAs } from './reading.ts';
import { isQuestion, type Sentence } from './sentences.ts';
import { atSteps, offers, type Situation } from './situation.ts';
import { asWhole } from './wholeMessage.ts';

/** So few words, where nothing is asked that they answer, may mean anything. */
const FEW = 2;
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

/** What a message means in the person's own words. */
export function inOwnWords(reading: Reading, knowledge: Knowledge): readonly DialogEvent[] {
  const { text, said, read: entire, situation } = reading;
  const { listening, hear, findProgram, taught } = knowledge;
  const danger = dangerIn(entire, situation, listening);
  if (danger && danger.subject !== 'warningAccepted') return [danger];
  const declined = asWhole(entire, situation, listening);
  if (declined) return [withDetails(declined, entire, findProgram, listening)];
  const supposed = supposedIn(entire, situation, hear, listening);
  if (supposed) return [supposed];
  const answered = takeAnswer(said, entire, situation, taught.exact, listening);
  const { answer, rest } = answered;
  const behind = rest === said ? reading : readAs({ text, said: rest, situation }, listening);
  const { read } = behind;
  const another = anotherProgram(
    { said: words(rest), isYes: answer?.answer === 'yes' },
    read,
    situation,
    listening,
    findProgram,
  );
  if (another) return [another];
  const heard = withCorrection(hearPhrases(hear, read, situation, listening), entire, listening);
  const message = { read, heard };

  const spoken = words(said);
  const asking = text.includes('?') || read.some((sentence) => isWish(sentence, listening));
  const own = ownEvents(message, situation, { length: spoken.length, asking }, listening, findProgram);
  const failure = failureIn(message, own, situation, listening);
  if (failure) return failure;
  if (danger) return [danger, ...own.filter((event) => isTroubleBeside(event, situation))];
  const short = shortAnswerIn(message, situation, listening);

  const inGuide = guideAnswer(words(rest), read, situation, listening, findProgram);
  const isSaid = own.length > 0 || (situation.asks !== null && (answer ?? short) !== null);
  const isMore = inGuide?.type === 'trouble' ? own.some(isTrouble) : isSaid || read.some(isQuestion);
  // "POP to IMAP in Outlook" names the program of a change, whatever is being set up.
  const isOther = inGuide?.type === 'program' && own.some(isSwitch) && namesBoth(read, listening);
  const isBeside = inGuide?.type === 'elsewhere' && own.some(isAboutLooking);
  if (inGuide && !isOther && !isBeside && !(isUnasked(inGuide, situation) && isMore))
    return andDevice(inGuide, behind, listening);
  if (own.length === 0 && !goesOnAfter(answered) && entire.some(listening.isPuzzled))
    return [puzzledEvent(situation)];
  const mayBeBroken = situation.asks === null && own.every(({ type }) => type === 'offTopic');
  if (mayBeBroken && entire.some(listening.isBroken)) return [{ type: 'suppose', open: CANNOT_CONNECT }];

  const meant = meantBy(answered, short, situation, listening);
  const isSpelledOut = situation.asks !== null && situation.asks in heard.facts;
  if (meant.length === 0 && !isSpelledOut && isPraise(entire, listening)) return [{ type: 'thanks' }];
  const answers = answersBeside(meant, answered, own, message, situation, listening);
  // Thanks along with an answer are no more than polite.
  const beside = answers.length > 0 ? own.filter(({ type }) => type !== 'thanks') : own;
  const all = isSpelledOut ? own : [...answers, ...beside];
  if (all.length > 0) return all;

  const unsettled = unsettledIn(entire, situation, listening);
  if (unsettled) return [unsettled];

  // "My PC" to whether there are several most likely means that one only, by which POP may be advised.
  if (situation.asks === 'multipleDevices' && spoken.length <= FEW + 1 && read.some(listening.namesDevice))
    return [{ type: 'suppose', open: { about: 'fact', fact: situation.asks, is: false } }];
  const named = spoken.length <= SHORT && !read.some(isQuestion) ? findProgram(spoken) : null;
  if (named) return andDevice(programNamed(named, read, situation, listening), behind, listening);
  const { maybe } = heard;
  const isSure = maybe?.kind !== 'event' || !isMisheard(maybe.event, message, situation, listening);
  const open = maybe && isSure && spoken.length > FEW ? supposition(maybe) : null;
  return [open ? { type: 'suppose', open } : NOT_UNDERSTOOD];
}

/** Whoever accepted a warning and still cannot connect is helped with that, once they know; at the steps they are. */
function isTroubleBeside(event: DialogEvent, situation: Situation): boolean {
  if (event.type !== 'trouble' || event.trouble !== 'cannotConnect' || atSteps(situation)) return false;
  return event.symptom !== undefined && event.symptom !== 'certificate';
}

function isTrouble({ type }: DialogEvent): boolean {
  return type === 'trouble';
}

function isSwitch(event: DialogEvent): boolean {
  return event.type === 'trouble' && event.trouble === 'switching';
}

function namesBoth(read: readonly Sentence[], { marks }: Listening): boolean {
  return read.some(({ symbols }) => symbols.has(marks.pop) && symbols.has(marks.imap));
}

/** A program that nobody asked for is named along with something else ("duplicates POP iPhone"), or by itself. */
function isUnasked({ type }: DialogEvent, situation: Situation): boolean {
  return (type === 'program' || type === 'trouble') && !offers(situation, 'program');
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

/** "Great": said of the connection it would be a fact, but said of nothing it is meant for the bot. */
function isPraise(read: readonly Sentence[], listening: Listening): boolean {
  return read.length === 1 && read.every(listening.isPraise);
}
