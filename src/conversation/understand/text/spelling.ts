import { slipsBetween } from '../../../nearest.ts';

/** Shorter words have too many neighbours that mean something else. */
const SHORTEST = 6;
const LONGEST = 20;
const LETTERS = /^\p{L}+$/u;

/**
 * Finds the known word that a misspelt one is one slip away from: a letter too many, too few, wrong, or two
 * swapped, and not the first. Only words with the same first letter, which are about as long, are looked at. `isRight`
 * tells of words that are spelt as they are meant; `known` is asked with the first one that is not.
 */
export function openSpelling(known: () => readonly string[], isRight: (word: string) => boolean) {
  let alike: ReadonlyMap<string, readonly string[]> | undefined;
  return (word: string): string | undefined => {
    if (word.length < SHORTEST || word.length > LONGEST || isRight(word)) return undefined;
    alike ??= Map.groupBy(
      known().filter((word) => word.length >= SHORTEST && LETTERS.test(word)),
      (word) => `${word[0]}${word.length}`,
    );
    let nearest: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    // A letter was rather forgotten or added than taken for another.
    for (const length of [word.length + 1, word.length - 1, word.length]) {
      for (const candidate of alike.get(`${word[0]}${length}`) ?? []) {
        const place = slipIn(word, candidate);
        if (place >= least) continue;
        nearest = candidate;
        least = place;
      }
      if (nearest !== undefined && length > word.length) return nearest;
    }
    return nearest;
  };
}

/** The place of the slip that makes one word of the other (optimal string alignment); infinite where it takes more. */
function slipIn(one: string, other: string): number {
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  let [end, otherEnd] = [one.length, other.length];
  while (end > from && otherEnd > from && one[end - 1] === other[otherEnd - 1]) {
    end--;
    otherEnd--;
  }
  const [length, otherLength] = [end - from, otherEnd - from];
  const swapped =
    length === 2 && otherLength === 2 && one[from] === other[from + 1] && one[from + 1] === other[from];
  if (!swapped && (length > 1 || otherLength > 1)) return Number.POSITIVE_INFINITY;
  // Of letters that are the same, any may be the one.
  while (from > 0 && one[from - 1] === one[from]) from--;
  return from;
}

/** Shorter words have a neighbour two slips away that means something else. */
const LONG = 8;
/** So many slips a long word may be away from what was meant. */
const SLIPS = 2;
/** A word that may be a long one from which letters are missing. */
const WORD = new RegExp(`\\p{L}{${LONG - SLIPS},${LONGEST}}`, 'gu');

/**
 * Corrects in a text what is up to two slips away from one of these long words, and not in the first letter, which nothing else
 * is likely to be meant for. `isRight` tells of words that are spelt as they are meant, and `isNear` of those that are only one
 * slip away from another word.
 */
export function openCorrection(
  meant: Iterable<string>,
  isRight: (word: string) => boolean,
  isNear: (word: string) => boolean,
): (text: string) => string {
  const alike = Map.groupBy(
    [...meant].filter((word) => word.length >= LONG),
    (word) => word[0],
  );
  const correct = (word: string): string => {
    const candidates = alike.get(word[0]);
    if (candidates === undefined || isRight(word)) return word;
    const [best, second] = candidates
      .filter(({ length }) => Math.abs(word.length - length) <= SLIPS)
      .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate, SLIPS) }))
      .filter(({ slips }) => slips <= SLIPS)
      .sort((one, other) => one.slips - other.slips);
    if (!best || best.slips === second?.slips) return word;
    return best.slips > 1 && isNear(word) ? word : best.candidate;
  };
  return (text) => text.replace(WORD, correct);
}
