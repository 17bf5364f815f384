import type { startLoading } from '../loading.ts';
import { median } from '../median.ts';
import type { Serving } from '../serving.ts';
import type { Task } from './load/main.ts';

export const LOAD = 'scale/load/main.ts';
export type Loading = ReturnType<typeof startLoading<Task>>;

/** What one round of load showed. */
type Round = {
  readonly turns: number;
  readonly turnsPerSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of each server per turn of the whole load, in microseconds. */
  readonly cpu: readonly number[];
  /** Processor time of each server's thread that holds the talks, per turn of the whole load, in microseconds. */
  readonly main: readonly number[];
};

/** One round of load on servers; throws where a reply was not the right one. */
export async function measureRound(
  loading: Loading,
  task: Task,
  servings: readonly Serving[],
): Promise<Round> {
  const usages = () => Promise.all(servings.map((serving) => serving.usage()));
  const before = await usages();
  const { turns, duration, p50, p99 } = await loading.round(task);
  const after = await usages();
  const used = (of: 'cpu' | 'main') => after.map((now, at) => (now[of] - (before[at]?.[of] ?? 0)) / turns);
  return { turns, turnsPerSecond: turns / duration, p50, p99, cpu: used('cpu'), main: used('main') };
}

/** The median of each value that a kind of round has. */
export function medians<Name extends string>(
  rounds: readonly Readonly<Record<Name, number>>[],
  names: readonly Name[],
): Record<Name, number> {
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round[name]))]),
  ) as Record<Name, number>;
}

/** Things in another order each round, so that what else the machine does meets all of them. */
export function inOrder<Thing>(things: readonly Thing[], round: number): Thing[] {
  const order = things.flatMap((_, at) => things[(at + round) % things.length] ?? []);
  return round % 2 === 0 ? order : order.reverse();
}
