import { conversationSetup } from '../model.ts';
import { saying } from '../saying.ts';

/** The person has said goodbye; what they told is kept, and a new message goes on from there. */
export const farewell = conversationSetup.createStateConfig({
  id: 'farewell',
  meta: {
    topic: 'farewell',
    asks: null,
    question: 'farewell.question',
    again: 'farewell.again',
    choices: ({ known, guide }) => [
      ...(guide !== null || Object.keys(known).length > 0
        ? [{ label: 'choice.goOn', event: { type: 'takeUp' } } as const]
        : []),
      { label: 'choice.restart', event: { type: 'restart' } },
      { label: 'choice.person', event: { type: 'person' } },
    ],
    answers: { yes: { type: 'takeUp' }, no: { type: 'bye' } },
  },
  on: {
    // Who was being helped goes on with the same step.
    takeUp: { guard: ({ context }) => context.guide !== null, target: '#guide', actions: 'clearMisses' },
    // Whoever comes back is where they were: at a step, a question, or the advice.
    greet: [
      {
        guard: ({ context }) => context.guide !== null,
        target: '#guide',
        actions: saying('smallTalk.greet', 'smallTalk'),
      },
      {
        guard: ({ context }) => Object.keys(context.known).length > 0,
        target: '#deciding',
        actions: saying('smallTalk.greet', 'smallTalk'),
      },
    ],
    next: { actions: conversationSetup.raise({ type: 'takeUp' }) },
    back: { target: '#deciding', actions: 'clearMisses' },
    why: { actions: saying('greeting.why', 'why') },
  },
});
