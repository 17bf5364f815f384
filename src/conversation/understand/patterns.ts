import { memoise } from '../../memoise.ts';
import type { openTerms } from './lexicon.ts';
import type { Sentence, Span } from './sentences.ts';

/** Words that may stand between two elements of a pattern, and where "..." is written. */
const NEAR = 2;
const FAR = 8;

type Element = { readonly any: readonly number[]; readonly gap: number };
/** Elements that follow one another. */
type Sequence = {
  readonly elements: readonly Element[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
};

/** A turn of phrase, ready to be looked for. */
export type Pattern = {
  readonly main: Sequence;
  readonly also: readonly Sequence[];
  readonly without: readonly Element[];
  /** How much it takes to match: the number of its elements. */
  readonly weight: number;
  readonly saysNot: boolean;
};

/** Where a pattern was found: from word `start` to before `end`; `taken` are the words that matched. */
export type Match = Span & { readonly taken: ReadonlySet<number> };

const CONCEPT = /^<(.+)>$/;
const TERM = /^(?:[\p{L}\p{N}_']+|[\p{L}\p{N}']{2,}\*)$/u;

/**
 * Gives what reads a pattern as `dialogs/patterns` explains it; its words become terms. It throws an
 * `Error` that says in a sentence what is wrong.
 */
export function openCompiler(terms: ReturnType<typeof openTerms>, concepts: ReadonlyMap<string, number>) {
  // Two of three terms have been met before, and every second element.
  const symbolOf = memoise(ALL, asItIs, (term: string): number => {
    const [, concept] = CONCEPT.exec(term) ?? [];
    if (concept !== undefined) {
      const symbol = concepts.get(concept);
      if (symbol === undefined) throw new Error(`there is no concept <${concept}>`);
      return symbol;
    }
    if (!TERM.test(term))
      throw new Error(`"${term}" is not a word, nor the beginning of one word with two letters at least`);
    const symbol = terms.symbol(term);
    terms.add(term, symbol);
    return symbol;
  });
  const anyOf = memoise(ALL, asItIs, (text: string): readonly number[] => [
    ...new Set(text.split('|').map(symbolOf)),
  ]);
  return (source: string): Pattern => compile(source, anyOf, concepts.get('not'));
}

const ALL = Number.POSITIVE_INFINITY;
const asItIs = (text: string) => text;

function compile(
  source: string,
  anyOf: (text: string) => readonly number[],
  not: number | undefined,
): Pattern {
  const sequences: Sequence[] = [];
  const without: Element[] = [];
  for (const part of source.split(' & ').map((text) => text.trim())) {
    if (part.startsWith('!')) {
      without.push({ any: anyOf(part.slice(1)), gap: 0 });
      continue;
    }
    const fromStart = part.startsWith('^');
    const toEnd = part.endsWith('$');
    const elements: Element[] = [];
    let gap = NEAR;
    for (const text of part.replace(/^\^|\$$/g, '').split(/\s+/)) {
      if (text === '...') gap = FAR;
      else {
        elements.push({ any: anyOf(text), gap });
        gap = NEAR;
      }
    }
    sequences.push({ elements, fromStart, toEnd });
  }
  const [main, ...also] = sequences;
  if (!main || main.elements.length === 0) throw new Error('it needs at least one word that must be there');
  const all = sequences.flatMap(({ elements }) => elements);
  return {
    main,
    also,
    without,
    weight: all.length,
    saysNot: not !== undefined && all.some(({ any }) => any.includes(not)),
  };
}

export type Labelled<Label> = { readonly pattern: Pattern; readonly label: Label };
type Found<Label> = Labelled<Label> & { readonly match: Match };
/** What else has to be in a sentence for a pattern to be there, the most telling element first: one symbol of each. */
type Needed = readonly (readonly number[])[];
type Entry<Label> = {
  readonly labelled: Labelled<Label>;
  readonly needs: Needed;
  /** Which of the patterns it is, in their order. */
  readonly place: number;
};
/** Patterns by the symbols of their most telling element: plain data, which can be kept. */
export type Table<Label> = ReadonlyMap<number, readonly Entry<Label>[]>;

/** Gets patterns ready to be found. */
export function tableOf<Label>(patterns: readonly Labelled<Label>[]): Table<Label> {
  const telling = openTelling(patterns.map(({ pattern }) => pattern));
  const table = new Map<number, Entry<Label>[]>();
  for (const [place, labelled] of patterns.entries()) {
    const [first = [], ...needs] = telling(labelled.pattern);
    const entry = { labelled, needs, place };
    for (const symbol of first) {
      const others = table.get(symbol);
      if (others) others.push(entry);
      else table.set(symbol, [entry]);
    }
  }
  return table;
}

/** What each pattern needs; the fewer of all patterns speak of an element's words, the more it tells. */
function openTelling(patterns: readonly Pattern[]): (pattern: Pattern) => Needed {
  const elementsOf = ({ main, also }: Pattern) => [main, ...also].flatMap(({ elements }) => elements);
  const spokenOf = new Map<number, number>();
  for (const { any } of patterns.flatMap(elementsOf))
    for (const symbol of any) spokenOf.set(symbol, (spokenOf.get(symbol) ?? 0) + 1);
  return (pattern) =>
    elementsOf(pattern)
      .map(({ any }) => {
        let common = 0;
        for (const symbol of any) common += spokenOf.get(symbol) ?? 0;
        return { any, common };
      })
      .sort((one, other) => one.common - other.common)
      .map(({ any }) => any);
}

/**
 * Finds patterns in sentences, in the order of the words with which they may begin; only those whose most telling element is
 * there are looked at.
 */
export function openFinder<Label>(table: Table<Label>) {
  return (sentence: Sentence): Found<Label>[] => {
    const { symbols } = sentence;
    const candidates = new Set<Entry<Label>>();
    for (const symbol of symbols.keys()) {
      for (const entry of table.get(symbol) ?? []) {
        // Most patterns lack a word, which is seen before any is placed.
        if (entry.needs.every((any) => isThere(any, symbols))) candidates.add(entry);
      }
    }
    const matches: { readonly found: Found<Label>; readonly place: number }[] = [];
    for (const { labelled, place } of candidates) {
      const match = find(labelled.pattern, sentence);
      if (match) matches.push({ found: { ...labelled, match }, place });
    }
    if (matches.length > 1) {
      const said = [...symbols.keys()];
      const begins = ({ pattern }: Found<Label>) => {
        const first = pattern.main.elements[0]?.any ?? [];
        return said.findIndex((symbol) => first.includes(symbol));
      };
      matches.sort((one, other) => begins(one.found) - begins(other.found) || one.place - other.place);
    }
    return matches.map(({ found }) => found);
  };
}

function find(pattern: Pattern, sentence: Sentence): Match | null {
  if (pattern.without.some(({ any }) => isThere(any, sentence.symbols))) return null;
  const main = place(pattern.main, sentence);
  if (!main) return null;
  return pattern.also.every((sequence) => place(sequence, sentence)) ? main : null;
}

function isThere(any: readonly number[], symbols: Sentence['symbols']): boolean {
  for (const symbol of any) if (symbols.has(symbol)) return true;
  return false;
}

/** Where one of the symbols stands, from left to right, the longest first. */
function spansOf(any: readonly number[], { symbols }: Sentence): Span[] {
  const spans: Span[] = [];
  for (const symbol of any) for (const span of symbols.get(symbol) ?? []) spans.push(span);
  return spans.length > 1
    ? spans.sort((one, other) => one.start - other.start || other.end - one.end)
    : spans;
}

/** The index of the first span that begins at word `from` or later; spans stand in the order of their beginnings. */
function firstFrom(spans: readonly Span[], from: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function place({ elements, fromStart, toEnd }: Sequence, sentence: Sentence): Match | null {
  const taken = new Set<number>();
  const spans = elements.map(({ any }) => spansOf(any, sentence));
  const take = ({ start, end }: Span) => {
    for (let word = start; word < end; word++) taken.add(word);
  };

  // What has been tried in vain is not tried again: a message made of a pattern's words would take for ever.
  const vain = elements.map(() => new Set<number>());
  /** The end of elements `index…` if they can stand from word `from` on; -1 where they cannot. */
  const rest = (index: number, from: number): number => {
    const element = elements[index];
    if (!element) return !toEnd || from === sentence.words.length ? from : -1;
    if (vain[index]?.has(from)) return -1;
    const all = spans[index] ?? [];
    for (let at = firstFrom(all, from); at < all.length; at++) {
      const span = all[at];
      if (!span || span.start > from + element.gap) break;
      const end = rest(index + 1, span.end);
      if (end < 0) continue;
      take(span);
      return end;
    }
    vain[index]?.add(from);
    return -1;
  };

  for (const span of spans[0] ?? []) {
    if (fromStart && span.start > 0) break;
    const end = rest(1, span.end);
    if (end < 0) continue;
    take(span);
    return { start: span.start, end, taken };
  }
  return null;
}
