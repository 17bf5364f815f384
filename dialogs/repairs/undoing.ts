import type { Guide } from '../guides.ts';
import { conversationSetup, saidKeys } from '../model.ts';
import { nextStep } from '../next.ts';
import { saying } from '../saying.ts';
import type { Transition, Transitions } from '../transitions.ts';
import { changeIn } from '../waitingGuides.ts';
import type { WordKey } from '../wording.ts';

/** Who says once more that something is not so is heard, and not asked. */
const deniedAgain: Transition<'change'> = {
  guard: ({ context: { known }, event }) => event.denies === true && known[event.fact] === false,
  actions: [
    'clearMisses',
    {
      type: 'say',
      params: ({ event }) => ({
        key: 'heard',
        topic: 'interview',
        lists: { facts: { of: saidKeys({ [event.fact]: false }), by: 'and' } },
      }),
    },
  ],
};

/** A fact that the person wants to tell otherwise. */
const askedAnew: Transition<'change'> = {
  target: '.deciding',
  actions: [
    { type: 'say', params: { key: 'askedAnew', topic: 'interview' } },
    {
      type: 'advance',
      params: ({ context, event }) => ({
        known: Object.fromEntries(Object.entries(context.known).filter(([fact]) => fact !== event.fact)),
        reasked: [event.fact],
      }),
    },
  ],
};

/** What the person wants to tell otherwise is asked anew, unless it is only said again. */
export const change: Transitions<'change'> = [deniedAgain, askedAnew];

/** Back to another answer than the last one: that one is asked anew. */
const toThatAnswer: Transition<'back'> = {
  guard: ({ context: { trail }, event: { of } }) => {
    const before = trail.at(-1);
    return of !== undefined && (!before || nextStep(before) !== `asking.${of}`);
  },
  actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
    if (event.type === 'back' && event.of) enqueue.raise({ type: 'change', fact: event.of });
  }),
};

/** Back by one answer, or to the one that was named. */
export const back: Transitions<'back'> = [
  toThatAnswer,
  {
    guard: 'canTakeBack',
    target: '.deciding',
    actions: ['takeBack', { type: 'say', params: { key: 'back.done', topic: 'interview' } }],
  },
  { actions: saying('back.nothing', 'help') },
];

/** All over again, with nothing known. */
export const restart: Transition<'restart'> = {
  target: '.greeting',
  reenter: true,
  actions: [
    { type: 'say', params: ({ context: { guide } }) => ({ key: freshStart(guide), topic: 'greeting' }) },
    { type: 'advance', params: { known: {}, preference: null, thorough: false } },
    'beginAnew',
  ],
};

/** A guide that is left cannot be gone back to, and a change must not be left halfway. */
function freshStart(guide: Guide | null): WordKey {
  if (guide === null) return 'restart.done';
  return changeIn(guide) ? 'restart.fromChange' : 'restart.fromGuide';
}
