import type { Protocol } from '../../advise.ts';
import {
  afterFailure,
  backToSetUp,
  canBeTraced,
  type Guide,
  partFor,
  withoutLastAnswer,
  wouldEmptyOthers,
} from '../../guides.ts';
import { type Context, conversationSetup } from '../../model.ts';
import { noted, opening } from '../../repairs.ts';
import type { Trouble, WordKey } from '../../wording.ts';
import { devices, elsewhere, program, protocol, symptom } from './asking.ts';
import { check, end, givingUp, rating, reason } from './ending.ts';
import { before } from './says.ts';
import { cannot, found, stepping, steps } from './showing.ts';

const why = {
  actions: ['clearMisses', { type: 'say', params: { key: 'guide.why', topic: 'why' } }],
} as const;

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

/** What is said in the middle of a change to whoever misses mail, or finds no room for it. */
const HALFWAY: { readonly [T in Trouble]?: WordKey } = {
  lostMail: 'explain.halfway',
  foldersMissing: 'explain.halfway',
  sentMissing: 'explain.halfway',
  duplicates: 'switching.twice',
  mailboxFull: 'switching.full',
};

/** The protocol that is being set up, or changed to. */
function chosenIn({ purpose, protocol }: Guide): Protocol | null {
  return purpose === 'setup' || purpose === 'switching' ? protocol : null;
}

/** Back to the steps, of the set-up where that was what it began with. */
function stepsAgain(change: Pick<Guide, 'stepwise'>) {
  const guideOf = (guide: Guide): Guide => ({ ...guide, ...backToSetUp(guide), ...change, step: 0 });
  return {
    guard: ({ context: { guide } }: { readonly context: Context }) =>
      guide !== null && partFor(guideOf(guide)) !== null,
    target: '.routing',
    actions: {
      type: 'learn',
      params: ({ context: { guide } }: { readonly context: Context }) => (guide ? guideOf(guide) : {}),
    },
  } as const;
}

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
            if (context.guide) for (const say of before(context.guide)) enqueue({ type: 'say', params: say });
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
      actions: { type: 'learn', params: ({ event }) => ({ program: event.program, step: 0 }) },
    },
    symptom: {
      target: '.routing',
      actions: {
        type: 'learn',
        params: ({ context: { guide }, event }) => ({
          symptom: event.symptom,
          elsewhere: null,
          step: 0,
          // A set-up in which the program says such a thing has become a trouble of its own.
          ...(guide && canBeTraced(guide) && ({ purpose: 'cannotConnect' } as const)),
        }),
      },
    },
    elsewhere: {
      target: '.routing',
      actions: { type: 'learn', params: ({ event }) => ({ elsewhere: event.works, step: 0 }) },
    },
    trouble: [
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
              step: 0,
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
          params: ({ event }) => ({
            purpose: 'cannotConnect',
            symptom: event.symptom ?? null,
            elsewhere: null,
            step: 0,
          }),
        },
      },
      {
        // In the middle of a change whatever does not show has not been copied yet, and nothing may be removed.
        guard: ({ context: { guide }, event }) => guide?.purpose === 'switching' && event.trouble in HALFWAY,
        actions: [
          'clearMisses',
          { type: 'say', params: ({ event }) => ({ key: HALFWAY[event.trouble] ?? 'explain.halfway' }) },
        ],
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
      {
        target: '.reason',
        actions: givingUp,
      },
    ],
    back: [
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
    allAtOnce: stepsAgain({ stepwise: false }),
    oneByOne: stepsAgain({ stepwise: true }),
    why,
  },
});
