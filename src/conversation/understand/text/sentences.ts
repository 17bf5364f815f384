import { type DeniedBehind, deniedBehind } from './deniedBehind.ts';
import type { Lexicon, Occurrence } from './lexicon.ts';
import { words } from './normalise.ts';

/** Negation reaches this many words on, and never past the end of its clause. */
const REACH = 5;

/** From word `start` to before word `end`. */
export type Span = { readonly start: number; readonly end: number };

/** Whether two spans have a word in common. */
export function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** A sentence as patterns and the classifier see it: what may begin at each word, and which clause the word is in. */
export type Sentence = {
  readonly words: readonly string[];
  readonly at: readonly (readonly Occurrence[])[];
  readonly clause: readonly number[];
  /** All symbols there are, and from which word up to before which word each of them stands. */
  readonly symbols: ReadonlyMap<number, readonly Span[]>;
  /** Whether the clause of each word tells of what is over. */
  readonly over: readonly boolean[];
  /** What is denied behind it: "webmail I don't use". */
  readonly deniedBehind: readonly DeniedBehind[];
  /** Whether the person asks, as far as punctuation tells. */
  readonly hasQuestionMark: boolean;
  /** Whether it begins as questions do, also where the mark was left out. */
  readonly beginsAsQuestion: boolean;
};

/** What the sentences' marks are called in the lexicon. */
export type Marks = {
  readonly not: number;
  readonly notNegation: number;
  readonly notBehind: number;
  /** How it goes on behind that. */
  readonly behindDenied: ReadonlySet<string>;
  readonly past: number;
  readonly now: number;
  readonly clauseEnd: RegExp;
  readonly questions: ReadonlySet<string>;
  /** Those of them that also begin what is told: "when I travel". */
  readonly conjunctions: ReadonlySet<string>;
};

const SENTENCE = /[^.!?;…\n]+(?:[.!?;…](?!\s|$)[^.!?;…\n]*)*([.!?;…]+(?=\s|$)|\n+|$)/gu;

/** What ends a clause: a mark, or one of the words. */
export function clauseEndsAt(words: readonly string[]): RegExp {
  return new RegExp(`[,:()]|\\s-+\\s|\\b(?:${words.join('|')})\\b`, 'gu');
}

/** Splits a normalised text into sentences, and these into words with all that they may stand for. */
export function sentences(text: string, lexicon: Lexicon, marks: Marks): Sentence[] {
  return Array.from(text.matchAll(SENTENCE), ([part, end]) => read(part, end ?? '', lexicon, marks)).filter(
    (sentence) => sentence.words.length > 0,
  );
}

function read(text: string, end: string, lexicon: Lexicon, marks: Marks): Sentence {
  const { past, now, clauseEnd } = marks;
  const all: string[] = [];
  const clause: number[] = [];
  let number = 0;
  let from = 0;
  const take = (part: string) => {
    for (const word of words(part)) {
      all.push(word);
      clause.push(number);
    }
  };
  for (const border of text.matchAll(clauseEnd)) {
    take(text.slice(from, border.index));
    number++;
    from = border.index;
  }
  take(text.slice(from));

  const at = all.map((_, index) => lexicon.at(all, index));
  const isIn = (symbol: number) =>
    new Set(clause.filter((_, index) => at[index]?.some((here) => here.symbol === symbol)));
  const [pastIn, nowIn] = [isIn(past), isIn(now)];
  return {
    words: all,
    at,
    clause,
    symbols: spansIn(at),
    over: clause.map((one) => pastIn.has(one) && !nowIn.has(one)),
    deniedBehind: deniedBehind({ words: all, at, clause }, marks),
    hasQuestionMark: end.includes('?'),
    beginsAsQuestion: asksFrom(all, 0, marks),
  };
}

/** Whether what stands from a word on begins as questions do, and not as "when I travel" does. */
export function asksFrom(words: readonly string[], at: number, { questions, conjunctions }: Marks): boolean {
  const first = words[at] ?? '';
  if (!questions.has(first)) return false;
  return !conjunctions.has(first) || words.some((word, other) => other > at && questions.has(word));
}

/** Whether a clause of a sentence begins with a word. */
export function beginsClause({ clause }: Sentence, at: number): boolean {
  return at === 0 || clause[at] !== clause[at - 1];
}

/**
 * The words from `start` to before `end` as a sentence of its own, in which nothing need be looked up: what reaches beyond them
 * is left out.
 */
