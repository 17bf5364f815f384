import { advise, OTHERS } from '../advise.ts';
import type { Open } from '../clarifying.ts';
import { type Context, conversationSetup } from '../model.ts';
import { advisedIn, nextStep } from '../next.ts';
import { FACTS, type Fact, type Facts } from '../scenarios.ts';
import { supposing } from '../supposing.ts';
import type { Transition } from '../transitions.ts';

/** What is asked of somebody who asked what follows from one thing, where it changes the advice that they had, if any: whether that is so. */
function askedBack(context: Context, facts: Facts): Open | null {
  const [fact, ...others] = FACTS.filter((one) => facts[one] !== undefined);
  if (fact === undefined || others.length > 0 || context.guide) return null;
  if (context.known[fact] !== undefined) return null;
  const verdict = advise({ ...context.known, ...facts }, context.preference);
  const advised = advisedIn(context);
  if (advised !== null) {
    if (verdict.kind === 'advice' && verdict.protocol === advised.protocol) return null;
  } else if (verdict.kind !== 'advice' && nextStep(context) !== 'greeting') {
    // What it depends on besides is what is being asked.
    return null;
  }
  return { about: 'fact', fact, is: facts[fact] === true, wasAsked: true };
}

/** What would be advised if something were so. */
export const whatIf: Transition<'whatIf'> = {
  actions: [
    'clearMisses',
    conversationSetup.enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'whatIf') return;
      const advised = advisedIn(context)?.protocol ?? null;
      const open = event.mayBeSo ? askedBack(context, event.facts) : null;
      for (const say of supposing(context, event.facts, advised, open === null))
        enqueue({ type: 'say', params: say });
      if (open) enqueue({ type: 'clarify', params: { open } });
      const isDoubtful = (fact: Fact) => event.facts[fact] === true && context.known[fact] !== true;
      const doubtful = event.mayBeSo ? OTHERS.filter(isDoubtful) : [];
      enqueue({ type: 'askLater', params: doubtful });
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
