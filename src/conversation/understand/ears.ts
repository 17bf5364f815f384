import { join } from 'node:path';
import { LANGUAGE } from '../../../dialogs/language.ts';
import { readYaml } from '../yaml.ts';
import { type Examples, loadExamples, loadStories, type Stories } from './examples/examples.ts';
import { meaningsByName, nameOf, taughtBy } from './examples/labels.ts';
import { type Hear, openHearing } from './heard/hear.ts';
import { openClassifier } from './learning/classifier.ts';
import { keptOr, learnFrom, wordsOf } from './learning/learning.ts';
import { type Listening, openListening } from './patterns/listening.ts';
import { loadPatterns } from './patterns/loadPatterns.ts';

/** All that is needed to hear what a message says. */
export type Ears = { readonly examples: Examples; readonly listening: Listening; readonly hear: Hear };

/**
 * Learns to hear from the examples, the stories and the patterns in `directory`, or takes what was learnt from the
 * same before. Throws `DialogError` with file and line.
 */
export function openEars(directory: string): Ears {
  const files = [
    `examples/${LANGUAGE}.yaml`,
    `examples/${LANGUAGE}.stories.yaml`,
    `patterns/${LANGUAGE}.yaml`,
  ].map((file) => join(directory, file));
  const [ofExamples = '', ofStories = '', ofPatterns = ''] = files;
  const { examples, patterns, learnt, vocabulary } = keptOr(files, () => {
    const examples = loadExamples(readYaml(ofExamples));
    const labels = [...meaningsByName(examples).keys()];
    const known = new Set(labels);
    const patterns = loadPatterns(readYaml(ofPatterns), known);
    const told = [...storiesIn(examples), ...loadStories(readYaml(ofStories), known, examples)];
    const vocabulary = wordsOf(told);
    const learnt = learnFrom(told, labels, openListening(patterns, vocabulary));
    return { examples, patterns, learnt, vocabulary };
  });
  const meanings = meaningsByName(examples);
  const listening = openListening(patterns, vocabulary);
  return { examples, listening, hear: openHearing(openClassifier(learnt), meanings, listening) };
}

/** The examples as stories that say one thing, or several where they stand under several. */
function storiesIn(examples: Examples): Stories {
  const labels = new Map<string, string[]>(examples.nothing.map((text) => [text, []]));
  for (const { meaning, sentences } of taughtBy(examples)) {
    if (meaning.kind === 'answer') continue;
    for (const text of sentences) labels.set(text, [...(labels.get(text) ?? []), nameOf(meaning)]);
  }
  return [...labels].map(([text, labels]) => ({ text, labels }));
}
