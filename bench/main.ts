import { parseArgs } from 'node:util';
import { throughputTable } from './tables.ts';
import { measureThroughput } from './throughput.ts';

/**
 * `npm run bench`: this bot against what others are made of, all in one run on one machine.
 * `-- --only c,messages` measures some only, `--rounds`, `--seconds` and `--connections` how long and how hard;
 * `--node=--cpu-prof` is given to the servers.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    node: { type: 'string', multiple: true, default: [] },
  },
});
const measured = await measureThroughput({
  only: values.only?.split(',') ?? null,
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  nodeOptions: values.node,
});
console.log(throughputTable(measured));
