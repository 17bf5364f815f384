import { and, not, stateIn } from 'xstate';
import {
  COMPLAINTS,
  canBeTraced,
  chosenIn,
  elsewhereTold,
  type Guide,
  isChanging,
  isSetUp,
  PURPOSES,
  type Purpose,
} from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { halfwayIn } from '../../repairs/explaining.ts';
import { againstAdvice, guideFor, inDoubt, opening } from '../../repairs/helping.ts';
import { saying } from '../../saying.ts';
import type { Trouble } from '../../subjects.ts';
import type { TalkWith, Transition, Transitions } from '../../transitions.ts';
import { beside, canWait } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';
import { isAtLast } from './onward.ts';
import { missingAtLast } from './waiting.ts';

/** The settings are shown, and the place is kept. */
const settingsOnly: Transition<'trouble'> = {
  guard: ({ context: { guide }, event }) =>
    event.asksSettings === true &&
    event.program === undefined &&
    guide !== null &&
    chosenIn(guide) !== null &&
    (event.protocol === undefined || event.protocol === chosenIn(guide)),
  actions: [
    'clearMisses',
    {
      type: 'say',
      params: ({ context: { guide } }) => ({ key: `settings.${(guide && chosenIn(guide)) ?? 'both'}` }),
    },
  ],
};

/** Who asks for the set-up once more in the middle of it means the same one. */
const sameSetUp: Transition<'trouble'> = {
  guard: ({ context, event }) => event.trouble === 'setup' && context.guide?.purpose === 'setup',
  target: '.routing',
  actions: [
    opening,
    {
      type: 'learn',
      params: ({ event: { program, protocol } }) => ({
        ...(program && { program }),
        ...(protocol && { protocol }),
        // The place is kept where nothing else is wanted.
        ...((program || protocol) && { step: 0 }),
      }),
    },
  ],
};

/** What the program says while somebody is being helped is no new trouble. */
const symptomMeanwhile: Transition<'trouble'> = {
  guard: ({ context, event }) =>
    event.trouble === 'cannotConnect' &&
    event.symptom !== undefined &&
    context.guide !== null &&
    canBeTraced(context.guide),
  target: '.routing',
  actions: {
    type: 'learn',
    params: ({ context: { guide }, event }) =>
      beside(guide, {
        purpose: 'cannotConnect',
        symptom: event.symptom ?? null,
        elsewhere: guide && elsewhereTold(guide),
        ...(event.also && { also: event.also }),
      }),
  },
};

/** Of mail that is missing, so that the change waits before its last step, with which the old account goes. */
const HOLDS: ReadonlySet<Trouble> = new Set(['lostMail', 'foldersMissing', 'sentMissing']);
/** What is said in the middle of a change to whoever finds no room for it, or mail twice. */
const HALFWAY: { readonly [T in Trouble]?: WordKey } = {
  duplicates: 'switching.twice',
  mailboxFull: 'switching.full',
};

const halfway = conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
  if (event.type !== 'trouble') return;
  enqueue({ type: 'clearMisses' });
  enqueue({ type: 'say', params: { key: HALFWAY[event.trouble] ?? halfwayIn(guide) } });
});

/** Mail is missing once the old account may be gone. */
const missingAtEnd: Transition<'trouble'> = {
  guard: and([isAtLast, ({ event }) => HOLDS.has(event.trouble)]),
  target: '.held',
  actions: missingAtLast,
};

/** In the middle of a change whatever does not show has not been copied yet, and nothing may be removed. */
const missingNearEnd: Transition<'trouble'> = {
  guard: and([
    ({ context, event }) => isChanging(context.guide) && HOLDS.has(event.trouble),
    not('isFarFromEnd'),
  ]),
  target: '.held',
  actions: halfway,
};

/** Where nothing is removed yet, the change need not wait for it, nor for what comes of copying. */
const notAllCopied: Transition<'trouble'> = {
  guard: ({ context, event }) =>
    isChanging(context.guide) && (event.trouble in HALFWAY || HOLDS.has(event.trouble)),
  actions: halfway,
};

