import { memoise } from '../../../memoise.ts';
import type { openTerms } from '../text/lexicon.ts';

/** Words that may stand between two elements of a pattern, and where "..." is written. */
const NEAR = 2;
const FAR = 8;

export type Element = { readonly any: readonly number[]; readonly gap: number };
/** Elements that follow one another. */
export type Sequence = {
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
