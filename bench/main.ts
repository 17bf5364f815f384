import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measurePure } from './pure.ts';
import { report } from './report.ts';
import { measureStart } from './start.ts';
import { throughputTable } from './tables.ts';
import { measureThroughput } from './throughput.ts';

/**
 * `npm run bench`: this bot against what others are made of, all in one run on one machine; written to `RESULTS.md`
 * where there is no option. `-- --only c,messages` measures some only, `--rounds`, `--seconds` and `--connections` how long
 * and how hard; `--node=--cpu-prof` is given to the servers.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '32' },
    node: { type: 'string', multiple: true, default: [] },
  },
});
const options = {
  only: values.only?.split(',') ?? null,
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  nodeOptions: values.node,
};
const isAll = process.argv.length === 2;
const STARTS = 5;
const starts = isAll ? await measureStart(STARTS) : [];
const pure = isAll ? measurePure() : [];
const measured = await measureThroughput(options);
console.log(throughputTable(measured));
if (isAll) {
  const file = join(import.meta.dirname, 'RESULTS.md');
  writeFileSync(file, report({ measured, options, pure, starts }));
  console.error(`Written to ${file}.`);
}
