import { type Guide, isChanging, partFor } from '../../guides.ts';
import { saying } from '../../saying.ts';
import type { Talk, Transitions } from '../../transitions.ts';
import { backFromBeside, isBeside } from '../../waitingGuides.ts';
import { lookFirst, noSuchStep } from './onward.ts';

type How = Pick<Guide, 'stepwise'>;
const ONE_BY_ONE: How = { stepwise: true };

/** Back to the steps, of the change or the set-up where that was what it began with. */
function backToSteps(guide: Guide, how: How): Guide {
  return { ...guide, ...(isBeside(guide) ? backFromBeside(guide) : { step: 0 }), ...how };
}

/** Whether the steps were not shown yet, as what they depend on is still to be said. */
function isBeforeSteps(guide: Guide): boolean {
  const { purpose, program, symptom } = backToSteps(guide, ONE_BY_ONE);
  return program === null || (purpose === 'cannotConnect' && symptom === null);
}

/** Whether steps were shown, to which somebody may go back. */
export function hasSteps({ context: { guide } }: Talk): boolean {
  return guide !== null && !isBeforeSteps(guide) && partFor(backToSteps(guide, ONE_BY_ONE)) !== null;
}

function toSteps(how: How) {
  return {
    type: 'learn',
    params: ({ context: { guide } }: Talk) => (guide ? backToSteps(guide, how) : {}),
  } as const;
}

function stepsAgain(how: How) {
  return { guard: hasSteps, target: '.routing', actions: toSteps(how) } as const;
}

/** The steps that were shown before, all of them. */
export const allAtOnce = stepsAgain({ stepwise: false });
/** The steps that were shown before, one at a time. */
export const oneByOne = stepsAgain(ONE_BY_ONE);

const toOneByOne = toSteps(ONE_BY_ONE);

/** A step by its number, said where the steps are not shown; where there is none, the place to which they go back. */
export const goToStep: Transitions<'goToStep'> = [
  {
    guard: ({ context: { guide } }) => guide !== null && isBeforeSteps(guide),
    actions: saying('guide.noSteps'),
  },
  {
    // The last step of a change is not come to past what is asked before it.
    guard: {
      type: 'isFurtherLast',
      params: ({ context: { guide }, event }) => {
        const back = guide && backToSteps(guide, ONE_BY_ONE);
        return { guide: isChanging(back) ? back : null, step: event.step };
      },
    },
    target: '.beforeLast',
    actions: [
      toOneByOne,
      { type: 'goToStep', params: ({ event }) => event.step },
      { type: 'turnPage', params: -1 },
      lookFirst,
    ],
  },
  {
    guard: {
      type: 'hasStep',
      params: ({ context: { guide }, event }) => ({
        guide: guide && backToSteps(guide, ONE_BY_ONE),
        step: event.step,
      }),
    },
    target: '.stepping',
    actions: [toOneByOne, { type: 'goToStep', params: ({ event }) => event.step }],
  },
  { ...oneByOne, actions: [noSuchStep, toOneByOne] },
];
