import type { Sentence, Span } from '../text/sentences.ts';
import type { Pattern, Sequence } from './patterns.ts';
import { type Entry, type Labelled, openTable, type Table } from './table.ts';

/** Where a pattern was found: from word `start` to before `end`; `taken` are the words that matched. */
export type Match = Span & { readonly taken: ReadonlySet<number> };
type Found<Label> = Labelled<Label> & { readonly match: Match };

/**
 * Finds patterns in sentences, in the order of the words with which they may begin; only those whose most telling element is
 * there are looked at.
 */
export function openFinder<Label>(table: Table<Label>) {
  const entriesFor = openTable(table);
  return (sentence: Sentence): Found<Label>[] => {
    const { symbols } = sentence;
    const candidates = new Set<Entry<Label>>();
    for (const symbol of symbols.keys()) {
      for (const entry of entriesFor(symbol)) {
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
