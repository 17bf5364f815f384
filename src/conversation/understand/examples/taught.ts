import { normalise, words } from '../text/normalise.ts';
import type { Examples } from './examples.ts';
import { type Meaning, taughtBy } from './labels.ts';

/** The sentences that are taught. */
export type Taught = {
  /** What they mean, by their `essence`. */
  readonly exact: ReadonlyMap<string, Meaning>;
  /** All their words, which are of the bot's own language. */
  readonly words: ReadonlySet<string>;
};

/** Gets the sentences of the examples ready to be found by their words. */
export function openTaught(examples: Examples): Taught {
  const exact = new Map<string, Meaning>();
  const english = new Set<string>();
  for (const { meaning, sentences } of taughtBy(examples)) {
    for (const said of sentences.map(normalise)) {
      exact.set(essence(said), meaning);
      for (const word of words(said)) english.add(word);
    }
  }
  return { exact, words: english };
}

/** A text as its bare words, for comparing. */
export function essence(text: string): string {
  return words(text).join(' ') || text;
}
