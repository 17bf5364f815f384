import { conversationSetup } from '../model.ts';
import type { Moment } from '../next.ts';

/** Two wishes pull apart: little room speaks for IMAP, the other wish for POP. The person says which matters more. */
export const weighing = conversationSetup.createStateConfig({
  meta: {
    topic: 'conflict',
    asks: null,
    question: 'conflict.question',
    again: 'conflict.again',
    choices: (context) => [
      { label: 'choice.preferStorage', event: { type: 'prefer', preference: 'storage' } },
      { label: `choice.prefer.${wishIn(context)}`, event: { type: 'prefer', preference: 'pop' } },
      { label: 'choice.unsure', event: { type: 'prefer', preference: 'storage' } },
    ],
    answers: { unsure: { type: 'prefer', preference: 'storage' } },
  },
  entry: { type: 'say', params: ({ context }) => ({ key: `conflict.${wishIn(context)}` }) },
  on: {
    prefer: {
      target: '#deciding',
      actions: { type: 'advance', params: ({ event }) => ({ preference: event.preference }) },
    },
    why: { actions: ['clearMisses', { type: 'say', params: { key: 'conflict.why', topic: 'why' } }] },
  },
});

/** The wish that pulls against storage room. */
function wishIn({ known }: Moment): 'localOnly' | 'poorConnection' | 'both' {
  if (known.localOnly === true && known.poorConnection === true) return 'both';
  return known.localOnly === true ? 'localOnly' : 'poorConnection';
}
