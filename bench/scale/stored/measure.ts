import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStorage } from '../../../src/storage/sqlite.ts';
import { startLoading } from '../../loading.ts';
import { median } from '../../median.ts';
import { OURS } from '../../servers.ts';
import { startServing } from '../../serving.ts';
import { untilSettled } from '../idle.ts';
import type { Task } from '../load/main.ts';
import { inOrder, LOAD, measureRound, medians } from '../round.ts';
import { countTalks, fillDatabase, removeNewTalks } from './fill.ts';

type StoredOptions = {
  /** How many talks are stored, one database each. */
  readonly counts: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
};

/** What a turn costs where so many talks are stored; medians of all rounds. */
export type Stored = {
  readonly count: number;
  /** Bytes on disk per talk, indexes and all. */
  readonly bytes: number;
  /** Mean length of the items, in bytes. */
  readonly item: number;
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startedIn: number;
  /** Processor time of going once through all that is stored in search of what has expired, in milliseconds. */
  readonly sweep: number;
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time per turn of all threads, and of the one that holds the talks, in microseconds. */
  readonly cpu: number;
  readonly main: number;
  /** How many times as much as in the same round where the fewest are stored. */
  readonly ratio: number;
};

/** One database for each number of talks, each with a bot of its own; one of them under load at a time. */
export async function measureStored(options: StoredOptions): Promise<Stored[]> {
  const { counts, rounds, seconds, connections } = options;
  const folder = mkdtempSync(join(tmpdir(), 'bench-stored-'));
  const loading = startLoading<Task>(LOAD);
  const running: (Awaited<ReturnType<typeof begin>> & { seen: Seen[] })[] = [];
  try {
    for (const count of counts) {
      const one = await begin(join(folder, `${count}.db`), count);
      running.push({ ...one, seen: [] });
      console.error(
        `${count} talks are stored, ${one.bytes} bytes each on disk; looking for what has expired took ${one.sweep} ms`,
      );
    }
    await untilSettled(running.map(({ serving }) => serving));
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const { count, file, serving, seen } of inOrder(running, round)) {
        const since = Date.now();
        const { url } = serving;
        const task: Task = { kind: 'stored', url, connections, seconds, database: file, count };
        const { cpu, main, ...one } = await measureRound(loading, task, [serving]);
        removeNewTalks(file, since);
        console.error(`round ${round}, ${count} stored: ${Math.round(cpu[0] ?? 0)} µs a turn`);
        if (round > 0) seen.push({ ...one, cpu: cpu[0] ?? 0, main: main[0] ?? 0 });
      }
    }
    for (const { count, file } of running)
      if (countTalks(file) !== count) throw new Error(`There are ${countTalks(file)} talks, not ${count}.`);
  } finally {
    loading.stop();
    for (const { serving } of running) await serving.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const [fewest] = running;
  return running.map(({ count, bytes, item, sweep, serving: { startedIn }, seen }) => ({
    ...{ count, bytes, item, sweep, startedIn },
    ratio: median(seen.map(({ cpu }, round) => cpu / (fewest?.seen[round]?.cpu ?? Number.NaN))),
    ...medians(seen, ['turnsPerSecond', 'p50', 'p99', 'cpu', 'main']),
  }));
}

type Seen = Pick<Stored, 'turnsPerSecond' | 'p50' | 'p99' | 'cpu' | 'main'>;

/** Fills a database and starts the bot on it. */
async function begin(file: string, count: number) {
  const item = Math.round(await fillDatabase(file, count));
  const bytes = Math.round(statSync(file).size / count);
  const settings = { ...OURS.settings, STORAGE: `sqlite:${file}` };
  const sweep = await sweepOf(file);
  const serving = await startServing(OURS.program, { settings });
  return { count, file, item, bytes, serving, sweep };
}

/** What the bot's look for expired talks takes of the processor, where none has expired, in milliseconds. */
async function sweepOf(file: string): Promise<number> {
  const storage = openSqliteStorage(file);
  const began = process.threadCpuUsage();
  await storage.sweep();
  const { user, system } = process.threadCpuUsage(began);
  await storage.close();
  return Math.round((user + system) / 1000);
}
