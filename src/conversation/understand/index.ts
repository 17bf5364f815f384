import type { Protocol } from '../../../dialogs/advise.ts';
import type { Open } from '../../../dialogs/clarifying.ts';
import type { Symptom } from '../../../dialogs/guides.ts';
import type { DialogEvent, StateMeta } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Trouble } from '../../../dialogs/wording.ts';
import { byLabel, chosen, type Offered } from './choices.ts';
import type { Examples } from './examples.ts';
import type { Hear, Heard } from './hear.ts';
import { answerOf, type Meaning, taughtBy } from './labels.ts';
import { isOtherLanguage } from './language.ts';
import type { Listening } from './loadPatterns.ts';
import { normalise, words } from './normalise.ts';
import type { FindProgram } from './programs.ts';
import { isNegated, type Sentence, sentences } from './sentences.ts';

/** Where the talk stands, as far as it gives a message its meaning. */
export type Situation = {
  readonly asks: Fact | null;
  readonly offered: readonly Offered[];
  /** What yes, no and "not sure" mean here, where they mean anything. */
  readonly answers: StateMeta['answers'];
};

/** What a message means in a situation: one event or more, in the order in which they are to be taken up. */
export type Understand = (text: string, situation: Situation) => readonly DialogEvent[];

/** A longer message is no bare answer, and no bare command. */
const SHORT = 9;

/** Troubles that are also the sign of a wish, which advice meets; the others come before any advice. */
const SYMPTOMS: ReadonlySet<Trouble> = new Set(['foldersMissing', 'sentMissing']);
/** What is taken up only where nothing else was said. */
const SMALL_TALK: ReadonlySet<DialogEvent['type']> = new Set([
  'thanks',
  'bye',
  'greet',
  'abuse',
  'offTopic',
  'help',
  'why',
  'back',
  'restart',
  'doesNotFit',
]);

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

  return (text, situation) => {
    const said = normalise(text);
    const choice = chosen(said, situation.offered) ?? byLabel(said, buttons);
    if (choice) return [choice.event];

    const whole = exact.get(essence(said));
    if (whole) {
      const read = sentences(said, listening.lexicon, listening.marks);
      const { corrects } = hear(read);
      const events = inSituation([whole], situation, corrects) ?? [{ type: 'notUnderstood' } as const];
      return events.map((event) => withDetails(event, read, findProgram, listening));
    }
    if (isOtherLanguage(said, listening.otherLanguages, english)) return [{ type: 'otherLanguage' }];

    const { answer, rest } = leadingAnswer(said, exact);
    const read = sentences(rest, listening.lexicon, listening.marks);
    const heard = hear(read);
    const asking = text.includes('?') || read.some(({ symbols }) => symbols.has(listening.marks.asking));
    const inGuide = guideAnswer(words(rest), read, situation, listening, findProgram);
    if (inGuide) return [inGuide];
    const own = events(heard, words(said).length, asking).map((event) =>
      withDetails(event, read, findProgram, listening),
    );
    const answered = answer ?? shortAnswer(read, heard, situation, listening);
    const answers = answered ? (inSituation([answered], situation) ?? []) : [];
    const spelledOut = situation.asks !== null && situation.asks in heard.facts;
    const all = spelledOut ? own : [...answers, ...own];
    if (all.length > 0) return all;
    const open = heard.maybe && supposition(heard.maybe);
    return [open ? { type: 'suppose', open } : { type: 'notUnderstood' }];
  };
}

/** What a message says to a question of a guide: which program, or what it says. */
function guideAnswer(
  said: readonly string[],
  read: readonly Sentence[],
  { offered }: Situation,
  listening: Listening,
  findProgram: FindProgram,
): DialogEvent | null {
  const asks = (type: DialogEvent['type']) => offered.some(({ event }) => event.type === type);
  if (asks('program') || said.length <= 3) {
    const program = findProgram(said);
    if (program) return { type: 'program', program };
  }
  if (asks('symptom')) {
    const symptom = symptomIn(read, listening);
    if (symptom) return { type: 'symptom', symptom };
  }
  return null;
}

function symptomIn(read: readonly Sentence[], { findSymptom }: Listening): Symptom | null {
  const found = read.flatMap((sentence) => findSymptom(sentence));
  const [best] = found.sort((one, other) => other.pattern.weight - one.pattern.weight);
  return best?.label ?? null;
}

/** A trouble with what was said along with it: the program, the protocol, and what the program says. */
function withDetails(
  event: DialogEvent,
  read: readonly Sentence[],
  findProgram: FindProgram,
  listening: Listening,
): DialogEvent {
  if (event.type !== 'trouble') return event;
  const { trouble } = event;
  const program = findProgram(read.flatMap(({ words }) => words));
  const protocol = trouble === 'setup' || trouble === 'switching' ? protocolIn(read, listening) : null;
  const symptom = trouble === 'cannotConnect' ? symptomIn(read, listening) : null;
  return {
    ...event,
    ...(program && { program }),
    ...(protocol && { protocol }),
    ...(symptom && { symptom }),
  };
}

