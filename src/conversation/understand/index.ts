import type { Preference } from '../../../dialogs/advise.ts';
import type { Answers, DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { type Subject, WHAT_IS_KEPT } from '../../../dialogs/wording.ts';
import { answersBeside, goesOnAfter, meantBy, shortAnswerIn, takeAnswer } from './answering.ts';
import { saidTo } from './answers.ts';
import {
  atSteps,
  byLabel,
  chosen,
  chosenBeside,
  isAdvised,
  LAST,
  type Offered,
  offers,
  severalChosen,
  stepNamed,
  stepsBack,
  withChosen,
} from './choices.ts';
import { anotherProgram, guideAnswer, programNamed, withDetails } from './details.ts';
import { hedgedElsewhere, isAboutLooking } from './elsewhere.ts';
import { inSituation, supposition } from './events.ts';
import type { Examples } from './examples.ts';
import { type Hear, type Heard, hintsAt, isCorrection } from './hear.ts';
import { supposedIn } from './hypothetical.ts';
import { type Meaning, nameOf, taughtBy } from './labels.ts';
import { isOtherLanguage } from './language.ts';
import type { Occurrence } from './lexicon.ts';
import type { Listening } from './listening.ts';
import { normalise, words } from './normalise.ts';
import { asksForOther, asTheirAnswer, asTheirOwn, onBehalf } from './onBehalf.ts';
import { isAboutNoSteps, isMisheard, ownEvents } from './ownEvents.ts';
import { dangerIn, hearPhrases } from './phrases.ts';
import type { FindProgram } from './programs.ts';
import { behindDone, failureIn, leavesDone, progressIn } from './progress.ts';
import { isQuestion, lengthOf, type Sentence, sentences } from './sentences.ts';
import { toldApart } from './toldApart.ts';

/** Where the talk stands, as far as it gives a message its meaning. */
export type Situation = {
  readonly asks: Fact | null;
  readonly offered: readonly Offered[];
  /** What yes, no and "not sure" mean here, where they mean anything. */
  readonly answers: Answers;
  /** Whether what is offered is shown with numbers. */
  readonly isNumbered: boolean;
  /** Whether they ask for somebody else, of whom is told what is told. */
  readonly isOnBehalf?: boolean;
  /** What was explained last, which "is that bad?" is about. */
  readonly spokenOf?: Subject | null;
};

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

    const unsettled = unsettledIn(entire, situation, listening) ?? weighedEarly(entire, situation, listening);
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
    const taken = withoutHedgedNo(understood(text, told, situation), told, situation, listening);
    const events = taken.flatMap((event) => ofStorage(event, told, situation, listening));
    return isForOther ? onBehalf(events) : events;
  };
}

/**
 * "No, except my phone", "no, does the tablet count?": by a "no" POP may be advised, which takes the mail away from other
 * devices, so one that may be none is asked about.
 */
function withoutHedgedNo(
  events: readonly DialogEvent[],
  said: string,
  { asks, answers }: Situation,
  listening: Listening,
): readonly DialogEvent[] {
  if (asks !== 'multipleDevices' || !events.some(isOneDevice)) return events;
  const read = sentences(said, listening.lexicon, listening.marks);
  // Asked a second time, whether it is one device only, who says more than yes has others.
  if (answers.yes?.type === 'tell')
    return read.some(listening.isException)
      ? [{ type: 'tell', facts: { [asks]: true }, inOwnWords: false }]
      : events;
  if (read.some(listening.isUnsure)) return [{ type: 'answer', answer: 'unsure' }];
  const asking = read.some(isQuestion);
  if (!asking && read.some(listening.isException)) return [SEVERAL_SUPPOSED];
  const others = events.filter((event) => !isOneDevice(event));
  if (others.length > 0) return asking ? others : events;
  const isNamedBehind = read
    .slice(1)
    .some((sentence) => listening.namesDevice(sentence) && !deniesOthers(sentence, listening));
  if (!isNamedBehind && !asking && !read.some(listening.isHedged)) return events;
  return [
    read.some(listening.namesDevice) && !asking ? SEVERAL_SUPPOSED : { type: 'explain', subject: 'device' },
  ];
}

/** Whether a sentence that names a device says that it is no other one: "not the phone", "one computer". */
function deniesOthers(sentence: Sentence, { marks, find }: Listening): boolean {
  const isOne = find(sentence).some(
    ({ label }) => label.kind === 'fact' && label.fact === 'multipleDevices' && !label.is,
  );
  return isOne || sentence.symbols.has(marks.not);
}

