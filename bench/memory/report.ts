import { machine } from '../machine.ts';
import { lineChart } from '../plot/lineChart.ts';
import { tableOf } from '../tables.ts';
import { growthOf, type Range } from './growth.ts';
import type { Curve } from './measure.ts';

const NAMES = { messages: '`/api/messages`', directLine: 'Direct Line' } as const;
const number = (value: number) => Math.round(value).toLocaleString('en');
const range = ({ least, middle, most }: Range) =>
  `${number(least)} / **${number(middle)}** / ${number(most)}`;

export function memoryTable(curves: readonly Curve[]): string {
  return tableOf(
    [
      'talks held on',
      'talks',
      'turns',
      'first quarter after warming up, MB',
      'last quarter, MB',
      'growth, MB per 100,000 talks',
      'least of the objects, first and last half, MB',
    ],
    curves.map(({ channel, samples, turns }) => {
      const { first, last, slope, leastHeap } = growthOf(samples);
      return [
        NAMES[channel],
        number(samples.at(-1)?.talks ?? 0),
        number(turns),
        range(first),
        range(last),
        slope.toFixed(1),
        leastHeap.map(number).join(' / '),
      ];
    }),
  );
}

export function memoryChart({ channel, samples }: Curve): string {
  const { first, last } = growthOf(samples);
  const on = NAMES[channel].replaceAll('`', '');
  return lineChart({
    title: `Memory while talks are held on ${on}`,
    description: `Resident memory of the bot's process over ${number(samples.at(-1)?.talks ?? 0)} talks: ${number(first.middle)} MB (median) at first, ${number(last.middle)} MB at the end.`,
    x: { label: 'talks held, each its own conversation', scale: 'linear' },
    y: { label: 'MB' },
    series: [
      {
        name: 'resident memory',
        points: samples.map(({ talks, resident }) => [talks, resident]),
        marked: false,
      },
      {
        name: "JavaScript's objects, garbage included",
        points: samples.map(({ talks, heap }) => [talks, heap]),
        marked: false,
      },
    ],
  });
}

/** The file with all of it, for people to read. */
export function memoryReport(curves: readonly Curve[]): string {
  return `# Memory

Written by \`npm run bench:memory\`: whole talks are held with the bot as \`npm start\` runs it, with its database on disk, each talk its
own conversation, each reply held against the pure function. ${Math.max(...curves.map(({ samples }) => samples.length - 1))} times meanwhile the process tells what it takes.
Least / **median** / most; the first 20,000 talks are for warming up: caches fill, of the latest 2,000 talks among others, and the
heap finds its size. Machine: ${machine()}.

${memoryTable(curves)}

${curves.map(({ channel }) => `![Memory while talks are held on ${NAMES[channel].replaceAll('`', '')}](${channel}.svg)`).join('\n\n')}
`;
}
