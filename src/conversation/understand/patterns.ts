import type { Lexicon } from './lexicon.ts';
import type { Sentence, Span } from './sentences.ts';

/** Words that may stand between two elements of a pattern, and where "..." is written. */
const NEAR = 2;
const FAR = 8;

type Element = { readonly any: ReadonlySet<number>; readonly gap: number };
/** Elements that follow one another. */
type Sequence = {
  readonly elements: readonly Element[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
};

/** A turn of phrase, ready to be looked for. */
export type Pattern = {
  readonly source: string;
  readonly main: Sequence;
  readonly also: readonly Sequence[];
  readonly without: readonly Element[];
  /** How much it takes to match: the number of its elements. */
  readonly weight: number;
  readonly saysNot: boolean;
};

/** Where a pattern was found: from word `start` to before `end`; `taken` are the words that matched. */
export type Match = Span & { readonly taken: ReadonlySet<number> };

/**
 * Reads a pattern as `dialogs/patterns` explains it; its words become symbols of the lexicon. Throws an `Error`
 * that says in a sentence what is wrong.
 */
export function compile(source: string, lexicon: Lexicon, concepts: ReadonlyMap<string, number>): Pattern {
  const element = (text: string, gap: number): Element => ({
    gap,
    any: new Set(
      text.split('|').map((term) => {
        const [, concept] = /^<(.+)>$/.exec(term) ?? [];
        if (concept !== undefined) {
          const symbol = concepts.get(concept);
          if (symbol === undefined) throw new Error(`there is no concept <${concept}>`);
          return symbol;
        }
        if (!/^[\p{L}\p{N}_']+\*?$/u.test(term)) throw new Error(`"${term}" is not a word`);
        const symbol = lexicon.symbol(term);
        lexicon.add(term, symbol);
        return symbol;
      }),
    ),
  });

  const sequences: Sequence[] = [];
  const without: Element[] = [];
  for (const part of source.split(' & ').map((text) => text.trim())) {
    if (part.startsWith('!')) {
      without.push(element(part.slice(1), 0));
      continue;
    }
    const fromStart = part.startsWith('^');
    const toEnd = part.endsWith('$');
    const elements: Element[] = [];
    let gap = NEAR;
    for (const text of part.replace(/^\^|\$$/g, '').split(/\s+/)) {
      if (text === '...') gap = FAR;
      else {
        elements.push(element(text, gap));
        gap = NEAR;
      }
    }
    sequences.push({ elements, fromStart, toEnd });
  }
  const [main, ...also] = sequences;
  if (!main || main.elements.length === 0) throw new Error('it needs at least one word that must be there');
  const not = concepts.get('not');
  const all = sequences.flatMap(({ elements }) => elements);
  return {
    source,
    main,
    also,
    without,
    weight: all.length,
    saysNot: not !== undefined && all.some(({ any }) => any.has(not)),
  };
}

/** Finds patterns in sentences; only those whose first element is there are looked at. */
export function openFinder<Label>(patterns: readonly { readonly pattern: Pattern; readonly label: Label }[]) {
  const byFirst = new Map<number, { readonly pattern: Pattern; readonly label: Label }[]>();
  for (const entry of patterns) {
    for (const symbol of entry.pattern.main.elements[0]?.any ?? []) {
      byFirst.set(symbol, [...(byFirst.get(symbol) ?? []), entry]);
    }
  }
  return (sentence: Sentence): { label: Label; pattern: Pattern; match: Match }[] => {
    const candidates = new Set<{ readonly pattern: Pattern; readonly label: Label }>();
    for (const symbol of sentence.symbols.keys()) {
      for (const entry of byFirst.get(symbol) ?? []) candidates.add(entry);
    }
    const found: { label: Label; pattern: Pattern; match: Match }[] = [];
    for (const { pattern, label } of candidates) {
      const match = find(pattern, sentence);
      if (match) found.push({ label, pattern, match });
    }
    return found;
  };
}

function find(pattern: Pattern, sentence: Sentence): Match | null {
  if (pattern.without.some(({ any }) => isThere(any, sentence))) return null;
  // Most patterns lack a word, which is seen before any is placed.
  for (const { elements } of [pattern.main, ...pattern.also])
    if (!elements.every(({ any }) => isThere(any, sentence))) return null;
  const main = place(pattern.main, sentence);
  if (!main) return null;
  return pattern.also.every((sequence) => place(sequence, sentence)) ? main : null;
}

function isThere(any: ReadonlySet<number>, { symbols }: Sentence): boolean {
  for (const symbol of any) if (symbols.has(symbol)) return true;
  return false;
}

/** Where one of the symbols stands, from left to right, the longest first. */
function spansOf(any: ReadonlySet<number>, { symbols }: Sentence): Span[] {
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
