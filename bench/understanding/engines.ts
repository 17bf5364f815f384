import type { Examples, Stories } from '../../src/conversation/understand/examples/examples.ts';
import { type Meaning, nameOf, taughtBy } from '../../src/conversation/understand/examples/labels.ts';
import type { Heard } from '../../test/understanding/measure.ts';

/** A sentence and what it teaches; `nothing` for one that says nothing of interest. */
type Lesson = { readonly text: string; readonly label: string };

export const NOTHING = 'nothing';

/** A way to understand, made ready from lessons. It may be asynchronous, as some libraries are. */
export type Contender = {
  readonly name: string;
  /** Packages whose size on disk counts. */
  readonly packages: readonly string[];
  open(lessons: readonly Lesson[]): Promise<(text: string) => readonly string[] | Promise<readonly string[]>>;
};

/** The examples and stories as lessons: what every contender learns from. */
export function lessonsFrom(
  examples: Examples,
  stories: Stories,
): { lessons: Lesson[]; meanings: Map<string, Meaning> } {
  const meanings = new Map<string, Meaning>();
  const lessons: Lesson[] = examples.nothing.map((text) => ({ text, label: NOTHING }));
  for (const { meaning, sentences } of taughtBy(examples)) {
    if (meaning.kind === 'answer') continue;
    meanings.set(nameOf(meaning), meaning);
    for (const text of sentences) lessons.push({ text, label: nameOf(meaning) });
  }
  for (const { text, labels } of stories) {
    for (const label of labels.length > 0 ? labels : [NOTHING]) lessons.push({ text, label });
  }
  return { lessons, meanings };
}

/** Labels as the measure takes them. */
export function heardFrom(labels: readonly string[], meanings: ReadonlyMap<string, Meaning>): Heard {
  const facts: Heard['facts'] = {};
  const intents: string[] = [];
  for (const label of new Set(labels)) {
    const meaning = meanings.get(label);
    if (meaning?.kind === 'fact') facts[meaning.fact] = meaning.is;
    else if (meaning?.kind === 'event') intents.push(label.replace(/^trouble\./, ''));
  }
  return { facts, intents, acts: true };
}
