import { type Known, knownOf, summary } from '../../dialogs/handoff.ts';
import type { Context } from '../../dialogs/model.ts';
import type { BotAnswer } from './answer.ts';
import type { Dialog } from './dialog.ts';
import { restore } from './stored.ts';
import { inWords } from './words.ts';

/** What a person who takes over is told: facts and steps taken, and the same in sentences; never the messages. */
export type Handoff = Known & { readonly summary: string };

/** The handing over that goes with an answer; null where it does not lead to a person. */
export function handoffWith(
  { words, guides }: Pick<Dialog, 'words' | 'guides'>,
  { says }: Pick<BotAnswer, 'says'>,
  context: Context,
): Handoff | null {
  if (says.every(({ key }) => key !== 'person.text')) return null;
  return { ...knownOf(context), summary: inWords(words, guides, summary(context), 0) };
}

/** The same for an answer that was given before, from the talk as it is stored. */
export function handoffAgain(dialog: Dialog, answer: BotAnswer, stored: unknown): Handoff | null {
  const restored = restore(stored, dialog.version);
  return restored && handoffWith(dialog, answer, restored.context);
}
