import { lineChart } from '../../plot/lineChart.ts';
import { tableOf } from '../../tables.ts';
import type { Stored } from './measure.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en');

function storedTable(measured: readonly Stored[]): string {
  return tableOf(
    [
      'talks stored',
      'CPU µs/turn',
      'ratio',
      'of that main thread',
      'turns/s',
      'p50 ms',
      'p99 ms',
      'file MB',
      'start ms',
      'CPU s to look for what has expired',
    ],
    measured.map(({ count, cpu, ratio, main, turnsPerSecond, p50, p99, bytes, startedIn, sweep }) => [
      whole(count),
      whole(cpu),
      ratio.toFixed(2),
      whole(main),
      whole(turnsPerSecond),
      p50.toFixed(1),
      p99.toFixed(1),
      whole((count * bytes) / 1e6),
      whole(startedIn),
      (sweep / 1000).toFixed(1),
    ]),
  );
}

export function storedChart(measured: readonly Stored[]): string {
  const told = measured.map(({ count, cpu }) => `${whole(cpu)} µs with ${whole(count)}`).join(', ');
  return lineChart({
    title: 'What a turn costs, by how many talks are stored',
    description: `Processor time per turn: ${told} talks in the database.`,
    x: { label: 'talks stored in SQLite', scale: 'log' },
    y: { label: 'CPU µs per turn' },
    series: [
      { name: 'all threads', points: measured.map(({ count, cpu }) => [count, cpu]) },
      { name: 'the thread that holds the talks', points: measured.map(({ count, main }) => [count, main]) },
    ],
  });
}

export function storedSection(measured: readonly Stored[]): string {
  const [first] = measured;
  const ratios = measured
    .slice(1)
    .map(({ count, ratio }) => `${ratio.toFixed(2)} times with ${whole(count)}`);
  return `## As more talks are stored

${storedTable(measured)}

![What a turn costs, by how many talks are stored](stored.svg)

Against ${whole(first?.count ?? 0)} talks a turn costs ${ratios.join(', ')}. Half of the turns are new talks, half go on with any of the
stored ones, so that all of the file is read. Stored are long talks (8 to 100 messages, ${whole(first?.item ?? 0)} bytes an item), ${whole(first?.bytes ?? 0)} bytes
each on disk with indexes; most real ones are shorter. What begins meanwhile is taken away after each round, so the numbers stay.
The whole file was in the operating system's page cache here; SQLite's own cache is 2 MB, so with 10,000 talks and more
nearly every talk that is read costs a system call or two for the pages of its key, and on a machine with less memory than the
file a read from the disk as well. Talks of the last minutes (2,000 at most) are not read at all, which with 1,000 stored is nearly all of them:
that is where the first step comes from.${afterMemory(measured)}
`;
}

/** How flat it is where talks have to be read: from the second count on. */
function afterMemory([, second, ...more]: readonly Stored[]): string {
  const last = more.at(-1);
  if (!second || !last) return '';
  return ` From ${whole(second.count)} to ${whole(last.count)} talks a turn costs ${(last.ratio / second.ratio).toFixed(2)} times as much.`;
}
