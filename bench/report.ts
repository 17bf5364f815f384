import { machine } from './machine.ts';
import { median } from './median.ts';
import type { Pure } from './pure.ts';
import { tableOf, throughputTable } from './tables.ts';
import type { Measurement, ThroughputOptions } from './throughput.ts';

type Results = {
  readonly measured: readonly Measurement[];
  readonly options: ThroughputOptions;
  readonly pure: readonly Pure[];
  /** In milliseconds. */
  readonly starts: readonly number[];
};

/** `RESULTS.md`. */
export function report({ measured, options, pure, starts }: Results): string {
  const { rounds, seconds, connections } = options;
  const spread = measured.map(({ server, rounds }) => {
    const turns = rounds.map(({ turnsPerSecond }) => Math.round(turnsPerSecond));
    return [server.name, Math.min(...turns), Math.max(...turns)].map((cell) => cell.toLocaleString('en'));
  });
  const functions = pure.map(({ kind, median, p99 }) => [kind, median.toFixed(0), p99.toFixed(0)]);
  return `# Faster than an echo?

Written by \`npm run bench\`. Machine: ${machine()}.

Each server runs in a process of its own with nothing else set than its port; this bot as \`npm start\` runs it, with SQLite on
disk and every turn on the disk before it is answered. The load comes from another process by ${connections} connections, each with a
conversation of its own; every reply is held against the right one, and a wrong one ends the run. Medians of ${rounds} rounds of
${seconds} s, in which the servers take turns, after a longer one to warm up; how many times as many turns a server holds as another
is worked out in each round. \`/api/messages\` is asked with \`expectReplies\`. On Direct Line
each talk also begins with its conversation, tokens and WebSocket, and a turn is done when the echo and the reply
have come over the socket. Of ten messages to the bot about six are choices and four free text
(\`load/talks.ts\`). They are the same twelve talks again and again, so that what was understood and decided is remembered, as it
is of the usual ways through a talk; what is said for the first time costs what is told below, in "A turn by itself".

${throughputTable(measured)}

Slowest and fastest round, turns/s:

${tableOf(['server', 'slowest', 'fastest'], spread)}

## A turn by itself

From a stored talk to a stored talk and a reply, without channel and storage, nothing remembered of earlier turns, in µs:

${tableOf(['what is said', 'median', 'p99'], functions)}

## Start

From \`npm start\` to the first reply to a message: median ${median(starts).toFixed(0)} ms of ${starts.length} (${Math.min(...starts).toFixed(0)} to ${Math.max(...starts).toFixed(0)} ms).

## More

What a turn costs as stored talks, messages and replicas grow: [scale/RESULTS.md](scale/RESULTS.md). Memory over 200,000 talks:
[memory/RESULTS.md](memory/RESULTS.md). The widget on a slow phone: [WIDGET.md](WIDGET.md). Understanding, compared with other
engines: [understanding/RESULTS.md](understanding/RESULTS.md).
`;
}
