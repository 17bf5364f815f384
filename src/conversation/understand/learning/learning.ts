import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { cached } from '../../../diskCache.ts';
import { isRecord } from '../../../record.ts';
import { readBytes, YAML_CODE } from '../../yaml.ts';
import type { Examples, Stories } from '../examples/examples.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Patterns } from '../patterns/loadPatterns.ts';
import type { Table } from '../patterns/table.ts';
import type { Terms } from '../text/lexicon.ts';
import { type Names, namesOf } from '../text/names.ts';
import { normalise, words } from '../text/normalise.ts';
import { sentences } from '../text/sentences.ts';
import { type Learnt, learn } from './classifier.ts';
import { featuresOf } from './features.ts';

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
        ...featuresOf(sentence, listening),
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
/** The code that learns, and that names all there is to be said; and what it uses elsewhere, besides what reads the files. */
const FOLDERS = [
  ...['.', 'text', 'examples', 'patterns', 'learning', 'heard'].map((folder) => join(HERE, '..', folder)),
  join(HERE, '../../../../dialogs'),
];
const USED = [
  join(HERE, '../../valueFaults.ts'),
  ...['memoise.ts', 'nearest.ts', 'reason.ts', 'record.ts'].map((name) => join(HERE, '../../..', name)),
  createRequire(import.meta.url).resolve('zod/package.json'),
];

/** All that makes a lesson what it is, besides the files that are learnt from. */
export function learningCode(): Buffer[] {
  const code = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => join(folder, name)),
  );
  return [...[...code, ...USED].map((file) => readFileSync(file)), ...YAML_CODE];
}

const fields = z.custom(isRecord);
const map = z.instanceof(Map);
const number = z.number();
const names = z.object({
  letters: z.string(),
  starts: z.instanceof(Uint32Array),
  slots: z.instanceof(Uint32Array),
} satisfies FormOf<Names>);

const table = z.object({
  labels: z.custom(Array.isArray),
  starts: z.instanceof(Uint32Array),
  written: z.instanceof(Uint32Array),
  index: z.instanceof(Uint32Array),
} satisfies FormOf<Table<unknown>>);

/** A form for each part, so that none is left out. */
type FormOf<Whole> = Readonly<Record<keyof Whole, z.ZodType>>;

/** The parts of a lesson, down to lists of thousands, which would take too long to be gone through at each start. */
const lesson = z.object({
  examples: z.object({
    facts: fields,
    commands: fields,
    explain: fields,
    troubles: fields,
    uses: fields,
    nothing: z.custom(Array.isArray),
    answers: fields,
  } satisfies FormOf<Examples>),
  patterns: z.object({
    terms: z.object({
      words: names,
      starts: z.instanceof(Uint32Array),
      written: z.instanceof(Uint32Array),
      beginnings: z.custom(Array.isArray),
    } satisfies FormOf<Terms>),
    marks: fields,
    concepts: z.instanceof(Set),
    device: number,
    kinds: map,
    classes: map,
    littleWords: fields,
    misspelt: z.custom(Array.isArray),
    ordinals: map,
    present: map,
    ownWords: map,
    dictated: map,
    leadIns: z.array(z.string()),
    otherLanguages: map,
    meanings: table,
    certain: table,
    unsaid: table,
    asides: table,
    asidesAtSteps: table,
    answers: map,
    protocols: table,
    weighing: table,
    symptoms: table,
    elsewhere: table,
    worksElsewhere: table,
    mailInWebmail: table,
    mailPlaces: table,
    doubts: table,
    needs: map,
    lists: map,
  } satisfies FormOf<Patterns>),
  learnt: z.object({
    labels: z.array(z.string()),
    features: names,
    starts: z.instanceof(Uint32Array),
    which: z.instanceof(Uint8Array),
    weights: z.instanceof(Int16Array),
    unit: number,
    bias: z.instanceof(Float32Array),
  } satisfies FormOf<Learnt>),
  vocabulary: names,
} satisfies FormOf<Lesson>);

/** Whether what is kept is a lesson, as far as its parts show. */
export function isLesson(value: unknown): value is Lesson {
  return lesson.safeParse(value).success;
}

/**
 * What was learnt the last time from the same `files` by the same code, or else what `make` gives now, which is
 * kept for the next start. Throws `DialogError` where one of the files cannot be read.
 */
export function keptOr(files: readonly string[], make: () => Lesson): Lesson {
  return cached(
    { kind: 'lesson', most: LESSONS, from: [...files.map(readBytes), ...learningCode()] },
    make,
    isLesson,
  );
}