/** A program that was named; "Outlook and a phone" may be two places, which is asked where nothing else is. */
function andDevice(
  event: DialogEvent,
  read: readonly Sentence[],
  { asks, answers, offered }: Situation,
  listening: Listening,
): readonly DialogEvent[] {
  const isAsked = asks !== null || answers.yes !== undefined || answers.no !== undefined;
  const isMore = read.some(listening.namesDevice) && hintsAt('multipleDevices', read, listening);
  const isProgramAsked = offered.some(({ event: { type } }) => type === 'program');
  if (event.type !== 'program' || isAsked || isProgramAsked || !isMore) return [event];
  return [event, SEVERAL_SUPPOSED];
}

const SEVERAL_SUPPOSED: DialogEvent = {
  type: 'suppose',
  open: { about: 'fact', fact: 'multipleDevices', is: true },
};

function isOneDevice(event: DialogEvent): boolean {
  return event.type === 'tell'
    ? event.facts.multipleDevices === false
    : event.type === 'answer' && !event.answer;
}

/** Whoever accepted a warning and still cannot connect is helped with that, once they know; at the steps they are. */
function isTroubleBeside(event: DialogEvent, situation: Situation): boolean {
  if (event.type !== 'trouble' || event.trouble !== 'cannotConnect' || atSteps(situation)) return false;
  return event.symptom !== undefined && event.symptom !== 'certificate';
}

/**
 * Something that has changed, or was heard wrong, counts against what was said before; and "my tablet too" takes back what was
 * said of one device.
 */
function withCorrection(heard: Heard, entire: readonly Sentence[], listening: Listening): Heard {
  const { isAdding, isChanging, isGivingUp } = listening;
  const adds = heard.facts.multipleDevices === true && entire.some(isAdding);
  const givesUp = heard.facts.multipleDevices === false && entire.some(isGivingUp);
  return { ...heard, corrects: heard.corrects || adds || givesUp || entire.some(isChanging) };
}

const DEVICES_ANEW: DialogEvent = { type: 'change', fact: 'multipleDevices' };

/**
 * What a message after the advice touches of what that rests on, and does not settle: "actually I don't read mail on the phone"
 * leaves open which devices there are, and is asked. Whoever takes
 * their "no" back and names a device may read mail on it.
 */
