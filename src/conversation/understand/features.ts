import type { Listening } from './loadPatterns.ts';
import { isNegated, type Sentence } from './sentences.ts';

/** A word without the commonest endings: enough for "syncing", "synced" and "syncs" to meet. */
export function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
}

/** More concepts than this in one sentence make no more pairs: the time per sentence stays bounded. */
const PAIRED = 14;
/** Words that tell something are paired with so many of those that follow. */
const AHEAD = 4;

/**
 * What a sentence is recognised by, each thing under a name of its own: stems, neighbouring stems, what the words
 * stand for ("my wife" and "my colleague" have much in common) alone, in twos and threes, side by side and with
 * little words between, each marked where it is denied (`!`) or over (`~`), and `@` what patterns found.
 */
export function featuresOf(sentence: Sentence, listening: Listening, found: Iterable<string>): Set<string> {
  const { marks, isConcept, classOf, little, kinds } = listening;
  const features = new Set<string>();
  const concepts = new Set<string>();
  const stems: string[] = ['^'];
  const classes: string[] = ['^'];
  const telling: string[] = [];
  const devices = new Set<number>();

  sentence.words.forEach((word, at) => {
    const denied = isNegated(sentence, at, at + 1, marks, new Set([at]));
    const mark = (denied ? '!' : '') + (sentence.over[at] ? '~' : '');
    const stemmed = stem(word);
    features.add(mark + stemmed);
    const here = sentence.at[at] ?? [];
    for (const { symbol } of here) {
      if (isConcept(symbol)) concepts.add(`${mark}#${symbol}`);
      if (mark === '' && kinds.includes(symbol)) devices.add(symbol);
    }
    const own = classOf(here);
    const counts = own === null ? stemmed : `${mark}#${own}`;
    stems.push(stemmed);
    classes.push(counts);
    if (!little.has(word)) telling.push(counts);
  });
  stems.push('$');
  classes.push('$');

  for (let at = 0; at + 1 < stems.length; at++) {
    features.add(`w ${stems[at]} ${stems[at + 1]}`);
    const two = `${classes[at]} ${classes[at + 1]}`;
    features.add(`c ${two}`);
    if (at + 2 < classes.length) features.add(`c ${two} ${classes[at + 2]}`);
  }
  telling.forEach((one, at) => {
    for (const other of telling.slice(at + 1, at + 1 + AHEAD)) features.add(`s ${one} ${other}`);
  });
  const listed = [...concepts].slice(0, PAIRED).sort();
  for (const concept of concepts) features.add(concept);
  listed.forEach((concept, at) => {
    for (const other of listed.slice(at + 1)) features.add(`p ${concept} ${other}`);
  });
  if (devices.size > 1) features.add('k2');
  if (devices.size > 2) features.add('k3');
  if (sentence.isQuestion) features.add('q');
  for (const one of found) features.add(`@${one}`);
  return features;
}
