import {
  beside,
  canBeTraced,
  changeIn,
  chosenIn,
  isAsking,
  isBeside,
  isChanging,
  programMeant,
  withoutLastAnswer,
  wouldEmptyOthers,
} from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { isAgainstAdvice, noted, saidBack } from '../../repairs.ts';
import { saying } from '../../saying.ts';
import type { Heard } from '../../transitions.ts';
import { devices, elsewhere, program, protocol, symptom } from './asking.ts';
import { check, end, rating, reason } from './ending.ts';
import { explain } from './explain.ts';
import { failed, worked } from './outcome.ts';
import { returnsToStep, toThatWhichWaited } from './returning.ts';
import { routing } from './routing.ts';
import { cannot, found, stepping, steps } from './showing.ts';
import { allAtOnce, goToStep, oneByOne } from './stepsAgain.ts';
import { trouble } from './trouble.ts';
import { beforeLast, held, stuck } from './waiting.ts';

const why = {
  actions: saying('guide.why', 'why'),
} as const;

/** Who has POP and misses folders, or sent mail, is helped by IMAP only. */
const remedy = {
  guard: ({ context: { guide }, event }: Heard<'uses' | 'protocol'>) =>
    event.protocol === 'POP' && (guide?.purpose === 'foldersMissing' || guide?.purpose === 'sentMissing'),
  actions: conversationSetup.enqueueActions(({ enqueue }) => {
    enqueue({ type: 'noteUse', params: { protocol: 'POP' } });
    enqueue.raise({ type: 'trouble', trouble: 'switching', protocol: 'IMAP' });
  }),
};
/** … and who has IMAP and misses sent mail finds it once it is kept on the server. */
const sentByImap = {
  guard: ({ context: { guide }, event }: Heard<'uses' | 'protocol'>) =>
    event.protocol === 'IMAP' && guide?.purpose === 'sentMissing',
  actions: [
    { type: 'noteUse', params: { protocol: 'IMAP' } },
    { type: 'say', params: { key: 'guide.sent' } },
  ],
} as const;

const CANNOT_CONNECT = { purpose: 'cannotConnect' } as const;

/** Help step by step, with one thing after the other: whatever is not known yet is asked first. */
export const guide = conversationSetup.createStateConfig({
  id: 'guide',
  initial: 'routing',
  states: {
    routing,
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
    trouble,
    explain,
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
    works: worked,
    worksNot: failed,
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
    // "Done" answers no question of what is wrong, which is then asked again.
    next: { actions: 'clearMisses' },
    allAtOnce,
    oneByOne,
    returnToSteps: [
      { guard: returnsToStep, target: '.stepping', actions: toThatWhichWaited },
      { guard: ({ context: { guide } }) => isBeside(guide), target: '.routing', actions: toThatWhichWaited },
      // A trouble by itself is left alone.
      { target: '.end', actions: saying('guide.dropped') },
    ],
    repeat: { actions: 'clearMisses' },
    // The steps first; they know which of them there are.
    goToStep,
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
