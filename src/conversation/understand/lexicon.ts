import { type Names, numberOf } from './names.ts';
import { normalise, words } from './normalise.ts';
import { openSpelling } from './spelling.ts';

/** A symbol that stands at a place in a sentence, and how many words it takes up. */
export type Occurrence = { readonly symbol: number; readonly length: number };

type Beginning = { readonly letters: string; readonly symbol: number };
type Phrase = { readonly rest: readonly string[]; readonly symbol: number };

/** The words and concepts that patterns speak of, as numbers: plain data, which can be kept. */
export type Terms = {
  readonly words: Map<string, number[]>;
  /** By their first two letters, the shortest first. */
  readonly beginnings: Map<string, Beginning[]>;
  /** Words side by side, by the first of them. */
  readonly phrases: Map<string, Phrase[]>;
};

/** Finds what stands for something in a sentence. */
export type Lexicon = {
  /** All symbols that begin at word `at`. */
  readonly at: (sentence: readonly string[], at: number) => Occurrence[];
  /** Whether a word is spelt as it is meant. */
  readonly isRight: (word: string) => boolean;
};

/**
 * Collects terms: words ("wife"), beginnings of words ("delet*") and words side by side ("hard_drive").
 */
export function openTerms() {
  const symbols = new Map<string, number>();
  const added = new Map<string, Set<number>>();
  const terms: Terms = { words: new Map(), beginnings: new Map(), phrases: new Map() };
  return {
    terms,
    /** The number of a name; new names get new numbers. */
    symbol(name: string): number {
      const known = symbols.get(name);
      if (known !== undefined) return known;
      symbols.set(name, symbols.size);
      return symbols.size - 1;
    },
    /** Lets `term` stand for a symbol wherever it is found; said again, it changes nothing. */
    add(term: string, symbol: number): void {
      const before = added.get(term);
      if (before?.has(symbol)) return;
      if (before) before.add(symbol);
      else added.set(term, new Set([symbol]));
      const [first, ...rest] = wordsOf(term);
      if (first === undefined) return;
      if (rest.length > 0) {
        listIn(terms.phrases, first).push({ rest, symbol });
      } else if (term.endsWith('*')) {
        listIn(terms.beginnings, initials(first)).push({ letters: first, symbol });
        listIn(terms.beginnings, initials(first)).sort(byLength);
      } else {
        const symbols = listIn(terms.words, first);
        if (!symbols.includes(symbol)) symbols.push(symbol);
      }
    },
  };
}

/**
 * Gets terms ready to be looked for. A word that is in none of them is taken for the nearest spelling that is, if it is long
 * and only one letter away; `vocabulary` are words that are right as they are.
 */
export function openLexicon({ words, beginnings, phrases }: Terms, vocabulary: Names): Lexicon {
  const isRight = (word: string) => words.has(word) || numberOf(vocabulary, word) >= 0;
  const spelling = openSpelling(words.keys(), isRight);
  function find(word: string, sentence: readonly string[], at: number): Occurrence[] {
    const found: Occurrence[] = [];
    for (const symbol of words.get(word) ?? []) found.push({ symbol, length: 1 });
    for (const { letters, symbol } of beginnings.get(initials(word)) ?? []) {
      if (word.startsWith(letters)) found.push({ symbol, length: 1 });
    }
    for (const { rest, symbol } of phrases.get(word) ?? []) {
      if (rest.every((part, index) => sentence[at + 1 + index] === part))
        found.push({ symbol, length: 1 + rest.length });
    }
    return found;
  }
  return {
    isRight: (word) => isRight(word) || find(word, [word], 0).length > 0,
    at(sentence, at) {
      const word = sentence[at];
      if (word === undefined) return [];
      const own = find(word, sentence, at);
      if (own.length > 0) return own;
      const meant = spelling(word);
      return meant === undefined ? own : find(meant, sentence, at);
    },
  };
}

/** A term that is nothing else than letters is as it is in a message. */
const PLAIN = /^[a-z]+$/;

function wordsOf(term: string): string[] {
  return PLAIN.test(term) ? [term] : words(normalise(term.replaceAll('_', ' ').replace('*', '')));
}

/** What beginnings of words are looked up by. */
function initials(word: string): string {
  return word.slice(0, 2);
}

function byLength({ letters: one }: Beginning, { letters: other }: Beginning): number {
  return one.length - other.length;
}

/** The list under a key, which is made where there is none. */
function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
