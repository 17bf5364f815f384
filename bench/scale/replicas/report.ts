import { lineChart } from '../../plot/lineChart.ts';
import { tableOf } from '../../tables.ts';
import type { OnRedis, Replicas } from './measure.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en');

function replicasTable({ loads }: Replicas): string {
  return tableOf(
    [
      'load',
      'replicas',
      'turns/s',
      'p50 ms',
      'p99 ms',
      'bot, CPU µs/turn',
      'Redis, CPU µs/turn',
      'commands/turn',
      'in scripts',
      'bytes/turn to and from Redis',
      'run again',
    ],
    loads.map((one) => [
      one.name,
      String(one.replicas),
      whole(one.turnsPerSecond),
      one.p50.toFixed(1),
      one.p99.toFixed(1),
      whole(one.cpu),
      whole(one.redis),
      one.commands.toFixed(1),
      one.inScripts.toFixed(1),
      whole(one.network),
      `${(one.lostRaces * 100).toFixed(1)} %`,
    ]),
  );
}

export function replicasChart({ loads }: Replicas): string {
  const of = (id: string) => loads.filter((one) => one.id === id);
  const points = (id: string, value: (one: OnRedis) => number) =>
    of(id).map((one) => [one.replicas, value(one)] as const);
  const told = loads.map(
    ({ name, replicas, cpu, redis }) =>
      `${name.replaceAll('`', '')}, ${replicas} replicas: ${whole(cpu)} µs, Redis ${whole(redis)} µs`,
  );
  return lineChart({
    title: 'What a turn costs on one and on two replicas',
    description: `Processor time per turn. ${told.join('; ')}.`,
    x: { label: 'replicas on one Redis', scale: 'linear', axis: { from: 0.5, to: 2.5, ticks: [1, 2] } },
    y: { label: 'CPU µs per turn' },
    series: [
      { name: '/api/messages', points: points('messages', ({ cpu }) => cpu) },
      { name: 'Redis for it', points: points('messages', ({ redis }) => redis) },
      { name: 'Direct Line', points: points('directLine', ({ cpu }) => cpu) },
      { name: 'Redis for it', points: points('directLine', ({ redis }) => redis) },
    ],
  });
}

export function replicasSection(replicas: Replicas): string {
  const { chats } = replicas;
  const { messages, directLine } = replicas.footprints;
  const hears = replicas.loads.find(({ id, replicas }) => id === 'directLine' && replicas === 1);
  return `## On one and on two replicas

${replicasTable(replicas)}

![What a turn costs on one and on two replicas](replicas.svg)

Redis has each write on disk before it answers (\`appendfsync always\`). Two replicas, Redis and the load share two processors here,
so turns per second cannot double; what carries over to a larger machine is the processor time per turn, which is dearer itself where
all of them want the same two processors at once. A replica that has no part in a Direct Line turn still hears of it, for ${whole(hears?.idle ?? 0)} µs. "Run again" are turns that lost a race for the stored talk: a
replica remembers the talks of the last minutes, so where each turn goes to any of them it finds at the write that another has gone on,
and runs the turn again, which costs time but never a turn. Where each talk stays at one replica that does not happen.

A whole talk takes ${whole(messages.bytes)} bytes of Redis' memory on \`/api/messages\`, and appends ${whole(messages.file)} to its file. On Direct Line it is
${whole(directLine.bytes)} bytes in ${directLine.items.toFixed(0)} items, state and log, and ${whole(directLine.file)} appended.
A chat that is open while nobody says anything takes ${(chats.resident / 1000).toFixed(0)} KB in the replica that holds its socket (${whole(chats.count)} at once), and in each second
${chats.cpu.toFixed(1)} µs of its processor, ${chats.redis.toFixed(1)} µs of Redis' and ${chats.commands.toFixed(3)} commands to it: every 25 s the socket is asked for a sign of life, and the log is read.
`;
}
