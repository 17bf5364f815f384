import type { DialogEvent } from '../../../dialogs/model.ts';
import { answersBeside, goesOnAfter, meantBy, shortAnswerIn, takeAnswer } from './answering.ts';
import { saidTo } from './answers.ts';
import { byLabel, chosen, chosenBeside, severalChosen, withChosen } from './choices.ts';
import { unsettledIn, withCorrection } from './corrections.ts';
import { anotherProgram, guideAnswer, programNamed, withDetails } from './details.ts';
import { andDevice, withoutHedgedNo } from './devices.ts';
import { hedgedElsewhere, isAboutLooking } from './elsewhere.ts';
import { inSituation, supposition } from './events.ts';
import type { Examples } from './examples.ts';
import { inPlainWords, ofWhatWasExplained } from './explained.ts';
import { type Hear, isCorrection } from './hear.ts';
import { supposedIn } from './hypothetical.ts';
import { type Meaning, nameOf, taughtBy } from './labels.ts';
import { isOtherLanguage } from './language.ts';
import type { Occurrence } from './lexicon.ts';
import type { Listening } from './listening.ts';
import { normalise, words } from './normalise.ts';
import { numberedStep } from './numberedStep.ts';
import { asksForOther, asTheirAnswer, asTheirOwn, onBehalf } from './onBehalf.ts';
import { isAboutNoSteps, isMisheard, ownEvents } from './ownEvents.ts';
import { dangerIn, hearPhrases } from './phrases.ts';
import type { FindProgram } from './programs.ts';
import { behindDone, failureIn, leavesDone, progressIn } from './progress.ts';
import { isQuestion, type Sentence, sentences } from './sentences.ts';
import { atSteps, type Offered, offers, type Situation } from './situation.ts';
import { toldApart } from './toldApart.ts';
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

/** What a message means in a situation: one event or more, in the order in which they are to be taken up. */
export type Understand = (text: string, situation: Situation) => readonly DialogEvent[];

/**
 * Learns from the examples once, at start. `buttons` are all labels there are, so that an old button still means
 * what it says. The result is pure: the same text in the same situation always means the same.
 */
