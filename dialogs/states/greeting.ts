import { type Choice, conversationSetup } from '../model.ts';
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
    choices: () => [...situations, { label: 'choice.askMe', event: { type: 'askMe' } }],
    answers: { unsure: { type: 'askMe' } },
  },
  on: {
    why: { actions: ['clearMisses', { type: 'say', params: { key: 'greeting.why', topic: 'why' } }] },
  },
});