/** The one protocol that is named, or the one that stands after "to". */
function protocolIn(read: readonly Sentence[], { marks }: Listening): Protocol | null {
  const named = new Set<Protocol>();
  let target: Protocol | null = null;
  for (const { words: said, at } of read) {
    said.forEach((_, index) => {
      for (const { symbol } of at[index] ?? []) {
        if (symbol !== marks.pop && symbol !== marks.imap) continue;
        const protocol = symbol === marks.pop ? 'POP' : 'IMAP';
        named.add(protocol);
        if (['to', 'into', 'use', 'want', 'using'].includes(said[index - 1] ?? '')) target = protocol;
      }
    });
  }
  const [only] = named;
  return target ?? (named.size === 1 ? (only ?? null) : null);
}

/** What people tell of as done, unless they ask about it. */
const DONE: ReadonlySet<Trouble> = new Set(['setup', 'switching']);

/** What is heard, as events: facts together in one, then what is asked. */
function events(
  { facts, unclear, corrects, wants, uses }: Heard,
  length: number,
  asking: boolean,
): DialogEvent[] {
  const told = Object.keys(facts).length > 0;
  const [first] = wants.filter(({ type }) => !SMALL_TALK.has(type) || (!told && length <= 2 * SHORT));
  const done = first?.type === 'trouble' && DONE.has(first.trouble) && !asking;
  const [want] = told && (first?.type === 'askMe' || done) ? [] : [first];
  const all: DialogEvent[] = [];
  if (uses && want?.type !== 'explain' && (want || told)) all.push({ type: 'note', facts: {}, uses });
  if (told) {
    const aside = want?.type === 'trouble' && !SYMPTOMS.has(want.trouble);
    all.push(
      aside ? { type: 'note', facts, uses: null } : { type: 'tell', facts, inOwnWords: true, corrects },
    );
  }
  if (want) all.push(want);
  if (all.length === 0 && uses) all.push({ type: 'uses', protocol: uses });
  if (all.length === 0 && unclear[0]) all.push({ type: 'contradict', fact: unclear[0] });
  return all;
}

/** "Just the one", "the wife does too": what a few words say to the question that is open. */
function shortAnswer(
  read: readonly Sentence[],
  { facts, wants }: Heard,
  { asks }: Situation,
  listening: Listening,
): Meaning | null {
  if (!asks || asks in facts || wants.some(({ type }) => !SMALL_TALK.has(type))) return null;
  if (read.reduce((sum, sentence) => sum + sentence.words.length, 0) > SHORT) return null;
  const weights = { yes: 0, no: 0 };
  for (const sentence of read) {
    for (const { label, pattern, match } of listening.findAnswer(asks)?.(sentence) ?? []) {
      const denied =
        !pattern.saysNot && isNegated(sentence, match.start, match.end, listening.marks, match.taken);
      const side = label !== denied ? 'yes' : 'no';
      weights[side] = Math.max(weights[side], pattern.weight);
    }
  }
  if (weights.yes === weights.no) return null;
  return { kind: 'answer', answer: weights.yes > weights.no ? 'yes' : 'no' };
}

/** "Yes, my wife too": a short answer in front, and the rest of what was said. */
function leadingAnswer(said: string, exact: ReadonlyMap<string, Meaning>) {
  const all = words(said);
  for (const length of [3, 2, 1]) {
    const meaning = exact.get(all.slice(0, length).join(' '));
    if (meaning?.kind !== 'answer' || all.length <= length) continue;
    const last = all[length - 1] ?? '';
    const before = all.slice(0, length - 1).reduce((at, word) => said.indexOf(word, at) + word.length, 0);
    return { answer: meaning, rest: said.slice(said.indexOf(last, before) + last.length) };
  }
  return { answer: null, rest: said };
}

/** What the person is asked about when it only may have been meant; commands are not guessed. */
function supposition(meaning: Meaning): Open | null {
  if (meaning.kind === 'fact') return { about: 'fact', fact: meaning.fact, is: meaning.is };
  if (meaning.kind !== 'event') return null;
  const { event } = meaning;
  if (event.type === 'trouble') {
    const { trouble } = event;
    return trouble === 'storageUnclear' ? { about: 'storage' } : { about: 'trouble', trouble };
  }
  return event.type === 'explain' ? { about: 'subject', subject: event.subject } : null;
}

/** Meanings as events; an answer means what the open question makes of it. Null where that is nothing. */
function inSituation(
  meanings: readonly Meaning[],
  situation: Situation,
  corrects = false,
): readonly DialogEvent[] | null {
  const facts: { [F in Fact]?: boolean } = {};
  const events: DialogEvent[] = [];
  for (const meaning of meanings) {
    if (meaning.kind === 'fact') facts[meaning.fact] = meaning.is;
    else if (meaning.kind === 'event') events.push(meaning.event);
    else {
      const own = situation.answers?.[meaning.answer];
      if (own) events.push(own);
      else if (situation.asks) events.push({ type: 'answer', answer: answerOf(meaning.answer) });
    }
  }
  if (Object.keys(facts).length > 0) events.unshift({ type: 'tell', facts, inOwnWords: true, corrects });
  const distinct = events.filter(
    (event, at) => events.findIndex((other) => JSON.stringify(other) === JSON.stringify(event)) === at,
  );
  return distinct.length > 0 ? distinct : null;
}

/** A text as its bare words, for comparing. */
function essence(text: string): string {
  return words(text).join(' ') || text;
}
