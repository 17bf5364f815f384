import { and, stateIn } from 'xstate';
import {
  canBeTraced,
  elsewhereTold,
  isAsking,
  isChanging,
  programMeant,
  takesMail,
  withoutLastAnswer,
  wouldEmptyOthers,
} from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { isAgainstAdvice } from '../../next.ts';
import { noted } from '../../repairs/telling.ts';
import { saidBack } from '../../repairs/using.ts';
import type { TalkWith, Transition, Transitions } from '../../transitions.ts';
import { beside, isBeside } from '../../waitingGuides.ts';
import { hasSteps } from './stepsAgain.ts';

/** Whatever is said beside a guide is kept, and the guide goes on; unless its remedy would do harm now. */
export const toldBeside: Transitions<'note'> = [
  {
    guard: ({ context: { guide }, event }) =>
      guide !== null && wouldEmptyOthers({ ...guide, devices: event.facts.multipleDevices ?? guide.devices }),
    target: '.routing',
    actions: [noted, { type: 'learn', params: { devices: true } }],
  },
  { actions: noted },
];

/** Who has POP and misses folders, or sent mail, is helped by IMAP only. */
const remedy = {
  guard: ({ context: { guide }, event }: TalkWith<'uses' | 'protocol'>) =>
    event.protocol === 'POP' && (guide?.purpose === 'foldersMissing' || guide?.purpose === 'sentMissing'),
  actions: conversationSetup.enqueueActions(({ enqueue }) => {
    enqueue({ type: 'noteUse', params: { protocol: 'POP' } });
    enqueue.raise({ type: 'trouble', trouble: 'switching', protocol: 'IMAP' });
  }),
};
/** Who has IMAP and misses sent mail finds it once it is kept on the server. */
const sentByImap = {
  guard: ({ context: { guide }, event }: TalkWith<'uses' | 'protocol'>) =>
    event.protocol === 'IMAP' && guide?.purpose === 'sentMissing',
  actions: [
    { type: 'noteUse', params: { protocol: 'IMAP' } },
    { type: 'say', params: { key: 'guide.sent' } },
  ],
} as const;

/** Which protocol is in use, where that tells what helps. */
export const useTold: Transitions<'uses'> = [remedy, sentByImap];

/** Who now wants the other one than was advised, or names it as the one to change to, hears what goes wrong with it. */
const againstAdvice: Transition<'protocol'> = {
  guard: ({ context, event }) =>
    (context.guide?.purpose === 'setup' || isChanging(context.guide)) &&
    context.guide?.protocol !== event.protocol &&
    isAgainstAdvice(context, event.protocol),
  actions: conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
    if (event.type !== 'protocol' || guide === null) return;
    enqueue.raise({ type: 'trouble', trouble: guide.purpose, protocol: event.protocol });
  }),
};

/** Of what does not connect it tells which one is in use, and what is asked is still open. */
const ofWhatFails: Transition<'protocol'> = {
  guard: ({ context: { guide } }) =>
    guide?.purpose === 'cannotConnect' && guide.protocol === null && isAsking(guide),
  target: '.routing',
  actions: [
    { type: 'say', params: ({ event }) => ({ key: `uses.${event.protocol}` }) },
    { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
  ],
};

/** Of duplicates it tells which one is in use, too, and with that what helps. */
const ofDuplicates: Transition<'protocol'> = {
  guard: ({ context }) => context.guide?.purpose === 'duplicates',
  target: '.routing',
  actions: [
    { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
    { type: 'learn', params: ({ event }) => ({ protocol: event.protocol, step: 0 }) },
  ],
};

/** In a change the name of the other protocol most often says what there is so far; whether it is wanted after all is asked. */
const ofPresentOne: Transition<'protocol'> = {
  guard: ({ context: { guide }, event }) =>
    isChanging(guide) && guide?.protocol !== null && guide?.protocol !== event.protocol,
  actions: [
    { type: 'say', params: ({ event }) => ({ key: `switching.from.${event.protocol}` }) },
    { type: 'clarify', params: ({ event }) => ({ open: { about: 'reversal', protocol: event.protocol } }) },
  ],
};

/** Which protocol is wanted, or in use. */
export const protocolTold: Transitions<'protocol'> = [
  remedy,
  sentByImap,
  ofPresentOne,
  againstAdvice,
  ofWhatFails,
  ofDuplicates,
  {
    target: '.routing',
    actions: {
      type: 'learn',
      params: ({ context: { guide }, event: { protocol } }) => ({
        protocol,
        step: guide?.protocol === protocol ? guide.step : 0,
      }),
    },
  },
];

function takesFromOthers({ context: { guide, known }, event: { beside } }: TalkWith<'program'>): boolean {
  return guide !== null && beside !== undefined && takesMail(guide) && known[beside.fact] !== true;
}

const toldAlong = conversationSetup.enqueueActions(({ event, enqueue }) => {
  if (event.type !== 'program' || event.beside === undefined) return;
  enqueue({ type: 'learn', params: { program: event.program, step: 0 } });
  enqueue.raise({ type: 'tell', facts: { [event.beside.fact]: true }, inOwnWords: true });
});

/** Another place or reader that is named along with the program comes first where its mail would be taken. */
const othersNamed: Transitions<'program'> = [
  {
    guard: (talk) => takesFromOthers(talk) && talk.event.beside?.isTold === false,
    actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'program' || event.beside === undefined) return;
      enqueue.raise({ type: 'suppose', open: { about: 'fact', fact: event.beside.fact, is: true } });
    }),
  },
  // Of duplicates something else is asked next, and of POP no steps are shown.
  {
    guard: (talk) => takesFromOthers(talk) && talk.context.guide?.purpose === 'duplicates',
    target: '.routing',
    actions: toldAlong,
  },
  { guard: takesFromOthers, actions: toldAlong },
];

