import { and, not, or, stateIn } from 'xstate';
import type { Protocol } from '../../advise.ts';
import {
  afterFailure,
  backFromBeside,
  beside,
  canBeTraced,
  canWait,
  changeIn,
  type Guide,
  isAsking,
  isBeside,
  isChanging,
  PURPOSES,
  partFor,
  programMeant,
  withoutLastAnswer,
  wouldEmptyOthers,
} from '../../guides.ts';
import { type Context, conversationSetup, type DialogEvent } from '../../model.ts';
import { explaining, guideFor, halfwayIn, isAgainstAdvice, noted, opening, saidBack } from '../../repairs.ts';
import type { Subject, Trouble, WordKey } from '../../wording.ts';
import { devices, elsewhere, program, protocol, symptom } from './asking.ts';
import { check, end, givingUp, givingUpAtLast, rating, reason } from './ending.ts';
import { lookFirst, noSuchStep } from './onward.ts';
import { afterWarning, goesOn, returnsToStep, toNextDevice, toThatWhichWaited } from './returning.ts';
import { before, whyProtocol } from './says.ts';
import { cannot, found, stepping, steps } from './showing.ts';
import { beforeLast, held, MISSING, stuck } from './waiting.ts';

/** Past what is asked first, the steps are there for a protocol, and who asks why means that one. */
const why = [
  {
    guard: ({ context: { guide } }: { readonly context: Context }) =>
      guide !== null && !isAsking(guide) && chosenIn(guide) !== null,
    actions: conversationSetup.enqueueActions(({ context, enqueue }) => {
      const protocol = context.guide && chosenIn(context.guide);
      enqueue({ type: 'clearMisses' });
      if (protocol) for (const say of whyProtocol(context, protocol)) enqueue({ type: 'say', params: say });
    }),
  },
  { actions: ['clearMisses', { type: 'say', params: { key: 'guide.why', topic: 'why' } }] },
] as const;

/** Who has POP and misses folders, or sent mail, is helped by IMAP only. */
const remedy = {
  guard: ({ context: { guide }, event }: Used) =>
    event.protocol === 'POP' && (guide?.purpose === 'foldersMissing' || guide?.purpose === 'sentMissing'),
  actions: conversationSetup.enqueueActions(({ enqueue }) => {
    enqueue({ type: 'noteUse', params: { protocol: 'POP' } });
    enqueue.raise({ type: 'trouble', trouble: 'switching', protocol: 'IMAP' });
  }),
};
/** … and who has IMAP and misses sent mail finds it once it is kept on the server. */
const sentByImap = {
  guard: ({ context: { guide }, event }: Used) =>
    event.protocol === 'IMAP' && guide?.purpose === 'sentMissing',
  actions: [
    { type: 'noteUse', params: { protocol: 'IMAP' } },
    { type: 'say', params: { key: 'guide.sent' } },
  ],
} as const;
type Used = { readonly context: Context; readonly event: { readonly protocol: Protocol } };

/** Of mail that is missing, so that the change waits before its last step, with which the old account goes. */
const HOLDS: ReadonlySet<Trouble> = new Set(['lostMail', 'foldersMissing', 'sentMissing']);
/** What is said in the middle of a change to whoever finds no room for it, or mail twice. */
const HALFWAY: { readonly [T in Trouble]?: WordKey } = {
  duplicates: 'switching.twice',
  mailboxFull: 'switching.full',
};

const CANNOT_CONNECT = { purpose: 'cannotConnect' } as const;
/** What comes up in the middle of something else; a set-up or a change takes its place. */
const COMES_UP: ReadonlySet<Trouble> = new Set(
  PURPOSES.filter((purpose) => purpose !== 'setup' && purpose !== 'switching'),
);

/** The protocol that is being set up, or changed to. */
function chosenIn({ purpose, protocol }: Guide): Protocol | null {
  return purpose === 'setup' || purpose === 'switching' ? protocol : null;
}

/** Back to the steps, of the change or the set-up where that was what it began with. */
function backToSteps(guide: Guide, how: Pick<Guide, 'stepwise'>): Guide {
  return { ...guide, ...(isBeside(guide) ? backFromBeside(guide) : { step: 0 }), ...how };
}

function hasSteps({ context: { guide } }: { readonly context: Context }): boolean {
  return guide !== null && !isBeforeSteps(guide) && partFor(backToSteps(guide, { stepwise: true })) !== null;
}

/** Whether the steps were not shown yet, as what they depend on is still to be said. */
function isBeforeSteps(guide: Guide): boolean {
  const { purpose, program, symptom } = backToSteps(guide, { stepwise: true });
  return program === null || (purpose === 'cannotConnect' && symptom === null);
}

