import type { DialogEvent } from '../../../../dialogs/events.ts';
import { LAST } from '../patterns/file.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { numberIn } from '../shown/choices.ts';
import { atSteps, offers } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { lengthOf } from '../text/sentences.ts';

/** A longer message wants more than a step. */
const SHORT = 8;

/** "Step 3", "I don't understand step 3": the step that is wanted, or the one after it where it is done. */
export function numberedStep(
  { said, read, situation }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  if (lengthOf(read) > SHORT) return null;
  const isShown = atSteps(situation);
  const back = isShown && offers(situation, 'next') ? stepsBack(said, listening) : null;
  if (back !== null) return { type: 'previous', by: back };
  const number = stepNamed(said, listening);
  if (number === null) return null;
  // Where none was shown, that is what is said to it.
  if (!isShown) return number === LAST ? null : { type: 'goToStep', step: number - 1 };
  // "Back to the last step" is the one before.
  const isBefore = number === LAST && words(said).some((word) => listening.littleWords.back.has(word));
  if (isBefore && offers(situation, 'next')) return { type: 'previous' };
  const isDone = read.some(listening.says('stepDone'));
  const fails =
    read.some(({ symbols }) => symbols.has(listening.marks.not)) && !read.some(listening.isPuzzled);
  return fails || read.some(listening.says('broken'))
    ? null
    : { type: 'goToStep', step: number === LAST ? 'last' : isDone ? number : number - 1 };
}

/** The number of the step that a message names, or `LAST`: "step 3", "the third step again", "the last step". */
function stepNamed(
  text: string,
  { littleWords: { besideNumbers, step }, ordinals }: Listening,
): number | null {
  const said = words(text);
  for (const [at, word] of said.entries()) {
    if (!step.has(word)) continue;
    const before = said[at - 1] ?? '';
    // "One step at a time" names none.
    const number =
      numberIn(said[at + 1] ?? '', ordinals) ??
      (besideNumbers.has(before) ? undefined : numberIn(before, ordinals));
    if (number !== undefined) return number;
  }
  return null;
}

/** How many steps somebody wants to go back: "two steps back". */
function stepsBack(
  text: string,
  { littleWords: { besideNumbers, steps, back }, ordinals }: Listening,
): number | null {
  const said = words(text);
  const counted = said[said.findIndex((word) => steps.has(word)) - 1] ?? '';
  const number = besideNumbers.has(counted) ? undefined : numberIn(counted, ordinals);
  return number !== undefined && number > 0 && said.some((word) => back.has(word)) ? number : null;
}
