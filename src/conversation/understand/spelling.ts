/** Shorter words have too many neighbours that mean something else. */
const SHORTEST = 6;

/**
 * Finds the known word that a misspelt one is one slip away from: a letter too many, too few, wrong, or two
 * swapped. Words with the same letters left out meet in one table, so that a lookup costs as many steps as the
 * word has letters. `right` are words that are spelt as they are meant.
 */
export function openSpelling(known: readonly string[], right: Iterable<string>) {
  const asTheyAre = new Set([...known, ...right]);
  const byShortened = new Map<string, string>();
  for (const word of known) {
    if (word.length < SHORTEST || !/^\p{L}+$/u.test(word)) continue;
    for (const shortened of [word, ...shortenings(word)]) {
      if (!byShortened.has(shortened)) byShortened.set(shortened, word);
    }
  }
  return (word: string): string | undefined => {
    if (word.length < SHORTEST || word.length > 20 || asTheyAre.has(word)) return undefined;
    for (const shortened of [word, ...shortenings(word)]) {
      const candidate = byShortened.get(shortened);
      if (candidate && candidate[0] === word[0] && oneSlipApart(word, candidate)) return candidate;
    }
    return undefined;
  };
}

function shortenings(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

/** Optimal string alignment distance of at most 1. */
function oneSlipApart(one: string, other: string): boolean {
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  let back = 0;
  while (back < Math.min(one.length, other.length) - from && one.at(-1 - back) === other.at(-1 - back))
    back++;
  const left = one.slice(from, one.length - back);
  const right = other.slice(from, other.length - back);
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped || (left.length <= 1 && right.length <= 1);
}
