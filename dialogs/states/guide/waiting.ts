import { changeIn } from '../../guides.ts';
import { type Context, conversationSetup } from '../../model.ts';
import { ASIDES_AT_STEPS } from '../../wording.ts';
import { person, topic, worksNot } from './choices.ts';
import { givingUp } from './ending.ts';

type Talk = { readonly context: Context };

const inChange = ({ context: { guide } }: Talk) => guide?.purpose === 'switching';
const inSteps = ({ context: { guide } }: Talk) => guide?.stepwise === true;

/** Mail is missing in the middle of a change: until it is there the change does not go on to where the old account is removed. */
export const held = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'switching.held',
    again: 'switching.held',
    choices: () => [
      { label: 'choice.allThere', event: { type: 'elsewhere', works: true } },
      { label: 'choice.someMissing', event: { type: 'elsewhere', works: false } },
      person,
    ],
    answers: {
      yes: { type: 'elsewhere', works: true },
      no: { type: 'elsewhere', works: false },
      unsure: { type: 'explain', subject: 'lookInWebmail' },
    },
  },
  on: {
    elsewhere: [
      { guard: ({ context, event }) => event.works && inSteps({ context }), target: 'stepping' },
      { guard: ({ event }) => event.works, target: 'steps' },
      { target: 'reason', actions: givingUp },
    ],
    worksNot: { target: 'reason', actions: givingUp },
    works: { actions: 'clearMisses' },
    next: { actions: 'clearMisses' },
    goToStep: { actions: 'clearMisses' },
    oneByOne: { actions: 'clearMisses' },
    allAtOnce: { actions: 'clearMisses' },
  },
});

/** Somebody does not get on with a step. */
export const stuck = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.stuck',
    again: 'guide.stuck',
    choices: () => [
      { label: 'choice.notThere', event: { type: 'explain', subject: 'notThere' } },
      { label: 'choice.error', event: worksNot.event },
      { label: 'choice.stepAgain', event: { type: 'oneByOne' } },
      person,
    ],
    answers: {
      yes: { type: 'oneByOne' },
      no: { type: 'oneByOne' },
      unsure: { type: 'explain', subject: 'notThere' },
    },
  },
  on: {
    // What is asked about a step is answered, and the step shown again.
    explain: {
      guard: ({ event }) => ASIDES_AT_STEPS.some((subject) => subject === event.subject),
      target: 'stepping',
      actions: {
        type: 'say',
        params: ({ event }) => ({ key: `explain.${event.subject}`, topic: 'explain' }),
      },
    },
    oneByOne: { target: 'stepping', actions: 'clearMisses' },
    next: { target: 'stepping', actions: 'clearMisses' },
    worksNot: {
      // What the program says in the middle of a change is mended, and the change goes on.
      guard: inChange,
      target: 'symptom',
      actions: {
        type: 'learn',
        params: ({ context: { guide } }) => ({
          purpose: 'cannotConnect',
          symptom: null,
          elsewhere: null,
          step: 0,
          change: guide && changeIn(guide),
        }),
      },
    },
  },
});
