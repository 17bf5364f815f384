import { percentile } from '../median.ts';

/** What a round of load saw. */
export type Seen = {
  /** In seconds. */
  readonly duration: number;
  readonly turns: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Replies that were not the right ones, and the first of them. */
  readonly wrong: number;
  readonly firstWrong: string | null;
};

/** Gathers what each turn took and whether its reply was right. */
export function openRecord() {
  const began = performance.now();
  const taken: number[] = [];
  let wrong = 0;
  let firstWrong: string | null = null;
  return {
    /** A turn that began at a time of `performance.now()`; `fault` says what was wrong with its reply. */
    turn(began: number, fault: string | null): void {
      taken.push(performance.now() - began);
      if (fault === null) return;
      wrong++;
      firstWrong ??= fault;
    },
    seen(): Seen {
      const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)];
      const duration = (performance.now() - began) / 1000;
      return { duration, turns: taken.length, p50, p99, wrong, firstWrong };
    },
  };
}

export type TurnRecord = ReturnType<typeof openRecord>;
