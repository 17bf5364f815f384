import { patternsIn } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import { isNegated, type Sentence } from '../text/sentences.ts';

/** A word without the commonest endings: enough for "syncing", "synced" and "syncs" to meet. */
function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
}

/**
 * What a sentence is recognised by, each thing under a name of its own: stems, neighbouring stems, what the words
 * stand for ("my wife" and "my colleague" have much in common) alone and side by side, each marked where it is denied
 * (`!`) or over (`~`), how many kinds of device there are, and `@` what patterns found.
 */
export function featuresOf(sentence: Sentence, listening: Listening): Set<string> {
  const { marks, isConcept, classOf, kinds } = listening;
  const features = new Set<string>();
  const devices = new Set<number>();
  let [stemBefore, classBefore] = ['^', '^'];

  sentence.words.forEach((word, at) => {
    const denied = isNegated(sentence, at, at + 1, marks, new Set([at]));
    const mark = (denied ? '!' : '') + (sentence.over[at] ? '~' : '');
    const stemmed = stem(word);
    const here = sentence.at[at] ?? [];
    for (const { symbol } of here) {
      if (isConcept(symbol)) features.add(`${mark}#${symbol}`);
      if (mark === '' && kinds.has(symbol)) devices.add(symbol);
    }
    const own = classOf(here);
    const counts = own === null ? stemmed : `${mark}#${own}`;
    features.add(mark + stemmed);
    features.add(`w ${stemBefore} ${stemmed}`);
    features.add(`c ${classBefore} ${counts}`);
    stemBefore = stemmed;
    classBefore = counts;
  });
  features.add(`w ${stemBefore} $`);
  features.add(`c ${classBefore} $`);
  if (devices.size > 1) features.add('k2');
  if (devices.size > 2) features.add('k3');
  if (sentence.hasQuestionMark) features.add('q');
  for (const one of patternsIn(sentence, listening)) features.add(`@${one}`);
  return features;
}