export function openUnderstanding(
  examples: Examples,
  listening: Listening,
  hear: Hear,
  buttons: readonly Offered[],
  findProgram: FindProgram,
): Understand {
  const taught = taughtBy(examples);
  const exact = new Map<string, Meaning>();
  const english = new Set<string>();
  for (const { meaning, sentences } of taught) {
    for (const said of sentences.map(normalise)) {
      exact.set(essence(said), meaning);
      for (const word of words(said)) english.add(word);
    }
  }

  /** What a message means that is a button's label, or its number. */
  function pressed(said: string, situation: Situation): DialogEvent | null {
    const choice = chosen(said, situation, listening) ?? byLabel(said, buttons);
    return choice?.event ?? severalChosen(said, situation.offered, listening);
  }

  /** What a message means that is a sentence which was taught. */
  function known(
    said: string,
    read: readonly Sentence[],
    situation: Situation,
  ): readonly DialogEvent[] | null {
    const isPaging = offers(situation, 'next', 'previous');
    if (isPaging && read.length > 0 && read.every(listening.isStepDone)) return [{ type: 'next' }];
    const whole = exact.get(essence(said));
    // "Sometimes" is yes to whether a line is slow or rare, and tells nothing elsewhere.
    if (whole?.kind === 'answer' && whole.answer === 'unsure' && situation.asks !== null) {
      const told = saidTo(situation.asks, read, listening);
      if (told !== null) return [{ type: 'answer', answer: told }];
    }
    // What has an answer of its own needs no general help: "are you a robot".
    const isGeneral = whole?.kind === 'event' && whole.event.type === 'help';
    if (isGeneral && read.some((sentence) => listening.findAside(sentence).length > 0)) return null;
    if (!whole || (whole.kind === 'event' && isAboutNoSteps(whole.event, situation))) return null;
    const isButton = words(said).every((word) => listening.littleWords.buttons.has(word));
    if (isButton && read.some(({ hasQuestionMark }) => hasQuestionMark) && atSteps(situation))
      return [{ type: 'explain', subject: 'accepting' }];
    // "Skip" passes over a question, and over no step.
    const isAtStep = offers(situation, 'oneByOne', 'next');
    if (whole.kind === 'answer' && isAtStep && read.some((sentence) => isSkipping(sentence, listening)))
      return [{ type: 'explain', subject: 'skipping' }];
    // "What do you mean" is no answer to what matters more.
    const isWeighing = situation.answers.unsure?.type === 'prefer';
    if (whole.kind === 'answer' && isWeighing && read.some(listening.isPuzzled)) return [{ type: 'why' }];
    const isNod = whole.kind === 'answer' && read.some(listening.isNod);
    // "Ok" does not say that lost mail is found.
    const isUnseen = situation.answers.yes?.type === 'works' && situation.answers.unsure?.type === 'explain';
    if (isNod && isUnseen) return [situation.answers.unsure ?? NOT_UNDERSTOOD];
    // It is no answer to a question about somebody's mail.
    if (isNod && situation.asks !== null) return [{ type: 'why' }];
    // Nor does it say that something works, where the steps have only just been shown.
    if (isNod && offers(situation, 'oneByOne')) return [{ type: 'oneByOne' }];
    // Nor that something works elsewhere, by which mail may be given up.
    if (isNod && situation.answers.yes?.type === 'elsewhere')
      return [situation.answers.unsure ?? NOT_UNDERSTOOD];
    const events = inSituation([whole], situation, isCorrection(read, listening)) ?? [NOT_UNDERSTOOD];
    return events.map((event) => withDetails(event, read, findProgram, listening));
  }

  /** What a message means in the person's own words. */
  function inOwnWords(
    text: string,
    said: string,
    entire: readonly Sentence[],
    situation: Situation,
  ): readonly DialogEvent[] {
    const danger = dangerIn(entire, situation, listening);
    if (danger && danger.subject !== 'warningAccepted') return [danger];
    const declined = asWhole(entire, situation, listening);
    if (declined) return [withDetails(declined, entire, findProgram, listening)];
    const supposed = supposedIn(entire, situation, hear, listening);
    if (supposed) return [supposed];
    const answered = takeAnswer(said, entire, situation, exact, listening);
    const { answer, rest } = answered;
    const read = rest === said ? entire : sentences(rest, listening.lexicon, listening.marks);
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
      return andDevice(inGuide, read, situation, listening);
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
    if (named) return andDevice(programNamed(named, read, situation, listening), read, situation, listening);
    const { maybe } = heard;
    const isSure = maybe?.kind !== 'event' || !isMisheard(maybe.event, message, situation, listening);
    const open = maybe && isSure && spoken.length > FEW ? supposition(maybe) : null;
    return [open ? { type: 'suppose', open } : NOT_UNDERSTOOD];
  }

  function understood(text: string, said: string, situation: Situation): readonly DialogEvent[] {
    const choice = pressed(said, situation);
    if (choice) return [choice];
    const beside = chosenBeside(said, situation, listening);
    if (beside) {
      const rest = sentences(beside.rest, listening.lexicon, listening.marks);
      return withChosen(beside, inOwnWords(beside.rest, beside.rest, rest, situation));
    }
    const behind = behindDone(said, situation, listening);
    if (behind !== null) {
      // What is asked along with it is answered, and the next step comes all the same.
      const events = understood(behind, behind.trim(), situation);
      if (events.every(leavesDone)) return [...events, { type: 'next' }];
    }
    const read = sentences(said, listening.lexicon, listening.marks);
    const early =
      ofWhatWasExplained(read, situation, listening) ??
      numberedStep(said, read, situation, listening) ??
      inPlainWords(read, situation, listening) ??
      hedgedElsewhere(read, situation, listening) ??
      progressIn(said, read, situation, listening);
    if (early) return [early];
    const events = known(said, read, situation);
    if (events) return events;
    if (isOtherLanguage(said, listening.otherLanguages, english)) return [{ type: 'otherLanguage' }];
    return inOwnWords(text, said, read, situation);
  }

  return (text, situation) => {
    const said = toldApart(normalise(text), listening);
    const isForOther = !situation.isOnBehalf && !atSteps(situation) && asksForOther(said, listening);
    const told = isForOther
      ? asTheirOwn(said, listening)
      : situation.isOnBehalf
        ? asTheirAnswer(said, situation, listening)
        : said;
    const events = withoutHedgedNo(understood(text, told, situation), told, situation, listening);
    return isForOther ? onBehalf(events) : events;
  };
}

/** Whoever accepted a warning and still cannot connect is helped with that, once they know; at the steps they are. */
function isTroubleBeside(event: DialogEvent, situation: Situation): boolean {
  if (event.type !== 'trouble' || event.trouble !== 'cannotConnect' || atSteps(situation)) return false;
  return event.symptom !== undefined && event.symptom !== 'certificate';
}

function isSkipping(sentence: Sentence, { findAsideAtSteps }: Listening): boolean {
  return findAsideAtSteps(sentence).some(({ label }) => label === 'skipping');
}

const NOT_UNDERSTOOD: DialogEvent = { type: 'notUnderstood' };

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

/** A text as its bare words, for comparing. */
function essence(text: string): string {
  return words(text).join(' ') || text;
}
