import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { conversation } from '../../dialogs/index.ts';
import { type Context, START } from '../../dialogs/model.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import { loadWords } from './loadWords.ts';
import { loadProvider } from './provider.ts';
import { metaOf, STATES } from './states.ts';
import type { Offered } from './understand/choices.ts';
import { loadExamples } from './understand/examples.ts';
import { openUnderstanding, type Understand } from './understand/index.ts';
import { vocabularyOf } from './understand/labels.ts';
import { loadPatterns } from './understand/loadPatterns.ts';
import { label, type Words } from './words.ts';
import { readYaml } from './yaml.ts';

/** All that a turn needs and that does not change while the bot runs. */
export type Dialog = {
  readonly machine: typeof conversation;
  readonly words: Words;
  readonly understand: Understand;
  /** Changes whenever the shape of the conversation does; stored talks of another version are carried over. */
  readonly version: string;
};

/** Where the sentences, examples and the mail host's data are, unless told otherwise. */
const DIALOGS = join(import.meta.dirname, '../../dialogs');

/**
 * Reads and checks everything in `dialogs/` and gets it ready for use: sentences, examples, provider.
 * Throws `DialogError` with file, line and remedy.
 */
export function openDialog(directory = DIALOGS): Dialog {
  const provider = loadProvider(readYaml(join(directory, 'provider.yaml')));
  const words = loadWords(readYaml(join(directory, 'words/en.yaml')), provider);
  const examples = loadExamples(readYaml(join(directory, 'examples/en.yaml')));
  const patterns = loadPatterns(readYaml(join(directory, 'patterns/en.yaml')), vocabularyOf(examples));
  return {
    machine: conversation,
    words,
    understand: openUnderstanding(examples, patterns, buttonsIn(words)),
    version: createHash('sha256').update(STATES.join()).digest('hex').slice(0, 8),
  };
}

/** Every button that a person may still have before them, from any state. */
function buttonsIn(words: Words): Offered[] {
  const everythingTold: Context = {
    ...START,
    known: Object.fromEntries(FACTS.map((fact) => [fact, true])),
  };
  const buttons = new Map<string, Offered>();
  for (const state of STATES) {
    // Yes, no and "not sure" mean something only where they are asked for.
    for (const choice of metaOf(state).choices(everythingTold)) {
      if (choice.event.type === 'answer' || choice.event.type === 'prefer') continue;
      buttons.set(choice.label, { label: label(words, choice.label), event: choice.event });
    }
  }
  return [...buttons.values()];
}
