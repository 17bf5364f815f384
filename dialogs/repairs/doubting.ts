import type { DialogEvent } from '../events.ts';
import { type Context, conversationSetup, saidKeys } from '../model.ts';
import { FACTS, type Fact } from '../scenarios.ts';
import type { Transition, Transitions } from '../transitions.ts';

/** Facts of which the person now says the opposite in passing; a correction, or a click, is no contradiction. */
export function contradicted({ known }: Context, event: DialogEvent): Fact[] {
  if (event.type !== 'tell' || !event.inOwnWords || event.corrects) return [];
  const { facts } = event;
  return FACTS.filter(
    (fact) => facts[fact] !== undefined && typeof known[fact] === 'boolean' && known[fact] !== facts[fact],
  );
}

/** What contradicts something that was told before is asked, and the rest of what is told is kept. */
export const contradiction: Transition<'tell'> = {
  guard: ({ context, event }) => contradicted(context, event).length > 0,
  actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
    const [fact] = contradicted(context, event);
    if (event.type !== 'tell' || !fact) return;
    const others = Object.fromEntries(Object.entries(event.facts).filter(([other]) => other !== fact));
    const [before, now] = [context.known[fact] === true, event.facts[fact] === true];
    enqueue({
      type: 'say',
      params: {
        key: 'contradiction.before',
        topic: 'clarifying',
        lists: {
          before: { of: saidKeys({ [fact]: before }), by: 'and' },
          facts: { of: saidKeys({ [fact]: now }), by: 'and' },
        },
      },
    });
    enqueue({ type: 'keep', params: others });
    enqueue({ type: 'clarify', params: { open: { about: 'contradiction', fact } } });
  }),
};

/** So is what was said along with its opposite. */
export const contradict: Transition<'contradict'> = {
  actions: [
    {
      type: 'say',
      params: ({ event: { fact } }) => ({
        key: 'contradiction.both',
        topic: 'clarifying',
        lists: {
          yes: { of: saidKeys({ [fact]: true }), by: 'and' },
          no: { of: saidKeys({ [fact]: false }), by: 'and' },
        },
      }),
    },
    { type: 'clarify', params: ({ event }) => ({ open: { about: 'contradiction', fact: event.fact } }) },
  ],
};

/** What is known need not be asked. */
const knownAlready: Transition<'suppose'> = {
  guard: ({ context: { known }, event: { open } }) => open.about === 'fact' && known[open.fact] === open.is,
  actions: conversationSetup.raise({ type: 'notUnderstood' }),
};

/** What was perhaps meant is asked. */
export const suppose: Transitions<'suppose'> = [
  knownAlready,
  {
    actions: [
      { type: 'say', params: { key: 'suppose.text', topic: 'clarifying' } },
      { type: 'clarify', params: ({ event }) => ({ open: event.open }) },
    ],
  },
];
