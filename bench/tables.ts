import { median } from './median.ts';
import type { Measurement, Round } from './throughput.ts';

/** The peers that ratios are given to: EchoBot and the Waterfall. */
const COMPARED = [
  { id: 'c', name: 'EchoBot' },
  { id: 'e', name: 'Waterfall' },
] as const;

/**
 * A Markdown table of the medians, and how many times as many turns each holds as the peers: the median of what it was in
 * each round, as a machine that others use too is not as fast in one round as in the next.
 */
export function throughputTable(measured: readonly Measurement[]): string {
  const peers = COMPARED.flatMap(({ id, name }) => {
    const peer = measured.find(({ server }) => server.id === id);
    return peer ? [{ name, rounds: peer.rounds }] : [];
  });
  const head = [
    'server',
    'turns/s',
    'p50 ms',
    'p99 ms',
    'CPU µs/turn',
    'of that main thread',
    'memory MB',
    ...peers.map(({ name }) => `× ${name}`),
  ];
  const rows = measured.map(({ server, median, rounds }) => [
    server.name,
    Math.round(median.turnsPerSecond).toLocaleString('en'),
    median.p50.toFixed(1),
    median.p99.toFixed(1),
    Math.round(median.cpu).toLocaleString('en'),
    Math.round(median.main).toLocaleString('en'),
    Math.round(median.resident).toLocaleString('en'),
    ...peers.map((peer) => timesAsMany(rounds, peer.rounds).toFixed(2)),
  ]);
  return tableOf(head, rows);
}

function timesAsMany(own: readonly Round[], peers: readonly Round[]): number {
  return median(
    own.map(({ turnsPerSecond }, at) => turnsPerSecond / (peers[at]?.turnsPerSecond ?? Number.NaN)),
  );
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
