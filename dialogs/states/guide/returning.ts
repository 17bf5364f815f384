import { or, stateIn } from 'xstate';
import { isChanging } from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { saying } from '../../saying.ts';
import type { Talk, Transitions } from '../../transitions.ts';
import { backFromBeside, isBeside } from '../../waitingGuides.ts';

/** To the steps of the change, or the set-up, that waited. */
const toThatWhichWaited = {
  type: 'learn',
  params: ({ context: { guide } }: Talk) => (guide ? backFromBeside(guide) : {}),
} as const;

/** Whether the step is there at which they waited: another program, named meanwhile, may have none. */
const returnsToStep = {
  type: 'hasStep',
  params: ({ context: { guide } }: Talk) => {
    const back = isBeside(guide) ? { ...guide, ...backFromBeside(guide) } : null;
    return { guide: back?.stepwise ? back : null, step: back?.step ?? 0 };
  },
} as const;

/** Out of a trouble, at whatever it asks. */
export const returnToSteps: Transitions<'returnToSteps'> = [
  { guard: returnsToStep, target: '.stepping', actions: toThatWhichWaited },
  { guard: ({ context: { guide } }) => isBeside(guide), target: '.routing', actions: toThatWhichWaited },
  // A trouble by itself is left alone.
  { target: '.end', actions: saying('guide.dropped') },
];

/** What works after a warning may work because it was let pass. */
export const afterWarning = conversationSetup.enqueueActions(({ context: { guide }, enqueue }) => {
  if (guide?.symptom === 'certificate') enqueue({ type: 'say', params: { key: 'fix.afterWarning' } });
});

/** What is left to do once duplicates come no more. */
const afterDuplicates = conversationSetup.enqueueActions(({ context: { guide }, enqueue }) => {
  if (guide?.purpose === 'duplicates' && guide.protocol === 'POP')
    enqueue({ type: 'say', params: { key: 'duplicates.after' } });
});

const goOn = {
  actions: [
    {
      type: 'say',
      params: ({ context: { guide } }: Talk) => ({
        key: guide?.setUp ? ('guide.goOn' as const) : ('switching.goOn' as const),
      }),
    },
    afterDuplicates,
    afterWarning,
    conversationSetup.raise({ type: 'returnToSteps' }),
  ],
} as const;

/** What waited goes on once what came up is mended. */
export const goesOn = [
  {
    guard: ({ context: { guide } }: Talk) =>
      isBeside(guide) && (guide.setUp === null || guide.purpose !== 'cannotConnect'),
    ...goOn,
  },
  {
    // A set-up that could not connect, and can, is done, unless it was in the middle of its steps: before the second of them
    // nothing was begun.
    guard: {
      type: 'hasStep',
      params: ({ context: { guide } }: Talk) => {
        const back = guide?.setUp && guide.setUp.step > 0 ? { ...guide, ...backFromBeside(guide) } : null;
        return { guide: back, step: (back?.step ?? 0) + 1 };
      },
    },
    ...goOn,
  },
] as const;

/** Once the device with POP has changed over, the one that waited for it is set up. */
export const toNextDevice = {
  guard: ({ context: { guide } }: Talk) =>
    isChanging(guide) && guide?.protocol === 'IMAP' && guide.nextDevice !== null,
  target: '.routing',
  actions: [
    { type: 'noteUse', params: { protocol: 'IMAP' } },
    { type: 'say', params: { key: 'guide.nowTheOther' } },
    {
      type: 'learn',
      params: ({ context: { guide } }: Talk) => ({
        purpose: 'setup' as const,
        program: guide?.nextDevice?.program ?? null,
        nextDevice: null,
        step: 0,
      }),
    },
  ],
} as const;

/** "Go on where we were": what waits is gone on with, or what is asked is asked again; what is done is left. */
export const takeUp: Transitions<'takeUp'> = [
  {
    guard: or([stateIn({ guide: 'rating' }), stateIn({ guide: 'end' })]),
    target: '#deciding',
    actions: 'clearMisses',
  },
  {
    guard: ({ context: { guide } }) => isBeside(guide),
    actions: conversationSetup.raise({ type: 'returnToSteps' }),
  },
  { target: '.routing', actions: 'clearMisses' },
];
