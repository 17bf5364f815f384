import { lineThrough } from '../fit.ts';
import { median } from '../median.ts';
import type { Sample } from './measure.ts';

/** So many talks are for warming up, or a third where there are few: caches fill, and the heap finds its size. */
const WARMING = 20_000;

export type Range = { readonly least: number; readonly middle: number; readonly most: number };
type Growth = {
  /** Resident memory in the first and the last quarter of what comes after warming up, in MB. */
  readonly first: Range;
  readonly last: Range;
  /** By how many MB it grows in 100,000 talks, by the straight line through all that comes after warming up. */
  readonly slope: number;
  /** What JavaScript's objects take at least in the first and the last half of it, with next to no garbage, in MB. */
  readonly leastHeap: readonly [first: number, last: number];
};

export function growthOf(samples: readonly Sample[]): Growth {
  const talks = Math.max(...samples.map((one) => one.talks));
  const warm = samples.filter((one) => one.talks > Math.min(WARMING, talks / 3));
  const quarter = Math.ceil(warm.length / 4);
  const { slope } = lineThrough(warm.map((one) => [one.talks, one.resident] as const));
  const half = Math.ceil(warm.length / 2);
  const least = (samples: readonly Sample[]) => Math.min(...samples.map(({ heap }) => heap));
  return {
    first: rangeOf(warm.slice(0, quarter)),
    last: rangeOf(warm.slice(-quarter)),
    slope: slope * 100_000,
    leastHeap: [least(warm.slice(0, half)), least(warm.slice(-half))],
  };
}

function rangeOf(samples: readonly Sample[]): Range {
  const sizes = samples.map(({ resident }) => resident);
  return { least: Math.min(...sizes), middle: median(sizes), most: Math.max(...sizes) };
}
