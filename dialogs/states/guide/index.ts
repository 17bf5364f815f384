import type { Protocol } from '../../advise.ts';
import { afterFailure, canBeTraced, triedIn, withoutLastAnswer } from '../../guides.ts';
import { toAPerson } from '../../handoff.ts';
import { type Context, conversationSetup } from '../../model.ts';
import { noted, opening } from '../../repairs.ts';
import { devices, elsewhere, program, protocol, symptom } from './asking.ts';
import { check, end, rating, reason } from './ending.ts';
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
type Used = { readonly context: Context; readonly event: { readonly protocol: Protocol } };

/** Help step by step, with one thing after the other: whatever is not known yet is asked first. */
export const guide = conversationSetup.createStateConfig({
  id: 'guide',
  initial: 'routing',
  states: {
    /** Passed through without a stop: `nextGuideStep` says what comes next. */
    routing: {
      always: [
        { guard: { type: 'guideGoesOnAt', params: { step: 'protocol' } }, target: 'protocol' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'program' } }, target: 'program' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'symptom' } }, target: 'symptom' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'elsewhere' } }, target: 'elsewhere' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'devices' } }, target: 'devices' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'cannot' } }, target: 'cannot' },
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
    // Whatever is said beside a guide is kept, and the guide goes on.
    note: { actions: noted },
    uses: remedy,
    protocol: [
      remedy,
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
          // A set-up in which the program says such a thing has become a trouble of its own.
          ...(guide && canBeTraced(guide) && ({ purpose: 'cannotConnect' } as const)),
        }),
      },
    },
    elsewhere: {
      target: '.routing',
      actions: { type: 'learn', params: ({ event }) => ({ elsewhere: event.works }) },
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
          }),
        },
      },
    ],
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
      { target: '.rating', actions: { type: 'say', params: { key: 'guide.done' } } },
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
        actions: [
          {
            type: 'learn',
            params: ({ context: { guide } }) => (guide ? { tried: triedIn(guide) } : {}),
          },
          conversationSetup.enqueueActions(({ context, enqueue }) => {
            enqueue({ type: 'say', params: { key: 'guide.gaveUp' } });
            for (const say of toAPerson(context)) enqueue({ type: 'say', params: say });
          }),
        ],
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
    why,
  },
});
