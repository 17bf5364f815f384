import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readBytes } from '../yaml.ts';
import { type Learnt, learn } from './classifier.ts';
import type { Stories } from './examples.ts';
import { seen } from './hear.ts';
import type { Listening } from './loadPatterns.ts';
import { normalise, words } from './normalise.ts';
import { sentences } from './sentences.ts';

/** What was learnt, and the words that it was learnt from, which count as spelt right. */
export type Lesson = { readonly learnt: Learnt; readonly vocabulary: readonly string[] };

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
export function wordsOf(stories: Stories): string[] {
  return [...new Set(stories.flatMap(({ text }) => words(normalise(text))))];
}

/** How many lessons are kept; each change of a sentence makes a new one, of some megabytes. */
const KEPT = 8;
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/pop-or-imap');

/**
 * What was learnt the last time from the same `files` by the same code, or else what `make` gives now, which is
 * kept for the next start. Where nothing can be kept, it is learnt anew at each start. Throws `DialogError` where one
 * of the files cannot be read.
 */
export function keptOr(files: readonly string[], make: () => Lesson): Lesson {
  const code = globSync('*.ts', { cwd: import.meta.dirname }).sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(readBytes(file));
  for (const name of code) hash.update(readFileSync(join(import.meta.dirname, name)));
  const kept = join(CACHE, `${hash.digest('hex').slice(0, 16)}.lesson`);
  try {
    return deserialize(readFileSync(kept));
  } catch {
    // Not learnt yet.
  }
  const lesson = make();
  try {
    mkdirSync(CACHE, { recursive: true });
    // Under another name first: a start at the same moment must not read half of it.
    const unfinished = `${kept}.${process.pid}`;
    writeFileSync(unfinished, serialize(lesson));
    renameSync(unfinished, kept);
    forgetOldLessons();
  } catch {
    // A folder that cannot be written to costs time at the next start and nothing else.
  }
  return lesson;
}

function forgetOldLessons(): void {
  const lessons = globSync('*.lesson', { cwd: CACHE }).map((name) => join(CACHE, name));
  const age = new Map(lessons.map((file) => [file, statSync(file).mtimeMs]));
  const newestFirst = lessons.sort((one, other) => (age.get(other) ?? 0) - (age.get(one) ?? 0));
  for (const file of newestFirst.slice(KEPT)) rmSync(file, { force: true });
}
