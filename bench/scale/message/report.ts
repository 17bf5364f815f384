import { lineThrough } from '../../fit.ts';
import { lineChart } from '../../plot/lineChart.ts';
import { tableOf } from '../../tables.ts';
import type { MessageCost } from './measure.ts';

/** As much of a message is understood, in characters (`src/conversation/understand/text/normalise.ts`). */
const READ = 4000;

const whole = (value: number) => Math.round(value).toLocaleString('en');

/** The straight line through what messages cost that are read to their end, by their length in KB (1,000 bytes). */
function fitOf(measured: readonly MessageCost[], cost: 'pure' | 'cpu') {
  return lineThrough(
    measured.filter(({ bytes }) => bytes <= READ).map((one) => [one.bytes / 1000, one[cost]] as const),
  );
}

function messageTable(measured: readonly MessageCost[]): string {
  return tableOf(
    ['bytes', 'pure function, CPU µs', 'over HTTP, CPU µs', 'turns/s', 'p50 ms', 'p99 ms'],
    measured.map(({ bytes, pure, cpu, turnsPerSecond, p50, p99 }) => [
      whole(bytes),
      whole(pure),
      whole(cpu),
      whole(turnsPerSecond),
      p50.toFixed(1),
      p99.toFixed(1),
    ]),
  );
}

export function messageChart(measured: readonly MessageCost[]): string {
  const told = measured
    .map(({ bytes, pure, cpu }) => `${whole(bytes)} bytes ${whole(pure)} µs, over HTTP ${whole(cpu)} µs`)
    .join('; ');
  return lineChart({
    title: 'What a message costs, by its length',
    description: `Processor time for a message that was never said before. ${told}. Of a message the first ${whole(READ)} characters are understood.`,
    x: { label: 'bytes of free text', scale: 'linear' },
    y: { label: 'CPU µs per message' },
    series: [
      { name: 'pure function', points: measured.map(({ bytes, pure }) => [bytes, pure]) },
      { name: 'over HTTP, state on disk', points: measured.map(({ bytes, cpu }) => [bytes, cpu]) },
    ],
  });
}

export function messageSection(measured: readonly MessageCost[]): string {
  const [pure, cpu] = [fitOf(measured, 'pure'), fitOf(measured, 'cpu')];
  const at = (bytes: number) => measured.find((one) => one.bytes === bytes);
  const [large, small] = [at(10_000), at(1000)];
  const ratio =
    large && small
      ? ` A message of 10 KB costs ${(large.pure / small.pure).toFixed(1)} times one of 1 KB (over HTTP ${(large.cpu / small.cpu).toFixed(1)} times).`
      : '';
  return `## As messages grow

${messageTable(measured)}

![What a message costs, by its length](message.svg)

Linear up to ${whole(READ)} characters, which is as much as the bot reads: ${whole(pure.slope)} µs per KB (R² ${pure.share.toFixed(3)}), over HTTP
${whole(cpu.slope)} µs per KB (R² ${cpu.share.toFixed(3)}). Beyond that the text is only carried along.${ratio} Each message is free text that
was never said before, so nothing is remembered of it, and begins a talk of its own; the largest request that is taken at all is 256 KB.
`;
}
