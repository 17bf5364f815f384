import { median, percentile } from '../median.ts';

/** From the lower to the upper end of what a value may be. */
type Interval = { readonly from: number; readonly to: number };

/** How often the values are drawn anew. */
const DRAWS = 4000;

/**
 * The median of differences, and where it lies with 95 % confidence: the percentile bootstrap, which draws as many of
 * the differences again and again, with repetition. `random` gives numbers from 0 to below 1.
 *
 * Source: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, chapter 13.
 */
export function difference(
  pairs: readonly (readonly [with_: number, without: number])[],
  random: () => number = seeded(),
): Interval & { readonly median: number } {
  const differences = pairs.map(([one, other]) => one - other);
  const drawn = Array.from({ length: DRAWS }, () =>
    median(differences.map(() => differences[Math.floor(random() * differences.length)] ?? Number.NaN)),
  );
  return { median: median(differences), from: percentile(drawn, 0.025), to: percentile(drawn, 0.975) };
}

/** Park and Miller's generator, so that the same values give the same interval. */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
