import { openDialog } from '../../../src/conversation/dialog.ts';
import { turn } from '../../../src/conversation/turn.ts';
import { startLoading } from '../../loading.ts';
import { median } from '../../median.ts';
import { OURS } from '../../servers.ts';
import { startServing } from '../../serving.ts';
import { untilSettled } from '../idle.ts';
import type { Task } from '../load/main.ts';
import { inOrder, LOAD, measureRound, medians } from '../round.ts';
import { openTexts } from './texts.ts';

type MessageOptions = {
  /** How long the messages are, in bytes. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly connections: number;
  /** How many bytes are said in each round of a size, in at most `most` messages. */
  readonly bytes: number;
  readonly most: number;
};

/** What a message of free text costs that was never said before; medians of all rounds. */
export type MessageCost = {
  readonly bytes: number;
  /** Processor time of the pure function, in microseconds. */
  readonly pure: number;
  /** Processor time of the whole bot for a message over HTTP, state on disk, in microseconds. */
  readonly cpu: number;
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
};

/** Messages of each size in turn, round after round, by the pure function and to a running bot. */
export async function measureMessages(options: MessageOptions): Promise<MessageCost[]> {
  const { sizes, rounds, connections } = options;
  const pure = openPure();
  const measured = sizes.map((bytes) => ({ bytes, pure: [] as number[], seen: [] as Seen[] }));
  const loading = startLoading<Task>(LOAD);
  const serving = await startServing(OURS.program, { settings: OURS.settings });
  try {
    await untilSettled([serving]);
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const one of inOrder(measured, round)) {
        const { bytes } = one;
        const count = Math.ceil(Math.min(options.most, options.bytes / bytes));
        const alone = pure(bytes, count);
        const task: Task = { kind: 'texts', url: serving.url, connections, bytes, count };
        const { cpu, ...seen } = await measureRound(loading, task, [serving]);
        console.error(
          `round ${round}, ${bytes} bytes: ${Math.round(alone)} µs alone, ${Math.round(cpu[0] ?? 0)} µs over HTTP`,
        );
        if (round === 0) continue;
        one.pure.push(alone);
        one.seen.push({ ...seen, cpu: cpu[0] ?? 0 });
      }
    }
  } finally {
    loading.stop();
    await serving.stop();
  }
  return measured.map(({ bytes, pure, seen }) => ({
    bytes,
    pure: median(pure),
    ...medians(seen, ['cpu', 'turnsPerSecond', 'p50', 'p99']),
  }));
}

type Seen = Pick<MessageCost, 'cpu' | 'turnsPerSecond' | 'p50' | 'p99'>;

/** Measures the pure function: the mean processor time of `count` new talks that begin with new texts, in microseconds. */
function openPure(): (bytes: number, count: number) => number {
  const dialog = openDialog();
  const fresh = openTexts('p');
  return (bytes, count) => {
    const texts = Array.from({ length: count }, () => fresh(bytes));
    const began = process.threadCpuUsage();
    for (const text of texts) turn(dialog, undefined, { kind: 'message', text });
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / count;
  };
}
