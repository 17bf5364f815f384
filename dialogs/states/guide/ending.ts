import { partFor } from '../../guides.ts';
import { type Choice, type Context, conversationSetup, REASONS } from '../../model.ts';
import type { WordKey } from '../../wording.ts';
import { nextAfter, person, startOver, thumbs, topic, whichSuits, works, worksNot } from './choices.ts';
import { withoutSteps } from './says.ts';

function whetherHelped({ guide }: Context): WordKey {
  return guide && partFor(guide) !== null ? 'guide.worked' : 'guide.helped';
}

/** Whether it worked, or helped. */
export const check = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whetherHelped,
    again: whetherHelped,
    choices: (context) => [
      { label: 'choice.yes', event: { type: 'works' } },
      { label: 'choice.no', event: { type: 'worksNot' } },
      ...nextAfter(context),
    ],
    answers: { yes: works.event, no: worksNot.event, unsure: worksNot.event },
  },
  entry: conversationSetup.enqueueActions(({ context, enqueue }) => {
    if (context.guide) for (const say of withoutSteps(context.guide)) enqueue({ type: 'say', params: say });
  }),
});

/** A thumb up or down at the end of a path. */
export const rating = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'feedback.question',
    again: 'feedback.question',
    choices: () => [...thumbs, whichSuits],
    answers: { yes: { type: 'rate', good: true }, no: { type: 'rate', good: false } },
  },
  on: {
    rate: [
      {
        guard: ({ event }) => event.good,
        target: 'end',
        actions: { type: 'say', params: { key: 'feedback.thanks' } },
      },
      { target: 'reason', actions: 'clearMisses' },
    ],
  },
});

/** Why it was no help. */
export const reason = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'feedback.reason',
    again: 'feedback.reason',
    choices: () => [
      ...REASONS.map((reason): Choice => ({ label: `choice.${reason}`, event: { type: 'reason', reason } })),
      person,
    ],
  },
  on: {
    reason: { target: 'end', actions: { type: 'say', params: { key: 'feedback.thanks' } } },
  },
});

export const end = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.end',
    again: 'guide.end',
    choices: () => [whichSuits, person, startOver],
    answers: { yes: { type: 'goOn' }, no: { type: 'bye' } },
  },
});