export function partOf(sentence: Sentence, start: number, end = sentence.words.length): Sentence {
  const at = sentence.at
    .slice(start, end)
    .map((here, index) => here.filter(({ length }) => start + index + length <= end));
  return {
    ...sentence,
    words: sentence.words.slice(start, end),
    at,
    clause: sentence.clause.slice(start, end),
    symbols: spansIn(at),
    over: sentence.over.slice(start, end),
    deniedBehind: sentence.deniedBehind
      .filter((denied) => denied.start >= start && denied.end <= end)
      .map((denied) => ({
        start: denied.start - start,
        negation: denied.negation - start,
        end: denied.end - start,
      })),
  };
}

/** In so many words it is seen whether a clause asks. */
const BEGINNING = 12;

/** What a sentence begins with from a word on: a long one has too many such places for all that follows to be looked through. */
export function beginningAt(sentence: Sentence, at: number): Sentence {
  return partOf(sentence, at, at + BEGINNING);
}

/** How many words there are in sentences. */
export function lengthOf(read: readonly Sentence[]): number {
  return read.reduce((sum, { words }) => sum + words.length, 0);
}

function spansIn(at: readonly (readonly Occurrence[])[]): ReadonlyMap<number, readonly Span[]> {
  const spans = new Map<number, Span[]>();
  for (const [start, here] of at.entries()) {
    for (const { symbol, length } of here) {
      const span = { start, end: start + length };
      const known = spans.get(symbol);
      if (known) known.push(span);
      else spans.set(symbol, [span]);
    }
  }
  return spans;
}

/** Whether somebody asks, by a question mark or by how the sentence begins. */
export function isQuestion({ hasQuestionMark, beginsAsQuestion }: Sentence): boolean {
  return hasQuestionMark || beginsAsQuestion;
}

/** So many items make a list, of no more than so many words each. */
const ITEMS = 3;
const SHORT = 5;

/** Each clause as a sentence of its own. */
export function clausesOf(sentence: Sentence, lexicon: Lexicon, marks: Marks): readonly Sentence[] {
  return clauses(sentence).flatMap((clause) => sentences(textOf(sentence, clause), lexicon, marks));
}

/** Each clause, and what stands in it on either side of an "and" or another of `borders`, as a sentence of its own. */
export function partsOf(
  sentence: Sentence,
  borders: ReadonlySet<string>,
  lexicon: Lexicon,
  marks: Marks,
): readonly Sentence[] {
  return clauses(sentence).flatMap((clause) => {
    const parts: number[][] = [[]];
    for (const at of clause) {
      if (borders.has(sentence.words[at] ?? '')) parts.push([]);
      else parts.at(-1)?.push(at);
    }
    return parts.flatMap((part) => sentences(textOf(sentence, part), lexicon, marks));
  });
}

/** The places of the words of each clause. */
function clauses(sentence: Sentence): readonly (readonly number[])[] {
  return Map.groupBy(sentence.words.keys(), (at) => sentence.clause[at])
    .values()
    .toArray();
}

function textOf(sentence: Sentence, places: readonly number[]): string {
  return places.map((at) => sentence.words[at]).join(' ');
}

/** Each item of a list as a sentence of its own: "not shared, good line, servers are fine"; none where it is no list. */
export function itemsOf(sentence: Sentence, lexicon: Lexicon, marks: Marks): readonly Sentence[] {
  if (isQuestion(sentence)) return [];
  const items = clauses(sentence);
  const isList = items.length >= ITEMS && items.every((item) => item.length <= SHORT);
  if (!isList) return [];
  return clausesOf(sentence, lexicon, marks);
}

/** Whether a negation behind a word denies it. */
export function isDeniedBehind({ deniedBehind }: Sentence, word: number): boolean {
  return deniedBehind.some(({ start, negation }) => word >= start && word < negation);
}

const NONE: ReadonlySet<number> = new Set();

/** Whether what stands from word `start` to before `end` is denied, apart from the words in `taken`. */
export function isNegated(
  sentence: Sentence,
  start: number,
  end: number,
  { not, notNegation }: Marks,
  taken: ReadonlySet<number> = NONE,
): boolean {
  const clause = sentence.clause[start];
  let harmlessUntil = -1;
  for (let at = Math.max(0, start - REACH); at < end; at++) {
    const here = sentence.at[at] ?? [];
    for (const { symbol, length } of here) {
      if (symbol === notNegation) harmlessUntil = Math.max(harmlessUntil, at + length);
    }
    if (at < harmlessUntil || taken.has(at)) continue;
    if (at < start && sentence.clause[at] !== clause) continue;
    if (here.some(({ symbol }) => symbol === not)) return true;
  }
  return false;
}