/** The place is kept where it is the same program. */
const programKnown: Transition<'program'> = {
  target: '.routing',
  actions: [
    // Named once more where something else is asked, it is said to be heard.
    conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
      if (event.type !== 'program' || !guide?.program || !isAsking(guide)) return;
      for (const say of saidBack(programMeant(event, guide.program))) enqueue({ type: 'say', params: say });
    }),
    {
      type: 'learn',
      params: ({ context: { guide }, event }) => {
        const program = programMeant(event, guide?.program ?? null);
        return { program, step: guide && program === guide.program ? guide.step : 0 };
      },
    },
  ],
};

/** Which program it is. */
export const programTold: Transitions<'program'> = [...othersNamed, programKnown];

/** What the program says. */
export const symptomTold: Transition<'symptom'> = {
  target: '.routing',
  actions: {
    type: 'learn',
    params: ({ context: { guide }, event }) => ({
      symptom: event.symptom,
      elsewhere: guide && elsewhereTold(guide),
      step: 0,
      // A set-up, or a change, in which the program says such a thing has become a trouble of its own.
      ...(guide && (canBeTraced(guide) || isChanging(guide)) && beside(guide, { purpose: 'cannotConnect' })),
    }),
  },
};

/** Whether it works elsewhere; in a change that says whether all of the old mail is there. */
export const whetherElsewhere: Transitions<'elsewhere'> = [
  {
    guard: ({ context, event }) => isChanging(context.guide) && !event.works,
    actions: conversationSetup.raise({ type: 'explain', subject: 'halfway' }),
  },
  { guard: ({ context }) => isChanging(context.guide), target: '.stepping' },
  {
    target: '.routing',
    actions: { type: 'learn', params: ({ event }) => ({ elsewhere: event.works, place: null, step: 0 }) },
  },
];

/** It works elsewhere, or not, which is the answer to what may be asked later. */
export const elsewhereNoted = {
  actions: [
    { type: 'learn', params: ({ event }: TalkWith<'elsewhere'>) => ({ elsewhere: event.works }) },
    {
      type: 'say',
      params: ({ event }: TalkWith<'elsewhere'>) => ({
        key: event.works ? ('guide.elsewhere.works' as const) : ('guide.elsewhere.fails' as const),
      }),
    },
  ],
} as const;

/** "On the phone it works", while another device is set up or mended, which does not yet; by POP that one would lose its mail. */
export const worksOnAnother = [
  {
    guard: ({ context: { guide }, event }: TalkWith<'elsewhere'>) =>
      event.works && guide?.purpose === 'setup' && guide.protocol === 'POP',
    actions: conversationSetup.raise({ type: 'tell', facts: { multipleDevices: true }, inOwnWords: true }),
  },
  {
    guard: ({ context: { guide }, event }: TalkWith<'elsewhere'>) =>
      event.works &&
      (guide?.purpose === 'cannotConnect' || guide?.purpose === 'setup') &&
      guide.elsewhere !== false,
    ...elsewhereNoted,
  },
] as const;

/** Missed mail was seen somewhere, which may be the only place that has it. */
export const mailSeen: Transition<'mailAt'> = {
  guard: ({ context: { guide } }) => guide?.purpose === 'lostMail',
  target: '.routing',
  actions: { type: 'learn', params: ({ event }) => ({ place: event.place }) },
};

/** The last answer is taken back, and asked again; before the first one the guide is left. */
export const answerTakenBack: Transitions<'back'> = [
  {
    // From what came up, of which nothing is answered yet, to the steps at which it did.
    guard: ({ context: { guide } }) =>
      isBeside(guide) && guide.purpose === 'cannotConnect' && guide.symptom === null,
    actions: conversationSetup.raise({ type: 'returnToSteps' }),
  },
  { guard: and([stateIn({ guide: 'rating' }), hasSteps]), target: '.routing', actions: 'clearMisses' },
  {
    guard: ({ context }) => context.guide !== null && withoutLastAnswer(context.guide) !== null,
    target: '.routing',
    actions: {
      type: 'learn',
      params: ({ context }) => (context.guide && withoutLastAnswer(context.guide)) ?? {},
    },
  },
  { target: '#deciding', actions: 'clearMisses' },
];
