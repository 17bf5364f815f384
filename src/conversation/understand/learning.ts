import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { kept } from '../../kept.ts';
import { readBytes, YAML_CODE } from '../yaml.ts';
import { type Learnt, learn } from './classifier.ts';
import type { Examples, Stories } from './examples.ts';
import { seen } from './hear.ts';
import type { Listening } from './listening.ts';
import type { Patterns } from './loadPatterns.ts';
import { type Names, namesOf } from './names.ts';
import { normalise, words } from './normalise.ts';
import { sentences } from './sentences.ts';

/** What was learnt, the words that it was learnt from, which count as spelt right, and what else was read for it. */
export type Lesson = {
  readonly examples: Examples;
  readonly patterns: Patterns;
  readonly learnt: Learnt;
  readonly vocabulary: Names;
};

/** Learns from messages whose meanings are known; each is taken as a whole. */
export function learnFrom(stories: Stories, labels: readonly string[], listening: Listening): Learnt {
  const rows = stories.map(({ text, labels }) => ({
    labels,
    features: new Set(
      sentences(normalise(text), listening.lexicon, listening.marks).flatMap((sentence) => [
        ...seen(sentence, listening),
      ]),
    ),
  }));
  return learn(rows, labels);
}

/** All words of messages, each once. */
export function wordsOf(stories: Stories): Names {
  return namesOf([...new Set(stories.flatMap(({ text }) => words(normalise(text))))]);
}

/** How many lessons are kept; each change of a sentence makes a new one, of some megabytes. */
const LESSONS = 8;

const HERE = import.meta.dirname;
/** The code that learns, and that names all there is to be said; and what checks the files, besides what reads them. */
const FOLDERS = [HERE, join(HERE, '../../../dialogs')];
const CHECKS = [
  join(HERE, '../valueFaults.ts'),
  join(HERE, '../../nearest.ts'),
  createRequire(import.meta.url).resolve('zod/package.json'),
];

function codeFiles(): string[] {
  const code = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => join(folder, name)),
  );
  return [...code, ...CHECKS];
}

/**
 * What was learnt the last time from the same `files` by the same code, or else what `make` gives now, which is
 * kept for the next start. Throws `DialogError` where one of the files cannot be read.
 */
export function keptOr(files: readonly string[], make: () => Lesson): Lesson {
  const code = codeFiles().map((file) => readFileSync(file));
  return kept(
    { kind: 'lesson', most: LESSONS, from: [...files.map(readBytes), ...code, ...YAML_CODE] },
    make,
  );
}
