import { isName, type Names, namesIn, namesOf, numberOf } from './names.ts';
import { normalise, words } from './normalise.ts';
import { openSpelling } from './spelling.ts';

/** A symbol that stands at a place in a sentence, and how many words it takes up. */
export type Occurrence = { readonly symbol: number; readonly length: number };

type Phrase = { readonly rest: readonly string[]; readonly symbol: number };
type Beginning = { readonly letters: string; readonly symbol: number };

/** The words and concepts that patterns speak of, as numbers: plain data, which can be kept, and read without work for each term. */
export type Terms = {
  /** The words that terms are made of. */
  readonly words: Names;
  /** The terms that begin with word `n` are those from `starts[n]` to before `starts[n + 1]`. */
  readonly starts: Uint32Array;
  /**
   * Each term as the symbol that it stands for, how many words follow the first, and which ones; those of one word come first.
   */
  readonly written: Uint32Array;
  /** Beginnings of words, the shortest first. */
  readonly beginnings: readonly Beginning[];
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
  const single = new Map<string, number[]>();
  const phrases = new Map<string, Phrase[]>();
  const beginnings: Beginning[] = [];
  return {
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
        listIn(phrases, first).push({ rest, symbol });
      } else if (term.endsWith('*')) {
        beginnings.push({ letters: first, symbol });
      } else {
        const symbols = listIn(single, first);
        if (!symbols.includes(symbol)) symbols.push(symbol);
      }
    },
    /** All that has been added until now. */
    collected(): Terms {
      const all = new Set([...single.keys(), ...phrases.keys()]);
      for (const list of phrases.values())
        for (const { rest } of list) for (const word of rest) all.add(word);
      const words = namesOf([...all]);
      const starts: number[] = [];
      const written: number[] = [];
      for (const word of all) {
        starts.push(written.length);
        for (const symbol of single.get(word) ?? []) written.push(symbol, 0);
        for (const { rest, symbol } of phrases.get(word) ?? [])
          written.push(symbol, rest.length, ...rest.map((word) => numberOf(words, word)));
      }
      starts.push(written.length);
      return {
        words,
        starts: Uint32Array.from(starts),
        written: Uint32Array.from(written),
        beginnings: beginnings.toSorted(byLength),
      };
    },
  };
}

/**
 * Gets terms ready to be looked for. A word that is in none of them is taken for the nearest spelling that is, if it is long
 * and only one letter away; `vocabulary` are words that are right as they are.
 */
export function openLexicon({ words, starts, written, beginnings }: Terms, vocabulary: Names): Lexicon {
  const byInitials = Map.groupBy(beginnings, ({ letters }) => initials(letters));
  const isTerm = (number: number) =>
    (starts[number] ?? 0) < (starts[number + 1] ?? 0) && written[(starts[number] ?? 0) + 1] === 0;
  const isRight = (word: string) => isTerm(numberOf(words, word)) || numberOf(vocabulary, word) >= 0;
  const spelling = openSpelling(() => namesIn(words).filter((_, number) => isTerm(number)), isRight);
  /** Whether the words of a sentence from `from` on are those that are written at `at`, so many. */
  const follow = (sentence: readonly string[], from: number, at: number, count: number) => {
    for (let index = 0; index < count; index++)
      if (!isName(words, written[at + index] ?? 0, sentence[from + index])) return false;
    return true;
  };
  function find(word: string, sentence: readonly string[], at: number): Occurrence[] {
    const found: Occurrence[] = [];
    const number = numberOf(words, word);
    // Of a word that is in no term both are 0.
    let term = starts[number] ?? 0;
    const end = starts[number + 1] ?? 0;
    for (; term < end && written[term + 1] === 0; term += 2)
      found.push({ symbol: written[term] ?? 0, length: 1 });
    for (const { letters, symbol } of byInitials.get(initials(word)) ?? []) {
      if (word.startsWith(letters)) found.push({ symbol, length: 1 });
    }
    while (term < end) {
      const more = written[term + 1] ?? 0;
      if (follow(sentence, at + 1, term + 2, more))
        found.push({ symbol: written[term] ?? 0, length: 1 + more });
      term += 2 + more;
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
