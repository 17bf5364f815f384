import type { Listening } from './loadPatterns.ts';
import { words } from './normalise.ts';

/** A word without the commonest endings: enough for "syncing", "synced" and "syncs" to meet. */
export function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
}

/**
 * What a clause is recognised by: its stems, pairs of stems, concepts and letter groups, with words after a
 * negator marked as negated.
 */
export function featuresOf(clause: string, { lexicon, marks }: Listening): Set<string> {
  const features = new Set<string>();
  const all = words(clause);
  let negated = false;
  let before = '^';
  all.forEach((word, at) => {
    const symbols = lexicon.at(all, at).map(({ symbol }) => symbol);
    if (symbols.includes(marks.not)) {
      negated = true;
      features.add('negated');
    }
    const mark = negated ? '!' : '';
    const stemmed = stem(word);
    features.add(mark + stemmed);
    features.add(`${mark}${before}_${stemmed}`);
    for (const symbol of symbols) features.add(`${mark}#${symbol}`);
    before = stemmed;
    if (word.length > 4) {
      for (let from = 0; from + 4 <= word.length; from++) features.add(`~${word.slice(from, from + 4)}`);
    }
  });
  features.add(`${before}_$`);
  return features;
}
