import { conversationSetup, learning, type Say, saidKeys } from '../model.ts';
import { nextStep, stillAsked } from '../next.ts';
import { FACTS, type Fact } from '../scenarios.ts';
import type { TalkWith, Transition, Transitions } from '../transitions.ts';
import { contradiction } from './doubting.ts';

/** Facts are said back, kept, and lead to what comes next. */
const news: Transition<'tell'> = {
  target: '.deciding',
  actions: [
    conversationSetup.enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'tell') return;
      const say = echo({ context, event });
      if (say) enqueue({ type: 'say', params: say });
    }),
    {
      type: 'advance',
      params: ({ context, event: { facts, doubtful } }) => ({
        ...learning(context.known, facts),
        reasked: stillAsked(context, facts, doubtful),
      }),
    },
  ],
};

/** Facts that are told, unless they contradict others. */
export const tell: Transitions<'tell'> = [contradiction, news];

/**
 * What is known already answers nothing while something else is asked, and said once more it counts as not understood: the
 * question is put in other words.
 */
export function toldAgain(asked: Fact): Transition<'tell'> {
  return {
    guard: ({ context: { known }, event: { facts, doubtful } }) =>
      doubtful === undefined &&
      facts[asked] === undefined &&
      FACTS.every((fact) => facts[fact] === undefined || facts[fact] === known[fact]),
    actions: [
      conversationSetup.enqueueActions(({ event, enqueue }) => {
        if (event.type !== 'tell') return;
        const lists = { facts: { of: saidKeys(event.facts), by: 'and' } } as const;
        // "Just me" says who reads it, and is easily taken for an answer to where.
        const isWho = asked === 'multipleDevices' && event.facts.sharedMailbox === false;
        enqueue({
          type: 'say',
          params: {
            key: isWho ? 'interview.whoNotWhere' : 'interview.toldAgain',
            topic: 'interview',
            ...(!isWho && { lists }),
          },
        });
      }),
      'countMiss',
    ],
  };
}

/** Keeps what was said beside a question: the protocol in use, and facts, which are said back. */
export const noted = conversationSetup.enqueueActions(({ event, enqueue }) => {
  if (event.type !== 'note') return;
  if (event.uses) enqueue({ type: 'noteUse', params: { protocol: event.uses } });
  if (event.doubtful) enqueue({ type: 'askLater', params: event.doubtful });
  if (Object.keys(event.facts).length === 0) return;
  const lists = { facts: { of: saidKeys(event.facts), by: 'and' } } as const;
  enqueue({ type: 'say', params: { key: 'heard', topic: 'interview', lists } });
  enqueue({ type: 'keep', params: event.facts });
});

/** What was said beside a question; where it was facts, they lead to what comes next. */
export const note: Transitions<'note'> = [
  { guard: ({ event }) => Object.keys(event.facts).length === 0, actions: noted },
  { target: '.deciding', actions: noted },
];

/** What was heard, said back where advice does not do so itself; a change of mind is always confirmed. */
function echo({ context, event: { facts, inOwnWords, doubtful } }: TalkWith<'tell'>): Say | null {
  const corrected = FACTS.filter((fact) => {
    const before = context.known[fact];
    return typeof before === 'boolean' && facts[fact] !== undefined && facts[fact] !== before;
  });
  if (corrected.length > 0) {
    return {
      key: 'corrected',
      topic: 'interview',
      lists: {
        facts: { of: saidKeys(Object.fromEntries(corrected.map((f) => [f, facts[f] === true]))), by: 'and' },
      },
    };
  }
  if (!inOwnWords || Object.keys(facts).length === 0) return null;
  const moment = {
    ...context,
    ...learning(context.known, facts),
    reasked: stillAsked(context, facts, doubtful),
  };
  if (nextStep(moment) === 'advice.given' && Object.values(facts).every(Boolean)) return null;
  return { key: 'heard', topic: 'interview', lists: { facts: { of: saidKeys(facts), by: 'and' } } };
}
