import type { Element, Pattern, Sequence } from './patterns.ts';

export type Labelled<Label> = { readonly pattern: Pattern; readonly label: Label };

/** A pattern as it stands in a table. */
export type Entry<Label> = {
  readonly labelled: Labelled<Label>;
  /** What else has to be in a sentence for the pattern to be there, the most telling element first: one symbol of each. */
  readonly needs: readonly (readonly number[])[];
  /** Which of the patterns it is, in their order. */
  readonly place: number;
};

/**
 * Patterns by the symbols of their most telling element: plain data, which can be kept. It is a few lists of numbers, as
 * thousands of patterns would have to be put together at each start, most of which nobody ever comes near.
 */
export type Table<Label> = {
  /** What each pattern is labelled with. */
  readonly labels: readonly Label[];
  /** Pattern `n` is written from `starts[n]` on; see `writePattern`. */
  readonly starts: Uint32Array;
  readonly written: Uint32Array;
  /** Each symbol, how many patterns it may find, and which ones. */
  readonly index: Uint32Array;
};

/** Gets patterns ready to be kept, and to be looked up. */
export function tableOf<Label>(patterns: readonly Labelled<Label>[]): Table<Label> {
  const orderOf = openTelling(patterns.map(({ pattern }) => pattern));
  const found = new Map<number, number[]>();
  const starts: number[] = [];
  const written: number[] = [];
  for (const [place, { pattern }] of patterns.entries()) {
    const [first, ...needed] = orderOf(pattern);
    for (const symbol of elementsOf(pattern)[first ?? 0]?.any ?? []) {
      const others = found.get(symbol);
      if (others) others.push(place);
      else found.set(symbol, [place]);
    }
    starts.push(written.length);
    writePattern(pattern, needed, written);
  }
  return {
    labels: patterns.map(({ label }) => label),
    starts: Uint32Array.from(starts),
    written: Uint32Array.from(written),
    index: Uint32Array.from([...found].flatMap(([symbol, places]) => [symbol, places.length, ...places])),
  };
}

/** Gives the patterns whose most telling element has a symbol; each is put together when it is first asked for. */
export function openTable<Label>({ labels, starts, written, index }: Table<Label>) {
  const entries: Entry<Label>[] = [];
  const entryAt = (place: number): Entry<Label> => {
    const known = entries[place];
    if (known !== undefined) return known;
    const { pattern, needed } = readPattern(written, starts[place] ?? 0);
    const elements = elementsOf(pattern);
    const label = labels[place];
    if (label === undefined) throw new Error(`The pattern ${place} has no label.`);
    const entry = {
      labelled: { pattern, label },
      needs: needed.map((at) => elements[at]?.any ?? []),
      place,
    };
    entries[place] = entry;
    return entry;
  };
  /** By symbol, where its patterns stand in the index, or these patterns. */
  let bySymbol: Map<number, number | readonly Entry<Label>[]> | undefined;
  return (symbol: number): readonly Entry<Label>[] => {
    bySymbol ??= positionsIn(index);
    const found = bySymbol.get(symbol);
    if (found === undefined) return NONE;
    if (typeof found !== 'number') return found;
    const those = Array.from(index.subarray(found + 1, found + 1 + (index[found] ?? 0)), entryAt);
    bySymbol.set(symbol, those);
    return those;
  };
}

const NONE: readonly never[] = [];

/** Where in an index the patterns of each symbol stand. */
function positionsIn<Found>(index: Uint32Array): Map<number, number | Found> {
  const positions = new Map<number, number | Found>();
  for (let at = 0; at < index.length; at += 2 + (index[at + 1] ?? 0)) positions.set(index[at] ?? 0, at + 1);
  return positions;
}

/** All that must be there, in the order in which it is written. */
function elementsOf({ main, also }: Pattern): Element[] {
  return [main, ...also].flatMap(({ elements }) => elements);
}

/** The order in which a pattern's elements tell; the fewer of all patterns speak of an element's words, the more it tells. */
function openTelling(patterns: readonly Pattern[]): (pattern: Pattern) => number[] {
  const spokenOf = new Map<number, number>();
  for (const { any } of patterns.flatMap(elementsOf))
    for (const symbol of any) spokenOf.set(symbol, (spokenOf.get(symbol) ?? 0) + 1);
  return (pattern) =>
    elementsOf(pattern)
      .map(({ any }, at) => {
        let common = 0;
        for (const symbol of any) common += spokenOf.get(symbol) ?? 0;
        return { at, common };
      })
      .sort((one, other) => one.common - other.common)
      .map(({ at }) => at);
}

/**
 * Writes a pattern as numbers: whether it says not, its sequences, what must not be there, and which elements are needed. A
 * list begins with its length.
 */
function writePattern(
  { main, also, without, saysNot }: Pattern,
  needed: readonly number[],
  into: number[],
): void {
  const writeElements = (elements: readonly Element[]) => {
    into.push(elements.length);
    for (const { any, gap } of elements) into.push(gap, any.length, ...any);
  };
  into.push(Number(saysNot), 1 + also.length);
  for (const { elements, fromStart, toEnd } of [main, ...also]) {
    into.push(Number(fromStart), Number(toEnd));
    writeElements(elements);
  }
  writeElements(without);
  into.push(needed.length, ...needed);
}

/** A pattern that `writePattern` has written, and which elements are needed besides the most telling one. */
function readPattern(written: Uint32Array, from: number): { pattern: Pattern; needed: readonly number[] } {
  let at = from;
  const next = () => written[at++] ?? 0;
  const list = <Item>(read: () => Item): Item[] => {
    const items: Item[] = [];
    for (let left = next(); left > 0; left--) items.push(read());
    return items;
  };
  const element = (): Element => {
    const gap = next();
    return { any: list(next), gap };
  };
  const sequence = (): Sequence => {
    const [fromStart, toEnd] = [next() === 1, next() === 1];
    return { elements: list(element), fromStart, toEnd };
  };
  const saysNot = next() === 1;
  const [main = NOTHING, ...also] = list(sequence);
  const without = list(element);
  const weight = [main, ...also].reduce((sum, { elements }) => sum + elements.length, 0);
  return { pattern: { main, also, without, weight, saysNot }, needed: list(next) };
}

const NOTHING: Sequence = { elements: [], fromStart: false, toEnd: false };
