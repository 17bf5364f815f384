import { basename, join, relative } from 'node:path';
import { openDialog } from '../../src/conversation/dialog.ts';
import { FLOORS, shortfalls } from './floors.ts';
import {
  engineOf,
  type Figures,
  f1,
  measure,
  precision,
  readUtterances,
  recall,
  topicsF1,
} from './measure.ts';

const files = process.argv.slice(2);
const paths = files.length > 0 ? files : [join(import.meta.dirname, 'development.jsonl')];

const began = performance.now();
const dialog = openDialog();
const load = performance.now() - began;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

let failed = false;
for (const file of paths) {
  const utterances = readUtterances(file);
  const figures = measure(utterances, engineOf(dialog.understand), dialog);
  console.log(`\n${relative(process.cwd(), file)}: ${figures.count} utterances\n`);
  print(figures);
  // Another instance, which remembers none of them.
  const { understand } = openDialog();
  const times = utterances
    .map(({ text, asked }) => {
      const start = performance.now();
      understand(text, { asks: asked ?? null, offered: [], answers: {}, isNumbered: true });
      return (performance.now() - start) * 1000;
    })
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  console.log(
    `time per utterance: median ${at(0.5)} µs, p99 ${at(0.99)} µs; ${Math.round(load)} ms to load everything`,
  );
  const name = basename(file, '.jsonl');
  const floors = name === 'heldout' || name === 'last' ? FLOORS[name] : FLOORS.development;
  for (const shortfall of shortfalls(figures, floors)) {
    failed = true;
    console.log(`BELOW THE FLOOR: ${shortfall}`);
  }
}
process.exitCode = failed ? 1 : 0;

function print(figures: Figures): void {
  for (const { text, wanted, got } of figures.confusions) {
    console.log(`  ${text.slice(0, 160)}\n      wanted ${wanted || '—'}\n      got    ${got || '—'}`);
  }
  console.log(`\n${'label'.padEnd(20)} precision  recall      F1   seen`);
  for (const [label, score] of [...figures.perLabel].sort(([a], [b]) => a.localeCompare(b))) {
    const cells = [precision(score), recall(score), f1(score)].map((share) => share.toFixed(3).padStart(8));
    console.log(`${label.padEnd(20)} ${cells.join('')} ${String(score.right + score.missed).padStart(6)}`);
  }
  console.log(`\ntopics, macro-F1     ${topicsF1(figures).toFixed(3)}`);
  console.log(`advice accuracy      ${percent(figures.advice)}`);
  console.log(`wrong advice         ${percent(figures.wrongAdvice)}`);
  if (figures.response !== null) console.log(`right response       ${percent(figures.response)}`);
}