function stepsAgain(how: Pick<Guide, 'stepwise'>) {
  return {
    guard: hasSteps,
    target: '.routing',
    actions: {
      type: 'learn',
      params: ({ context: { guide } }: { readonly context: Context }) =>
        guide ? backToSteps(guide, how) : {},
    },
  } as const;
}

const oneByOne = { stepwise: true } as const;
const toOneByOne = {
  type: 'learn',
  params: ({ context: { guide } }: { readonly context: Context }) =>
    guide ? backToSteps(guide, oneByOne) : {},
} as const;

/** A step by its number, said where the steps are not shown; where there is none, the place to which they go back. */
const stepAgain = [
  {
    guard: ({ context: { guide } }: GoToStep) => guide !== null && isBeforeSteps(guide),
    actions: ['clearMisses', { type: 'say', params: { key: 'guide.noSteps' } }],
  },
  {
    // The last step of a change is not come to past what is asked before it.
    guard: {
      type: 'isFurtherLast',
      params: ({ context: { guide }, event }: GoToStep) => {
        const back = guide && backToSteps(guide, oneByOne);
        return { guide: isChanging(back) ? back : null, step: event.step };
      },
    },
    target: '.beforeLast',
    actions: [
      toOneByOne,
      { type: 'goToStep', params: ({ event }: GoToStep) => event.step },
      { type: 'turnPage', params: -1 },
      lookFirst,
    ],
  },
  {
    guard: {
      type: 'hasStep',
      params: ({ context: { guide }, event }: GoToStep) => ({
        guide: guide && backToSteps(guide, oneByOne),
        step: event.step,
      }),
    },
    target: '.stepping',
    actions: [toOneByOne, { type: 'goToStep', params: ({ event }: GoToStep) => event.step }],
  },
  { ...stepsAgain(oneByOne), actions: [noSuchStep, toOneByOne] },
] as const;
type GoToStep = {
  readonly context: Context;
  readonly event: Extract<DialogEvent, { type: 'goToStep' }>;
};

/** What tells that the old account, or its computer, has gone too early. */
const GONE: ReadonlySet<Subject> = new Set(['removed', 'wiped']);

/** At the last step of a change the old account may be gone. */
const isAtLast = and([
  ({ context: { guide } }: { readonly context: Context }) => isChanging(guide) && guide?.stepwise === true,
  not('hasNextStep'),
]);
const missingAtLast = ['clearMisses', { type: 'say', params: { key: 'switching.missingAtLast' } }] as const;

const halfway = conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
  if (event.type !== 'trouble') return;
  enqueue({ type: 'clearMisses' });
  enqueue({ type: 'say', params: { key: HALFWAY[event.trouble] ?? halfwayIn(guide) } });
});

