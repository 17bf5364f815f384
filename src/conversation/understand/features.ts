import type { Listening } from './loadPatterns.ts';
import { isNegated, type Sentence } from './sentences.ts';

/** A word without the commonest endings: enough for "syncing", "synced" and "syncs" to meet. */
export function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
}

/** More concepts than this in one sentence make no more pairs: the time per sentence stays bounded. */
const PAIRED = 12;

/**
 * What a sentence is recognised by: its stems and pairs of neighbouring stems, its concepts and all pairs of
 * them, each marked where it stands after a negation, and `found`, what patterns found in it.
 */
export function featuresOf(sentence: Sentence, listening: Listening, found: Iterable<string>): Set<string> {
  const features = new Set<string>();
  const concepts = new Set<string>();
  let before = '^';
  sentence.words.forEach((word, at) => {
    const denied = isNegated(sentence, at, at + 1, new Set([at]), listening.marks);
    const mark = denied ? '!' : '';
    const stemmed = stem(word);
    features.add(mark + stemmed);
    features.add(`${before}_${stemmed}`);
    before = stemmed;
    for (const { symbol } of sentence.at[at] ?? []) {
      if (listening.isConcept(symbol)) concepts.add(`${mark}#${symbol}`);
    }
  });
  features.add(`${before}_$`);
  const listed = [...concepts];
  listed.forEach((concept, at) => {
    features.add(concept);
    if (at < PAIRED) for (const other of listed.slice(at + 1, PAIRED)) features.add(`${concept}${other}`);
  });
  for (const one of found) features.add(`@${one}`);
  return features;
}
