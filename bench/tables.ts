import type { Measurement } from './throughput.ts';

/** The peers that ratios are given to: EchoBot and the Waterfall. */
const COMPARED = [
  { id: 'c', name: 'EchoBot' },
  { id: 'e', name: 'Waterfall' },
] as const;

/** A Markdown table of the medians, and how many times as many turns each holds as the peers. */
export function throughputTable(measured: readonly Measurement[]): string {
  const peers = COMPARED.flatMap(({ id, name }) => {
    const peer = measured.find(({ server }) => server.id === id);
    return peer ? [{ name, turns: peer.median.turnsPerSecond }] : [];
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
  const rows = measured.map(({ server, median }) => [
    server.name,
    Math.round(median.turnsPerSecond).toLocaleString('en'),
    median.p50.toFixed(1),
    median.p99.toFixed(1),
    Math.round(median.cpu).toLocaleString('en'),
    Math.round(median.main).toLocaleString('en'),
    Math.round(median.resident).toLocaleString('en'),
    ...peers.map(({ turns }) => (median.turnsPerSecond / turns).toFixed(2)),
  ]);
  return tableOf(head, rows);
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
