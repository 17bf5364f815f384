import type { Answers, DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Trouble } from '../../../dialogs/wording.ts';
import { leadingAnswer, shortAnswer } from './answers.ts';
import { byLabel, chosen, type Offered, severalChosen } from './choices.ts';
import { anotherProgram, guideAnswer, withDetails } from './details.ts';
import { eventsFrom, inSituation, SMALL_TALK, supposition } from './events.ts';
import type { Examples } from './examples.ts';
import { type Hear, type Heard, isCorrection } from './hear.ts';
import { type Meaning, nameOf, taughtBy } from './labels.ts';
import { isOtherLanguage } from './language.ts';
import type { Listening } from './loadPatterns.ts';
import { normalise, words } from './normalise.ts';
import { hearPhrases } from './phrases.ts';
import type { FindProgram } from './programs.ts';
import { isQuestion, type Sentence, sentences } from './sentences.ts';

/** Where the talk stands, as far as it gives a message its meaning. */
export type Situation = {
  readonly asks: Fact | null;
  readonly offered: readonly Offered[];
  /** What yes, no and "not sure" mean here, where they mean anything. */
  readonly answers: Answers;
};

/** So few words, where nothing is asked that they answer, may mean anything. */
const FEW = 2;
/** In no more words than these a program may be named that is all there is to be understood. */
const SHORT = 8;

/** Events that say what a message is about, so that "not sure" in front of them asks for nothing. */
const SAYS: ReadonlySet<DialogEvent['type']> = new Set(['tell', 'trouble', 'explain']);

/** What only steps that were shown are answered with. */
const ABOUT_STEPS: ReadonlySet<DialogEvent['type']> = new Set(['works', 'worksNot']);

