import { normalise, words } from './normalise.ts';
import { openSpelling } from './spelling.ts';

/** A symbol that stands at a place in a sentence, and how many words it takes up. */
export type Occurrence = { readonly symbol: number; readonly length: number };

type Beginning = { readonly letters: string; readonly symbol: number };

type Phrase = { readonly rest: readonly string[]; readonly symbol: number };

/**
 * The words and concepts that patterns speak of, as numbers. `terms` are words ("wife"), beginnings of words
 * ("delet*") and words side by side ("hard_drive"); a word that is in none of them is taken for the nearest
 * spelling that is, if it is long and only one letter away.
 */
export class Lexicon {
  readonly #symbols = new Map<string, number>();
  readonly #added = new Map<string, Set<number>>();
  readonly #words = new Map<string, number[]>();
  /** By their first two letters. */
  readonly #beginnings = new Map<string, Beginning[]>();
  readonly #phrases = new Map<string, Phrase[]>();
  #spelling: (word: string) => string | undefined = () => undefined;

  /** The number of a name; new names get new numbers. */
  symbol(name: string): number {
    const known = this.#symbols.get(name);
    if (known !== undefined) return known;
    this.#symbols.set(name, this.#symbols.size);
    return this.#symbols.size - 1;
  }

  /** Lets `term` stand for a symbol wherever it is found; said again, it changes nothing. */
  add(term: string, symbol: number): void {
    const added = this.#added.get(term);
    if (added?.has(symbol)) return;
    if (added) added.add(symbol);
    else this.#added.set(term, new Set([symbol]));
    const [first, ...rest] = wordsOf(term);
    if (first === undefined) return;
    if (rest.length > 0) {
      listIn(this.#phrases, first).push({ rest, symbol });
    } else if (term.endsWith('*')) {
      listIn(this.#beginnings, initials(first)).push({ letters: first, symbol });
      listIn(this.#beginnings, initials(first)).sort(byLength);
    } else {
      const symbols = listIn(this.#words, first);
      if (!symbols.includes(symbol)) symbols.push(symbol);
    }
  }

  /** Call once, after the last `add`: makes misspelt words known too. `others` are words that are right as they are. */
  learnSpelling(others: Iterable<string>): void {
    this.#spelling = openSpelling([...this.#words.keys()], others);
  }

  /** All symbols that begin at word `at`. */
  at(sentence: readonly string[], at: number): Occurrence[] {
    const word = sentence[at];
    if (word === undefined) return [];
    const own = this.#at(word, sentence, at);
    if (own.length > 0) return own;
    const meant = this.#spelling(word);
    return meant === undefined ? own : this.#at(meant, sentence, at);
  }

  #at(word: string, sentence: readonly string[], at: number): Occurrence[] {
    const found: Occurrence[] = [];
    for (const symbol of this.#words.get(word) ?? []) found.push({ symbol, length: 1 });
    for (const { letters, symbol } of this.#beginnings.get(initials(word)) ?? []) {
      if (word.startsWith(letters)) found.push({ symbol, length: 1 });
    }
    for (const { rest, symbol } of this.#phrases.get(word) ?? []) {
      if (rest.every((part, index) => sentence[at + 1 + index] === part))
        found.push({ symbol, length: 1 + rest.length });
    }
    return found;
  }
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
