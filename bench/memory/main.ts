import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Curve, measureMemory } from './measure.ts';
import { memoryChart, memoryReport, memoryTable } from './report.ts';

/**
 * `npm run bench:memory`: the memory of the bot while 200,000 talks are held, as a curve and a table. `-- --talks N`
 * and `--direct-line-talks N` hold fewer (0 for none), `--connections N` how many at once. Results are written to this
 * folder where there is no option, else to that of `--to`, if given.
 */
const { values } = parseArgs({
  options: {
    talks: { type: 'string', default: '200000' },
    'direct-line-talks': { type: 'string', default: '150000' },
    connections: { type: 'string', default: '32' },
    to: { type: 'string' },
  },
});
const connections = Number(values.connections);
const curves: Curve[] = [];
for (const [channel, asked] of [
  ['messages', values.talks],
  ['directLine', values['direct-line-talks']],
] as const) {
  const talks = Number(asked);
  if (talks > 0)
    curves.push(await measureMemory(channel, { talks, samples: Math.min(100, talks), connections }));
}
const to = values.to ?? (process.argv.length === 2 ? import.meta.dirname : undefined);
if (to !== undefined) {
  mkdirSync(to, { recursive: true });
  for (const curve of curves) writeFileSync(join(to, `${curve.channel}.svg`), memoryChart(curve));
  writeFileSync(join(to, 'RESULTS.md'), memoryReport(curves));
}
console.log(memoryTable(curves));
