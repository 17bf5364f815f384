import { and, not, stateIn } from 'xstate';
import {
  beside,
  canBeTraced,
  canWait,
  changeIn,
  chosenIn,
  isAsking,
  isBeside,
  isChanging,
  PURPOSES,
  programMeant,
  withoutLastAnswer,
  wouldEmptyOthers,
} from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { guideFor, halfwayIn, isAgainstAdvice, noted, opening, saidBack } from '../../repairs.ts';
import { saying } from '../../saying.ts';
import type { Heard } from '../../transitions.ts';
import type { Trouble, WordKey } from '../../wording.ts';
import { devices, elsewhere, program, protocol, symptom } from './asking.ts';
import { check, end, rating, reason } from './ending.ts';
import { explain } from './explain.ts';
import { isAtLast } from './onward.ts';
import { failed, worked } from './outcome.ts';
import { returnsToStep, toThatWhichWaited } from './returning.ts';
import { routing } from './routing.ts';
import { cannot, found, stepping, steps } from './showing.ts';
import { allAtOnce, goToStep, oneByOne } from './stepsAgain.ts';
import { beforeLast, held, missingAtLast, stuck } from './waiting.ts';

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
        actions: saying('trouble.switching'),
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
