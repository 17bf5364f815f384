/** How many slips a name may have and still be known: a third of its letters. */
const aThird = (known: string) => known.length / 3;

/**
 * The known name that is meant by a misspelt one; undefined where none is like it. Capitals and what stands between
 * words do not count, and a letter too many, too few, wrong, or swapped with its neighbour is one slip, of which
 * `mostOf` a known name there may be so many.
 */
export function nearest(
  name: string,
  known: Iterable<string>,
  mostOf: (known: string) => number = aThird,
): string | undefined {
  let found: { readonly name: string; readonly slips: number } | undefined;
  const letters = lettersOf(name);
  for (const candidate of known) {
    const most = mostOf(candidate);
    const others = lettersOf(candidate);
    // There are as many slips at least.
    if (Math.abs(letters.length - others.length) > most) continue;
    const slips = slipsBetween(letters, others, most);
    if (slips <= most && slips < (found?.slips ?? Number.POSITIVE_INFINITY))
      found = { name: candidate, slips };
  }
  return found?.name;
}

/** "Did you mean …?" with a space before it, or nothing where no known name is like it. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

/** A name without capitals, and without what stands between its words. */
const lettersOf = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Optimal string alignment distance, exact up to `most`; beyond that it may be infinite. */
export function slipsBetween(one: string, other: string, most: number): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    let least = at;
    for (let to = 1; to <= other.length; to++) {
      const isSame = one[at - 1] === other[to - 1];
      const isSwapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      next[to] = Math.min(
        (row[to] ?? 0) + 1,
        (next[to - 1] ?? 0) + 1,
        (row[to - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[to - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
      least = Math.min(least, next[to] ?? 0);
    }
    // Further on there are not fewer, but for a swap, which makes one of two.
    if (least > most + 1) return Number.POSITIVE_INFINITY;
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
