import { isChanging } from '../../guides.ts';
import { type Context, conversationSetup, type StateMeta } from '../../model.ts';
import { explaining, halfwayIn } from '../../repairs/explaining.ts';
import { saying } from '../../saying.ts';
import { ASIDES_AT_STEPS, type Subject } from '../../subjects.ts';
import type { Talk } from '../../transitions.ts';
import { beside } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';
import { elsewhereAnswers, person, returning, topic, worksNot } from './choices.ts';
import { onward } from './onward.ts';
import { givingUp } from './remedies.ts';

const inSteps = ({ context: { guide } }: Talk) => guide?.stepwise === true;

function whetherAll({ guide }: Context): WordKey {
  return guide?.protocol === 'POP' ? 'switching.held.POP' : 'switching.held.IMAP';
}

const whetherAllThere = {
  topic,
  asks: null,
  question: whetherAll,
  again: whetherAll,
  choices: () => [
    { label: 'choice.allThere', event: elsewhereAnswers.yes },
    { label: 'choice.someMissing', event: elsewhereAnswers.no },
    person,
  ],
  answers: elsewhereAnswers,
} as const satisfies StateMeta;

/** What does not tell whether all is there. */
const unanswered = {
  works: { actions: 'clearMisses' },
  next: { actions: 'clearMisses' },
  goToStep: { actions: 'clearMisses' },
  oneByOne: { actions: 'clearMisses' },
  allAtOnce: { actions: 'clearMisses' },
  returnToSteps: { actions: 'clearMisses' },
  takeUp: { actions: 'clearMisses' },
} as const;

/** Mail is missing in the middle of a change: until it is there the change does not go on to where the old account is removed. */
export const held = conversationSetup.createStateConfig({
  meta: whetherAllThere,
  on: {
    ...unanswered,
    elsewhere: [
      { guard: ({ context, event }) => event.works && inSteps({ context }), target: 'stepping' },
      { guard: ({ event }) => event.works, target: 'steps' },
      { target: 'reason', actions: givingUp },
    ],
    worksNot: { target: 'reason', actions: givingUp },
  },
});

const missing = {
  target: 'held',
  actions: { type: 'say', params: ({ context: { guide } }: Talk) => ({ key: halfwayIn(guide) }) },
} as const;

/** The last step of a change takes the old account away: it is shown to who has seen that all mail is there, and said so. */
export const beforeLast = conversationSetup.createStateConfig({
  meta: whetherAllThere,
  on: {
    ...unanswered,
    elsewhere: [
      {
        guard: ({ event }) => event.works,
        target: 'stepping',
        actions: { type: 'turnPage', params: 1 },
      },
      missing,
    ],
    worksNot: missing,
  },
});

/** What tells of mail that is not where it should be. */
export const MISSING: ReadonlySet<Subject> = new Set(['halfway', 'nothingThere']);
/** What is said of it once the old account may be gone. */
export const missingAtLast = saying('switching.missingAtLast');

/** Somebody does not get on with a step. */
export const stuck = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.stuck',
    again: 'guide.stuck',
    choices: (context) => [
      { label: 'choice.notThere', event: { type: 'explain', subject: 'notThere' } },
      { label: 'choice.error', event: worksNot.event },
      { label: 'choice.stepAgain', event: { type: 'oneByOne' } },
      person,
      ...returning(context),
    ],
    answers: {
      yes: { type: 'oneByOne' },
      no: { type: 'oneByOne' },
      unsure: { type: 'explain', subject: 'notThere' },
    },
  },
  on: {
    // What is asked about a step is answered, and the step shown again; missing mail may keep the change from going on.
    explain: {
      guard: ({ context, event }) =>
        ASIDES_AT_STEPS.some((subject) => subject === event.subject) &&
        !(isChanging(context.guide) ? MISSING.has(event.subject) : event.subject === 'skipping'),
      target: 'stepping',
      actions: explaining,
    },
    oneByOne: { target: 'stepping', actions: 'clearMisses' },
    back: { target: 'stepping', actions: 'clearMisses' },
    next: onward,
    worksNot: {
      // What the program says in the middle of a change is mended, and the change goes on.
      guard: ({ context }) => isChanging(context.guide),
      target: 'symptom',
      actions: {
        type: 'learn',
        params: ({ context: { guide } }) =>
          beside(guide, { purpose: 'cannotConnect', symptom: null, elsewhere: null }),
      },
    },
  },
});