function unsettledIn(
  entire: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent | null {
  if (!isAdvised(situation) || entire.some(isQuestion)) return null;
  const { isGivingUp, isTakingBack, namesDevice, findUnsaid } = listening;
  if (entire.some(isGivingUp)) return DEVICES_ANEW;
  if (entire.some((sentence) => isTakingBack(sentence) && namesDevice(sentence)))
    return offers(situation, 'change') ? DEVICES_ANEW : { type: 'back', of: 'multipleDevices' };
  const [unsaid] = entire.flatMap((sentence) => findUnsaid(sentence).flatMap(({ label }) => label));
  return unsaid && isCorrection(entire, listening) ? { type: 'change', fact: unsaid } : null;
}

function isSkipping(sentence: Sentence, { findAsideAtSteps }: Listening): boolean {
  return findAsideAtSteps(sentence).some(({ label }) => label === 'skipping');
}

const NOT_UNDERSTOOD: DialogEvent = { type: 'notUnderstood' };

/** What a whole message means that weighs nothing, wants the advice again, or puts off the help that was offered. */
function asWhole(
  entire: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent | null {
  const { asks, answers } = situation;
  const seeks = offers(situation, 'program') ? seekingProgram(entire, listening) : undefined;
  if (seeks) return { type: 'explain', subject: seeks };
  if (offers(situation, 'program') && entire.some(listening.isPlatform))
    return { type: 'explain', subject: 'whichProgram' };
  if (answers.unsure?.type === 'prefer' && !entire.some(isQuestion)) {
    const preferred = preferredIn(entire, listening);
    if (preferred) return { type: 'prefer', preference: preferred };
  }
  if (leavesTheChoice(entire, listening)) return { type: 'explain', subject: 'decide' };
  if (asks !== null || !answers.no) return null;
  // "Oops, yes, I do have a phone" says what is so.
  const takesBack = entire.length === 1 && entire.every(listening.isTakingBack);
  if (answers.yes?.type === 'trouble' && takesBack && !entire.some(listening.namesDevice))
    return { type: 'back' };
  // After the advice it is said again, and no questions are begun.
  const isAdvised = answers.yes?.type === 'trouble' || offers(situation, 'change');
  if (isAdvised && entire.some(listening.isAskingAgain)) return { type: 'goOn' };
  if (answers.yes?.type === 'trouble' && entire.every(listening.isAgreeing))
    return { type: 'trouble', trouble: 'setup' };
  if (answers.yes?.type === 'trouble' && entire.every(listening.isAskingHow)) return { type: 'showHow' };
  return entire.some(listening.isPostponing) ? { type: 'bye' } : null;
}

const ABOUT_PROGRAMS: ReadonlySet<Subject> = new Set([
  'whichProgram',
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
function weighedEarly(
  entire: readonly Sentence[],
  { asks }: Situation,
  listening: Listening,
): DialogEvent | null {
  if (asks === null || !entire.some(listening.isWeighed) || entire.some(isQuestion)) return null;
  const preferred = preferredIn(entire, listening);
  return preferred && { type: 'prefer', preference: preferred };
}

/** "Step 3", "I don't understand step 3": the step that is wanted, or the one after it where it is done. */
function numberedStep(
  said: string,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent | null {
  if (lengthOf(read) > SHORT) return null;
  const isShown = atSteps(situation);
  const back = isShown && offers(situation, 'next') ? stepsBack(said, listening) : null;
  if (back !== null) return { type: 'previous', by: back };
  const number = stepNamed(said, listening);
  if (number === null) return null;
  // Where none was shown, that is what is said to it.
  if (!isShown) return number === LAST ? null : { type: 'goToStep', step: number - 1 };
  // "Back to the last step" is the one before.
  const isBefore = number === LAST && words(said).some((word) => listening.littleWords.back.has(word));
  if (isBefore && offers(situation, 'next')) return { type: 'previous' };
  const isDone = read.some(listening.isStepDone);
  const fails =
    read.some(({ symbols }) => symbols.has(listening.marks.not)) && !read.some(listening.isPuzzled);
  return fails || read.some(listening.isBroken)
    ? null
    : { type: 'goToStep', step: number === LAST ? 'last' : isDone ? number : number - 1 };
}

/** At the end nothing is pressed any more that a step wants: "I clicked continue" is said of a warning there. */
const OVER = ['rate', 'reason'] as const;

/** What a few words say of what was just explained: that it was done all the same, or that it is not clear yet. */
function ofWhatWasExplained(
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent | null {
  const { spokenOf = null } = situation;
  if (read.length === 0 || lengthOf(read) > SHORT) return null;
  if ((spokenOf === 'accepting' || offers(situation, ...OVER)) && read.some(listening.isWarningPassed))
    return { type: 'explain', subject: 'warningAccepted' };
  if (spokenOf === WHAT_IS_KEPT && read.every(listening.isForgetting)) return { type: 'forget' };
  return spokenOf !== null && read.every(listening.isAskingOfThat)
    ? { type: 'explain', subject: spokenOf }
    : null;
}

/** Who does not follow the advice hears it in simpler words, and no longer reason. */
function inPlainWords(
  read: readonly Sentence[],
  { answers }: Situation,
  listening: Listening,
): DialogEvent | null {
  const isAdvised = answers.yes?.type === 'trouble' && answers.yes.trouble !== 'cannotConnect';
  if (!isAdvised || lengthOf(read) > SHORT || !read.some(listening.wantsPlainer)) return null;
  return { type: 'plainly' };
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

const WHICH_STORAGE: DialogEvent = { type: 'trouble', trouble: 'storageUnclear' };

/**
 * What is said to which of two kinds of storage is short: on a device it is the fact, "both" is the fact and the full mailbox,
 * and why it is asked comes with the question.
 */
function ofStorage(
  event: DialogEvent,
  said: string,
  { asks, offered, answers }: Situation,
  listening: Listening,
): readonly DialogEvent[] {
  const [device, server] = offered.map((choice) => choice.event);
  if (asks !== 'limitedStorage' || answers.yes !== undefined || device?.type !== 'tell' || !server)
    return [event];
  const [first = ''] = words(said);
  const isBoth = event.type === 'notUnderstood' && listening.littleWords.betweenNumbers.has(first);
  if (isBoth) return [{ type: 'note', facts: device.facts, uses: null }, server];
  if (event.type !== 'answer' && event.type !== 'why') return [event];
  // "Yes" chooses neither.
  const isOnDevice = saidTo(asks, sentences(said, listening.lexicon, listening.marks), listening) === true;
  return [isOnDevice ? device : WHICH_STORAGE];
}

/** A text as its bare words, for comparing. */
function essence(text: string): string {
  return words(text).join(' ') || text;
}
