import type { Context } from '../model.ts';
import { nextStep } from '../next.ts';
import type { Transition } from '../transitions.ts';
import type { WordKey } from '../wording.ts';

/** What is not understood is counted, and each time in a row something else is said. */
export const notUnderstood: Transition<'notUnderstood'> = {
  actions: [
    { type: 'say', params: ({ context }) => ({ key: missed(context), topic: 'fallback' }) },
    'countMiss',
  ],
};

function missed(context: Context): WordKey {
  if (context.misses === 0) return 'fallback.first';
  if (context.misses > 1) return 'fallback.third';
  return isAtStart(context) ? 'fallback.second' : 'fallback.asked';
}

/** Whether nothing is asked yet but how the person reads their mail, so that they can be asked a few questions instead. */
export function isAtStart(context: Context): boolean {
  return context.guide === null && nextStep(context) === 'greeting';
}