/** What is asked of somebody whose mail does not work, who has not said why. */
const CANNOT_CONNECT = { about: 'trouble', trouble: 'cannotConnect' } as const;

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

  /** The answer in front of a message, where it means something there, and the rest. */
  function answerAndRest(said: string, read: readonly Sentence[], situation: Situation) {
    const leading = leadingAnswer(said, exact, listening);
    const { answer, rest } = leading;
    if (answer === null) return leading;
    if (read[0] && listening.isNod(read[0])) {
      const isDenied = read.some(({ symbols }) => symbols.has(listening.marks.not));
      return situation.asks !== null || isDenied ? { answer: null, rest } : leading;
    }
    // "Sometimes with my phone" may say more than its first word.
    if (answer.answer === 'unsure') return { answer, rest: said };
    // "Yes, but it is still full" is no yes to what was hoped for.
    if (situation.asks === null && answer.answer === 'yes' && BUT.test(rest)) return { answer: null, rest };
    // A "no" that answers nothing belongs to what it stands before: "no server please".
    const isNo = answer.answer === 'no' && inSituation([answer], situation) === null;
    return isNo && !GOES_ON.test(rest) ? { answer: null, rest: said } : leading;
  }

  return (text, situation) => {
    const said = normalise(text);
    const choice = chosen(said, situation) ?? byLabel(said, buttons);
    if (choice) return [choice.event];
    const several = severalChosen(said, situation.offered);
    if (several) return [several];

    const whole = exact.get(essence(said));
    // "It works" is said of a connection, too.
    const isAnswer = whole?.kind === 'event' && situation.asks !== null && ABOUT_STEPS.has(whole.event.type);
    if (whole && !isAnswer) {
      const read = sentences(said, listening.lexicon, listening.marks);
      // "Ok" is no answer to a question about somebody's mail.
      if (whole.kind === 'answer' && situation.asks !== null && read.some(listening.isNod))
        return [{ type: 'why' }];
      const events = inSituation([whole], situation, isCorrection(read, listening)) ?? [
        { type: 'notUnderstood' } as const,
      ];
      return events.map((event) => withDetails(event, read, findProgram, listening));
    }
    if (isOtherLanguage(said, listening.otherLanguages, english)) return [{ type: 'otherLanguage' }];

    const entire = sentences(said, listening.lexicon, listening.marks);
    const equal = situation.answers?.unsure;
    if (equal?.type === 'prefer' && entire.some(listening.isEqual)) return [equal];
    if (situation.asks === null && situation.answers?.no && entire.some(listening.isPostponing))
      return [{ type: 'bye' }];
    const { answer, rest } = answerAndRest(said, entire, situation);
    const read = rest === said ? entire : sentences(rest, listening.lexicon, listening.marks);
    const heard = hearPhrases(hear, read, situation, listening);
    const asking = text.includes('?') || read.some(({ symbols }) => symbols.has(listening.marks.asking));
    const own = withoutWishAsUse(
      eventsFrom(heard, words(said).length, asking)
        // "Not at work" answers a question, and says of nothing that it does not work.
        .filter(({ type }) => situation.asks === null || !ABOUT_STEPS.has(type))
        .filter(
          (event) =>
            !isOnlyAnAnswer(event, read, heard, situation, listening) &&
            !isOnlyGuessed(event, read, listening),
        )
        .map((event) => withDetails(event, read, findProgram, listening))
        // "I don't need that" is no to what is asked.
        .map((event) => (event.type === 'doesNotFit' && situation.asks !== null ? NO : event)),
    );
    const another = anotherProgram(words(rest), situation, findProgram);
    if (another) return [another];
    const toBeAnswered = (event: DialogEvent) =>
      !ABOUT_STEPS.has(event.type) && !isOnlyAnAnswer(event, read, heard, situation, listening);
    const short = shortAnswer(
      read,
      { ...heard, wants: heard.wants.filter(toBeAnswered) },
      situation,
      listening,
    );
    const inGuide = guideAnswer(words(rest), read, situation, listening, findProgram);
    // A program that nobody asked for is named along with something else, or by itself.
    const isAside =
      inGuide?.type === 'program' && situation.offered.every(({ event }) => event.type !== 'program');
    const isAnswered = situation.asks !== null && (answer !== null || short !== null);
    if (inGuide && !(isAside && (own.length > 0 || isAnswered || read.some(isQuestion)))) return [inGuide];
    if (own.length === 0 && !isPlain(answer, rest) && entire.some(listening.isPuzzled))
      return [puzzledEvent(situation)];
    const mayBeBroken = situation.asks === null && own.every(({ type }) => type === 'offTopic');
    if (mayBeBroken && entire.some(listening.isBroken)) return [{ type: 'suppose', open: CANNOT_CONNECT }];
    const answered = isOpen(answer, rest) ? (short ?? answer) : (answer ?? short);
    const meant =
      toldToClarify(short, situation) ?? (answered ? (inSituation([answered], situation) ?? []) : []);
    // "No, wait, only the phone": whoever goes on talking does not say goodbye, nor wants to be asked.
    const [goesOn, says] = [own.length > 0, own.some(({ type }) => SAYS.has(type))];
    const isMore = rest !== said && own.length === 0 && words(rest).length > 0 && !isPolite(read, listening);
    const answers = meant
      // "No" and something that is not understood is no goodbye.
      .map((event) => (event.type === 'bye' && isMore ? DISAGREES : event))
      .filter(({ type }) => !(type === 'bye' && goesOn) && !(type === 'askMe' && says))
      // "Yes, my phone too": what is told, or asked, comes before what was offered.
      .filter(
        ({ type }) =>
          !((type === 'trouble' || type === 'goOn') && own.some((event) => !ASIDE.has(event.type))),
      )
      .filter(() => situation.asks !== null || answer?.answer !== 'unsure' || !goesOn);
    const spelledOut = situation.asks !== null && situation.asks in heard.facts;
    if (meant.length === 0 && !spelledOut && isPraise(entire, listening)) return [{ type: 'thanks' }];
    const all = spelledOut ? own : [...answers, ...own];
    if (all.length > 0) return all;
    const spoken = words(said);
    const named = spoken.length <= SHORT && !read.some(isQuestion) ? findProgram(spoken) : null;
    if (named) return [{ type: 'program', program: named }];
    const isAnswerOnly = heard.maybe?.kind === 'event' && !toBeAnswered(heard.maybe.event);
    const open = heard.maybe && !isAnswerOnly && spoken.length > FEW ? supposition(heard.maybe) : null;
    return [open ? { type: 'suppose', open } : { type: 'notUnderstood' }];
  };
}

/** What takes back the yes or no in front of it. */
const BUT = /^[\s,.!;:-]*(but|still|same)\b/;

/** Whether a message begins with a yes or no, and goes on. */
function isPlain(answer: Meaning | null, rest: string): boolean {
  return answer?.kind === 'answer' && answer.answer !== 'unsure' && words(rest).length > 0;
}

/** Whether what comes after an answer may say more than the answer: "yes, a few, but online is enough". */
function isOpen(answer: Meaning | null, rest: string): boolean {
  return answer?.kind === 'answer' && (answer.answer === 'unsure' || /\bbut\b/.test(rest));
}