/** Who asks for the change once more in the middle of it means the same one. */
const sameChange: Transition<'trouble'> = {
  guard: ({ context: { guide }, event }) =>
    isChanging(guide) &&
    event.trouble === 'switching' &&
    (event.protocol === undefined || event.protocol === guide?.protocol) &&
    (event.program === undefined || event.program === guide?.program) &&
    guide?.protocol !== null &&
    guide?.program !== null,
  actions: saying('trouble.switching'),
};

/** The new account is a step of the change, which goes on after it. */
const setUpWithinChange: Transition<'trouble'> = {
  guard: ({ context, event }) =>
    isChanging(context.guide) &&
    event.trouble === 'setup' &&
    (event.protocol === undefined || event.protocol === context.guide?.protocol),
  target: '.routing',
  actions: [
    { type: 'say', params: { key: 'switching.within' } },
    {
      type: 'learn',
      params: ({ context, event }) =>
        beside(context.guide, {
          purpose: 'setup',
          program: event.program ?? context.guide?.program ?? null,
        }),
    },
  ],
};

/** What the program says in the middle of a change is mended, and the change goes on. */
const symptomWithinChange: Transition<'trouble'> = {
  guard: ({ context, event }) => isChanging(context.guide) && event.trouble === 'cannotConnect',
  target: '.routing',
  actions: {
    type: 'learn',
    params: ({ context, event }) =>
      beside(context.guide, {
        purpose: 'cannotConnect',
        symptom: event.symptom ?? null,
        elsewhere: null,
      }),
  },
};

/** What comes up in the middle of something else; a set-up or a change takes its place. */
const COMES_UP: ReadonlySet<Trouble> = new Set(PURPOSES.filter((purpose) => !isSetUp(purpose)));

/** A guide for what comes up in place of the present one, of which it `keeps` something. */
function instead(keeps: (present: Guide | null) => Partial<Guide>) {
  return {
    target: '.routing',
    reenter: true,
    actions: [
      opening,
      {
        type: 'startGuide',
        params: ({ context, event }: TalkWith<'trouble'>) => ({
          guide: { ...guideFor(context, event), ...keeps(context.guide) },
        }),
      },
    ],
  } as const;
}

/** Whatever else comes up is helped with, and the steps wait; once they are done, none do. */
const whateverComesUp: Transition<'trouble'> = {
  guard: and([
    ({ context, event }) => canWait(context.guide) && COMES_UP.has(event.trouble),
    not(stateIn({ guide: 'rating' })),
    not(stateIn({ guide: 'end' })),
  ]),
  ...instead((present) => beside(present, {})),
};

const COMPLAINED_OF: ReadonlySet<Purpose> = new Set(COMPLAINTS);

/** Which protocol it is, is looked up first, and the trouble comes after it. */
const lookedUpMeanwhile: Transition<'trouble'> = {
  guard: and([
    ({ context: { guide }, event }) =>
      event.trouble === 'whichDoIHave' &&
      guide !== null &&
      COMPLAINED_OF.has(guide.purpose) &&
      !canWait(guide),
    not(stateIn({ guide: 'rating' })),
    not(stateIn({ guide: 'reason' })),
    not(stateIn({ guide: 'end' })),
  ]),
  ...instead((present) => ({ also: present?.purpose ?? null })),
};

/** What a trouble means while somebody is being helped, the first that fits; any other begins a guide of its own. */
export const trouble: Transitions<'trouble'> = [
  inDoubt,
  againstAdvice,
  settingsOnly,
  sameSetUp,
  symptomMeanwhile,
  missingAtEnd,
  missingNearEnd,
  notAllCopied,
  sameChange,
  setUpWithinChange,
  symptomWithinChange,
  lookedUpMeanwhile,
  whateverComesUp,
];
