import { globSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { FACTS } from '../../dialogs/scenarios.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { loadExamples, loadStories } from '../../src/conversation/understand/examples/examples.ts';
import { meaningsByName } from '../../src/conversation/understand/examples/labels.ts';
import { readYaml } from '../../src/conversation/yaml.ts';
import {
  engineOf,
  f1,
  type Heard,
  measure,
  readUtterances,
  topicsF1,
  type Utterance,
} from '../../test/understanding/measure.ts';
import { compromise } from './compromise.ts';
import { type Contender, heardFrom, lessonsFrom } from './engines.ts';
import { nlpjs } from './nlpjs.ts';
import { wink } from './wink.ts';

const root = join(import.meta.dirname, '../..');
const sets = ['development', 'last'].map((name) => ({
  name,
  utterances: readUtterances(join(root, 'test/understanding', `${name}.jsonl`)),
}));
const examples = loadExamples(readYaml(join(root, 'dialogs/examples/en.yaml')));
const stories = loadStories(
  readYaml(join(root, 'dialogs/examples/en.stories.yaml')),
  new Set(meaningsByName(examples).keys()),
  examples,
);
const { lessons, meanings } = lessonsFrom(examples, stories);

const began = performance.now();
const dialog = openDialog();
const ownLoad = performance.now() - began;
const own = engineOf(dialog.understand);
const another = engineOf(openDialog().understand);

type Answers = {
  readonly load: number;
  hear(said: Utterance): Promise<Heard>;
  /** Does the same, so that what is timed afterwards is compiled and yet nothing is remembered. */
  warmUp(said: Utterance): Promise<unknown>;
};

async function ready(contender: Contender): Promise<Answers> {
  const start = performance.now();
  const understand = await contender.open(lessons);
  const hear = async ({ text }: Utterance) => heardFrom(await understand(text), meanings);
  return { load: performance.now() - start, hear, warmUp: hear };
}

/** One contender's row: what it reaches on each set, and what it costs. */
async function row(name: string, { load, hear, warmUp }: Answers, megabytes: number): Promise<string> {
  const cells: string[] = [name];
  const times: number[] = [];
  for (const { utterances } of sets) {
    const heard = new Map<Utterance, Heard>();
    for (const said of utterances) await warmUp(said);
    for (const said of utterances) {
      const start = performance.now();
      heard.set(said, await hear(said));
      times.push((performance.now() - start) * 1000);
    }
    const figures = measure(
      utterances,
      (said) => heard.get(said) ?? { facts: {}, intents: [], acts: false },
      dialog,
    );
    const facts = FACTS.map((fact) => f1(figures.perLabel.get(fact) ?? { right: 0, missed: 0, wrong: 0 }));
    cells.push(
      (facts.reduce((sum, one) => sum + one, 0) / facts.length).toFixed(3),
      topicsF1(figures).toFixed(3),
      `${(figures.advice * 100).toFixed(1)} %`,
      `${(figures.wrongAdvice * 100).toFixed(1)} %`,
    );
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  cells.push(`${at(0.5)} µs`, `${at(0.99)} µs`, `${Math.round(load)} ms`, `${megabytes.toFixed(1)} MB`);
  return `| ${cells.join(' | ')} |`;
}

function sizeOf(packages: readonly string[]): number {
  const files = packages.flatMap((name) => globSync(join(root, 'node_modules', name, '**/*')));
  return files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0) / 1e6;
}

const rows: string[] = [];
for (const contender of [wink, nlpjs, compromise]) {
  console.log(`measuring ${contender.name} …`);
  rows.push(await row(contender.name, await ready(contender), sizeOf(contender.packages)));
}
console.log('measuring our own …');
const ownFiles = globSync(join(root, '{src/conversation/understand,dialogs/patterns,dialogs/examples}/**/*'));
const ownSize =
  ownFiles.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0) / 1e6;
rows.push(
  await row(
    '**ours: patterns + classifier**',
    { load: ownLoad, hear: async (said) => own(said), warmUp: async (said) => another(said) },
    ownSize,
  ),
);

const counts = sets.map(({ name, utterances }) => `${name} (${utterances.length})`);
const report = `# Which engine understands people best?

Written by \`npm run bench:understanding\`. All learn from the same ${lessons.length} lessons (\`dialogs/examples\`), and are
measured on utterances that are not among them: ${counts.join(' and ')}. "facts" is the mean F1 of the six facts, "topics" the
macro-F1 of troubles and explanations, "advice" how often the advice is the one that the stated facts call for, and "wrong" how
often wrong advice would be given without asking. Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| engine | facts | topics | advice | wrong | facts, last | topics | advice | wrong | median | p99 | load | size |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

The libraries split, stem and classify well enough, but a fact is seldom in the words: it is in who does not see what on which
device. None of them knows how far a "not" reaches or that a story is over, and each gives one label for a sentence that says two things. Their
thresholds were each set to the value that served them best on the development set. The network of nlp.js does not settle on so many lessons. Our own code is the part that they leave open:
concepts, negation scope and patterns, and a small classifier that learns from the examples how far to trust them. Its load time is that of a
start that finds cached what \`npm ci\` has learnt; learning itself takes some seconds, as the others' load times do. This file is
written seldom, and the row of ours is as it was then: the figures of today, measured in the same way, are in
[docs/understanding.md](../../docs/understanding.md).
`;
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), report);
console.log(`\n${report}`);