/** How a message goes on behind a "no" that stands by itself. */
const GOES_ON =
  /^\s*([,.!;:-]|$)|^\s*(i|im|ive|we|my|it|its|the|that|this|there|he|she|they|but|and|just|only|not|a|an|you|your|what|how|why)\b/;

/** What comes along with an answer and takes nothing from it. */
const ASIDE: ReadonlySet<DialogEvent['type']> = new Set([...SMALL_TALK, 'note']);

/**
 * "No, only that" to "Do you mean one device only?": where the question was put the other way round, what is said of the fact
 * itself is surer than yes or no.
 */
function toldToClarify(short: Meaning | null, { asks, answers }: Situation): DialogEvent[] | null {
  if (asks === null || answers?.yes?.type !== 'tell') return null;
  if (short?.kind !== 'answer' || short.answer === 'unsure') return null;
  return [{ type: 'tell', facts: { [asks]: short.answer === 'yes' }, inOwnWords: false }];
}

const NO: DialogEvent = { type: 'answer', answer: false };
const DISAGREES: DialogEvent = { type: 'doesNotFit' };

/** Troubles that sound like an answer to a question, with the fact that is asked there. */
const SOUNDS_LIKE_ANSWER: { readonly [T in Trouble]?: Fact } = {
  foldersMissing: 'offlineFolders',
  sentMissing: 'offlineFolders',
  diskFull: 'limitedStorage',
  cannotConnect: 'poorConnection',
};

/** "No folders, only the inbox" says to the question about folders that there are none, and not that some are missing. */
function isOnlyAnAnswer(
  event: DialogEvent,
  read: readonly Sentence[],
  { facts }: Heard,
  { asks }: Situation,
  { isUnsure }: Listening,
): boolean {
  if (event.type !== 'trouble' || asks === null) return false;
  // "I don't know, my son set it up"
  if (event.trouble === 'setup' && read.some(isUnsure)) return true;
  const length = read.reduce((sum, sentence) => sum + sentence.words.length, 0);
  return SOUNDS_LIKE_ANSWER[event.trouble] === asks && (facts[asks] !== undefined || length <= GUESSED);
}

/** Who wants a protocol set up does not say that they use it: "set up POP in Thunderbird". */
function withoutWishAsUse(events: readonly DialogEvent[]): readonly DialogEvent[] {
  const wish = events.find((event) => event.type === 'trouble' && event.trouble === 'setup');
  const wanted = wish?.type === 'trouble' ? wish.protocol : undefined;
  return events.flatMap((event) => {
    if (event.type !== 'note' || wanted === undefined || event.uses !== wanted) return event;
    return Object.keys(event.facts).length > 0 ? { ...event, uses: null } : [];
  });
}

/** In so few words nothing is sure to be about something else: "how do I stop it". */
const GUESSED = 6;

function isOnlyGuessed({ type }: DialogEvent, read: readonly Sentence[], { find }: Listening): boolean {
  if (type !== 'offTopic') return false;
  const length = read.reduce((sum, sentence) => sum + sentence.words.length, 0);
  const isNamed = read.some((sentence) => find(sentence).some(({ label }) => nameOf(label) === type));
  return length <= GUESSED && !isNamed;
}

/** Whether a message only takes its leave, or thanks. */
function isPolite(read: readonly Sentence[], { find }: Listening): boolean {
  return read.some((sentence) =>
    find(sentence).some(({ label }) => ['thanks', 'bye'].includes(nameOf(label))),
  );
}

/**
 * What helps who does not understand: why a question is asked, a guide in smaller pieces, or, before the choice, a few
 * questions.
 */
function puzzledEvent({ asks, answers, offered }: Situation): DialogEvent {
  if (asks) return { type: 'why' };
  if (offered.some(({ event }) => event.type === 'next')) return { type: 'explain', subject: 'notThere' };
  const oneByOne = offered.find(({ event }) => event.type === 'oneByOne');
  return oneByOne?.event ?? answers?.unsure ?? { type: 'help' };
}

/** "Great": said of the connection it would be a fact, but said of nothing it is meant for the bot. */
function isPraise(read: readonly Sentence[], listening: Listening): boolean {
  return read.length === 1 && read.every(listening.isPraise);
}

/** A text as its bare words, for comparing. */
function essence(text: string): string {
  return words(text).join(' ') || text;
}
