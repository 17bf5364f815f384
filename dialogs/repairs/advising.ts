import { conversationSetup } from '../model.ts';
import { advisedIn, nextStep } from '../next.ts';
import { supposing } from '../supposing.ts';
import type { Transition } from '../transitions.ts';

/** What would be advised if something were so. */
export const whatIf: Transition<'whatIf'> = {
  actions: [
    'clearMisses',
    conversationSetup.enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'whatIf') return;
      const advised = advisedIn(context)?.protocol ?? null;
      for (const say of supposing(context, event.facts, advised)) enqueue({ type: 'say', params: say });
    }),
  ],
};

/** Asked until the advice is settled. */
export const askMe: Transition<'askMe'> = {
  target: '.deciding',
  actions: [
    conversationSetup.enqueueActions(({ context, enqueue }) => {
      // No questions are announced where none is left.
      if (nextStep({ ...context, thorough: true, reasked: [] }).startsWith('asking'))
        enqueue({ type: 'say', params: { key: 'interview.start', topic: 'interview' } });
    }),
    { type: 'advance', params: { thorough: true } },
  ],
};
