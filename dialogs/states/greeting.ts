import { type Choice, conversationSetup } from '../model.ts';
import { noted } from '../repairs/telling.ts';
import { saying } from '../saying.ts';
import { SCENARIOS } from '../scenarios.ts';

const situations: readonly Choice[] = SCENARIOS.map(({ fact }) => ({
  label: `situation.${fact}`,
  event: { type: 'tell', facts: { [fact]: true }, inOwnWords: false },
}));

/** Nothing is known yet: the six situations, the interview, or the person's own words. */
export const greeting = conversationSetup.createStateConfig({
  meta: {
    topic: 'greeting',
    asks: null,
    question: 'greeting.question',
    again: 'greeting.again',
    choices: ({ known }) => [
      ...(Object.keys(known).length > 0
        ? [{ label: 'choice.whichSuits', event: { type: 'goOn' } } as const]
        : []),
      ...situations,
      { label: 'choice.askMe', event: { type: 'askMe' } },
    ],
    // After two misses the bot offers to ask.
    answers: ({ misses }) => ({
      unsure: { type: 'askMe' },
      ...(misses > 1 && { yes: { type: 'askMe' } }),
    }),
  },
  on: {
    // Somebody who came with a question of their own gets that first, and advice when they want it.
    note: { actions: noted },
    why: { actions: saying('greeting.why', 'why') },
  },
});