/** Help step by step, with one thing after the other: whatever is not known yet is asked first. */
export const guide = conversationSetup.createStateConfig({
  id: 'guide',
  initial: 'routing',
  states: {
    /** Passed through without a stop: `nextGuideStep` says what comes next. */
    routing: {
      always: [
        {
          guard: ({ context: { guide } }) => guide !== null && wouldEmptyOthers(guide),
          target: '#deciding',
          actions: [
            { type: 'noteUse', params: { protocol: 'POP' } },
            { type: 'say', params: { key: 'guide.devices.several' } },
          ],
        },
        { guard: { type: 'guideGoesOnAt', params: { step: 'protocol' } }, target: 'protocol' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'program' } }, target: 'program' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'symptom' } }, target: 'symptom' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'elsewhere' } }, target: 'elsewhere' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'devices' } }, target: 'devices' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'cannot' } }, target: 'cannot' },
        {
          guard: { type: 'guideGoesOnAt', params: { step: 'stepping' } },
          target: 'stepping',
          actions: conversationSetup.enqueueActions(({ context, enqueue }) => {
            for (const say of before(context)) enqueue({ type: 'say', params: say });
          }),
        },
        { guard: { type: 'guideGoesOnAt', params: { step: 'steps' } }, target: 'steps' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'found' } }, target: 'found' },
        { target: 'check' },
      ],
    },
    protocol,
    program,
    symptom,
    elsewhere,
    devices,
    cannot,
    steps,
    stepping,
    found,
    held,
    beforeLast,
    stuck,
    check,
    rating,
    reason,
    end,
  },
  on: {
    // Whatever is said beside a guide is kept, and the guide goes on; unless its remedy would do harm now.
    note: [
      {
        guard: ({ context: { guide }, event }) =>
          guide !== null &&
          wouldEmptyOthers({ ...guide, devices: event.facts.multipleDevices ?? guide.devices }),
        target: '.routing',
        actions: [noted, { type: 'learn', params: { devices: true } }],
      },
      { actions: noted },
    ],
    uses: [remedy, sentByImap],
    protocol: [
      remedy,
      sentByImap,
      {
        // Who now wants the other one than was advised hears what goes wrong with it.
        guard: ({ context, event }) =>
          context.guide?.purpose === 'setup' &&
          context.guide.protocol !== event.protocol &&
          isAgainstAdvice(context, event.protocol),
        actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
          if (event.type === 'protocol')
            enqueue.raise({ type: 'trouble', trouble: 'setup', protocol: event.protocol });
        }),
      },
      {
        // Of what does not connect it tells which one is in use, and what is asked is still open.
        guard: ({ context: { guide } }) =>
          guide?.purpose === 'cannotConnect' && guide.protocol === null && isAsking(guide),
        target: '.routing',
        actions: [
          { type: 'say', params: ({ event }) => ({ key: `uses.${event.protocol}` }) },
          { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
        ],
      },
      {
        guard: ({ context }) => context.guide?.purpose === 'duplicates',
        target: '.routing',
        actions: [
          { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
          { type: 'learn', params: ({ event }) => ({ protocol: event.protocol, step: 0 }) },
        ],
      },
      {
        target: '.routing',
        actions: { type: 'learn', params: ({ event }) => ({ protocol: event.protocol, step: 0 }) },
      },
    ],
    program: {
      target: '.routing',
      actions: [
        // Named once more where something else is asked, it is said to be heard.
        conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
          if (event.type !== 'program' || !guide?.program || !isAsking(guide)) return;
          for (const say of saidBack(programMeant(event, guide.program)))
            enqueue({ type: 'say', params: say });
        }),
        {
          type: 'learn',
          params: ({ context: { guide }, event }) => {
            const program = programMeant(event, guide?.program ?? null);
            return { program, step: guide && program === guide.program ? guide.step : 0 };
          },
        },
      ],
    },
    symptom: {
      target: '.routing',
      actions: {
        type: 'learn',
        params: ({ context: { guide }, event }) => ({
          symptom: event.symptom,
          elsewhere: null,
          step: 0,
          // A set-up, or a change, in which the program says such a thing has become a trouble of its own.
          ...(guide && (canBeTraced(guide) || isChanging(guide)) && beside(guide, CANNOT_CONNECT)),
        }),
      },
    },
    elsewhere: [
      // In a change it says whether all of the old mail is there.
      {
        guard: ({ context, event }) => isChanging(context.guide) && !event.works,
        actions: conversationSetup.raise({ type: 'explain', subject: 'halfway' }),
      },
      { guard: ({ context }) => isChanging(context.guide), target: '.stepping' },
      {
        target: '.routing',
        actions: { type: 'learn', params: ({ event }) => ({ elsewhere: event.works, step: 0 }) },
      },
    ],
    trouble: [
      {
        // The settings are shown, and the place is kept.
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
      },
      {
        // Who asks for the set-up once more in the middle of it means the same one.
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
      },
      {
        // What the program says while somebody is being helped is no new trouble.
        guard: ({ context, event }) =>
          event.trouble === 'cannotConnect' &&
          event.symptom !== undefined &&
          context.guide !== null &&
          canBeTraced(context.guide),
        target: '.routing',
        actions: {
          type: 'learn',
          params: ({ context: { guide }, event }) =>
            beside(guide, { ...CANNOT_CONNECT, symptom: event.symptom ?? null, elsewhere: null }),
        },
      },
      {
        guard: and([isAtLast, ({ event }) => HOLDS.has(event.trouble)]),
        target: '.held',
        actions: missingAtLast,
      },
      {
        // In the middle of a change whatever does not show has not been copied yet, and nothing may be removed.
        guard: and([
          ({ context, event }) => isChanging(context.guide) && HOLDS.has(event.trouble),
          not('isFarFromEnd'),
        ]),
        target: '.held',
        actions: halfway,
      },
      {
        guard: ({ context, event }) =>
          isChanging(context.guide) && (event.trouble in HALFWAY || HOLDS.has(event.trouble)),
        actions: halfway,
      },
      {
        // Who asks for the change once more in the middle of it means the same one.
        guard: ({ context: { guide }, event }) =>
          isChanging(guide) &&
          event.trouble === 'switching' &&
          (event.protocol === undefined || event.protocol === guide?.protocol) &&
          (event.program === undefined || event.program === guide?.program) &&
          guide?.protocol !== null &&
          guide?.program !== null,
        actions: ['clearMisses', { type: 'say', params: { key: 'trouble.switching' } }],
      },
      {
        // The new account is a step of the change, which goes on after it.
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
      },
      {
        // So is what the program says meanwhile.
        guard: ({ context, event }) => isChanging(context.guide) && event.trouble === 'cannotConnect',
        target: '.routing',
        actions: {
          type: 'learn',
          params: ({ context, event }) =>
            beside(context.guide, { ...CANNOT_CONNECT, symptom: event.symptom ?? null, elsewhere: null }),
        },
      },
      {
        // Whatever else comes up is helped with, and the steps wait; once they are done, none do.
        guard: and([
          ({ context, event }) => canWait(context.guide) && COMES_UP.has(event.trouble),
          not(stateIn({ guide: 'rating' })),
          not(stateIn({ guide: 'end' })),
        ]),
        target: '.routing',
        reenter: true,
        actions: [
          opening,
          {
            type: 'startGuide',
            params: ({ context, event }) => ({
              guide: { ...guideFor(context, event), ...beside(context.guide, {}) },
            }),
          },
        ],
      },
    ],
    explain: [
      {
        guard: ({ context, event }) => isChanging(context.guide) && GONE.has(event.subject),
        target: '.held',
        actions: explaining,
      },
      {
        guard: and([isAtLast, ({ event }) => MISSING.has(event.subject)]),
        target: '.held',
        actions: missingAtLast,
      },
      {
        guard: and([
          ({ context, event }) => isChanging(context.guide) && event.subject === 'halfway',
          not('isFarFromEnd'),
        ]),
        target: '.held',
        actions: explaining,
      },
      {
        guard: ({ context, event }) => isChanging(context.guide) && event.subject === 'losing',
        actions: ['clearMisses', { type: 'say', params: { key: 'trouble.switching', topic: 'explain' } }],
      },
    ],
    // Which protocol it is, is decided where it is being set up.
    askMe: {
      guard: ({ context: { guide } }) => guide !== null && chosenIn(guide) !== null,
      actions: [
        'clearMisses',
        {
          type: 'say',
          params: ({ context: { guide } }) => ({
            key: `guide.chosen.${(guide && chosenIn(guide)) ?? 'IMAP'}`,
          }),
        },
      ],
    },
    otherProgram: {
      target: '.routing',
      actions: { type: 'learn', params: { program: null, step: 0 } },
    },
    works: [
      ...goesOn,
      toNextDevice,
      {
        guard: ({ context: { guide, known } }) =>
          guide?.purpose === 'duplicates' && guide.protocol === 'POP' && known.multipleDevices === undefined,
        target: '.devices',
        actions: { type: 'say', params: { key: 'duplicates.after' } },
      },
      {
        guard: ({ context: { guide } }) => guide?.purpose === 'duplicates' && guide.protocol === 'POP',
        target: '.rating',
        actions: { type: 'say', params: { key: 'duplicates.after' } },
      },
      {
        target: '.rating',
        actions: [
          { type: 'say', params: { key: 'guide.done' } },
          afterWarning,
          conversationSetup.enqueueActions(({ context: { guide }, enqueue }) => {
            const protocol = guide && chosenIn(guide);
            if (protocol) enqueue({ type: 'noteUse', params: { protocol } });
          }),
        ],
      },
    ],
    worksNot: [
      {
        // A remedy was tried in vain, and there are more.
        guard: ({ context }) => context.guide !== null && afterFailure(context.guide) !== null,
        target: '.routing',
        actions: {
          type: 'learn',
          params: ({ context }) => (context.guide && afterFailure(context.guide)) ?? {},
        },
      },
      { guard: isAtLast, target: '.reason', actions: givingUpAtLast },
      {
        target: '.reason',
        actions: givingUp,
      },
    ],
    back: [
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
    ],
    // "Done" answers no question of what is wrong, which is then asked again.
    next: { actions: 'clearMisses' },
    allAtOnce: stepsAgain({ stepwise: false }),
    oneByOne: stepsAgain(oneByOne),
    takeUp: [
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
    ],
    returnToSteps: [
      { guard: returnsToStep, target: '.stepping', actions: toThatWhichWaited },
      { guard: ({ context: { guide } }) => isBeside(guide), target: '.routing', actions: toThatWhichWaited },
      // A trouble by itself is left alone.
      { target: '.end', actions: ['clearMisses', { type: 'say', params: { key: 'guide.dropped' } }] },
    ],
    repeat: { actions: 'clearMisses' },
    // The steps first; they know which of them there are.
    goToStep: stepAgain,
    bye: {
      target: '#farewell',
      actions: [
        'clearMisses',
        {
          type: 'say',
          params: ({ context: { guide } }) => ({
            key: guide && changeIn(guide) ? 'farewell.fromChange' : 'farewell.stopped',
            topic: 'farewell',
          }),
        },
      ],
    },
    why,
  },
});
