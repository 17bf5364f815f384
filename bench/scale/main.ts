import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.ts';
import { measureMessages } from './message/measure.ts';
import { messageChart, messageSection } from './message/report.ts';
import { measureReplicas } from './replicas/measure.ts';
import { replicasChart, replicasSection } from './replicas/report.ts';
import { measureStored } from './stored/measure.ts';
import { storedChart, storedSection } from './stored/report.ts';

/**
 * `npm run bench:scale`: what a turn costs as stored talks, messages and replicas grow. `-- --only stored,message,replicas`
 * measures some only; `--counts`, `--rounds`, `--seconds` and `--connections` how much, how long and how hard. Results are
 * written to this folder where there is no option, else to that of `--to`, if given.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'stored,message,replicas' },
    counts: { type: 'string', default: '1000,10000,100000,1000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    to: { type: 'string' },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number);
const often = { rounds: rounds ?? 5, seconds: seconds ?? 3, connections: connections ?? 32 };
const SIZES = [10, 100, 1000, 2000, 4000, 10_000];
/** Bytes that are said in one second of a round, about. */
const BYTES = 200_000;

type Part = { readonly section: string; readonly chart: string };
const parts: Readonly<Record<string, () => Promise<Part>>> = {
  async stored() {
    const measured = await measureStored({ ...often, counts: values.counts.split(',').map(Number) });
    return { section: storedSection(measured), chart: storedChart(measured) };
  },
  async message() {
    const bytes = BYTES * often.seconds;
    const measured = await measureMessages({ ...often, sizes: SIZES, bytes, most: bytes / 200 });
    return { section: messageSection(measured), chart: messageChart(measured) };
  },
  async replicas() {
    const chats = { count: 1000 * often.seconds, seconds: 18 * often.seconds };
    const measured = await measureReplicas({ ...often, talks: 500 * often.seconds, chats });
    return { section: replicasSection(measured), chart: replicasChart(measured) };
  },
};

const to = values.to ?? (process.argv.length === 2 ? import.meta.dirname : undefined);
if (to !== undefined) mkdirSync(to, { recursive: true });
const sections: string[] = [];
for (const name of values.only.split(',')) {
  const measure = parts[name];
  if (!measure) throw new Error(`--only: "${name}" is none of ${Object.keys(parts).join(', ')}.`);
  const began = performance.now();
  const { section, chart } = await measure();
  console.error(`${name}: ${Math.round((performance.now() - began) / 1000)} s`);
  sections.push(section);
  if (to !== undefined) writeFileSync(join(to, `${name}.svg`), chart);
}
const report = `# What a turn costs as things grow

Written by \`npm run bench:scale\`: medians of ${rounds} rounds in which what is compared takes turns; the bot as \`npm start\` runs it, in a
process of its own, real talks from another process by ${connections} connections, each reply held against the pure function. What it
means for a deployment is in [docs/scaling.md](../../docs/scaling.md). Machine: ${machine()}.

${sections.join('\n')}`;
if (to !== undefined) writeFileSync(join(to, 'RESULTS.md'), report);
console.log(report);
