import { and } from 'xstate';
import { type Context, conversationSetup } from '../../model.ts';
import { sayingAll } from '../../saying.ts';
import type { TalkWith, Transitions } from '../../transitions.ts';
import { isBeside } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';
import { worksOnAnother } from './answers.ts';
import { usedProtocol } from './asking.ts';
import { otherProgram, person, returning, topic, works, worksNot } from './choices.ts';
import { askedFirst, isChange, lookFirst, noSuchStep, onward } from './onward.ts';
import { toOtherTrouble } from './outcome.ts';
import { allSteps, oneStep } from './says.ts';

const fromTheFirst = {
  target: 'stepping',
  actions: { type: 'learn', params: { step: 0, stepwise: true } },
} as const;

/** A step that is asked for by its number; where there is none, the one at hand. */
const numbered: Transitions<'goToStep'> = [
  {
    guard: {
      type: 'isFurtherLast',
      params: ({ context, event }) => ({
        guide: isChange({ context }) ? context.guide : null,
        step: event.step,
      }),
    },
    target: 'beforeLast',
    actions: [
      { type: 'learn', params: { stepwise: true } },
      { type: 'goToStep', params: ({ event }) => event.step },
      { type: 'turnPage', params: -1 },
      lookFirst,
    ],
  },
  {
    guard: {
      type: 'hasStep',
      params: ({ context: { guide }, event }) => ({ guide, step: event.step }),
    },
    target: 'stepping',
    reenter: true,
    actions: [
      { type: 'learn', params: { stepwise: true } },
      { type: 'goToStep', params: ({ event }) => event.step },
    ],
  },
  {
    target: 'stepping',
    reenter: true,
    actions: [noSuchStep, { type: 'learn', params: { stepwise: true } }],
  },
];

/** A change takes its time, and before it is done a "yes" would say nothing. */
function whenDone(context: Context): WordKey {
  return isChange({ context }) ? 'switching.worked' : 'guide.worked';
}

/** Steps that do not fit are those of another program. */
const anotherProgram = {
  actions: conversationSetup.raise({ type: 'otherProgram' }),
} as const;

/** All steps at once. */
export const steps = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whenDone,
    again: whenDone,
    choices: (context) => [
      works,
      worksNot,
      { label: 'choice.oneByOne', event: { type: 'oneByOne' } },
      otherProgram,
      ...returning(context),
    ],
    // Of a change that was only just shown nothing is done by a "yes", with which people as often agree to begin.
    answers: (context) => ({
      yes: isChange({ context }) ? { type: 'oneByOne' } : works.event,
      no: worksNot.event,
      unsure: worksNot.event,
    }),
  },
  entry: sayingAll(allSteps),
  on: {
    oneByOne: fromTheFirst,
    repeat: fromTheFirst,
    next: fromTheFirst,
    goToStep: numbered,
    allAtOnce: { target: 'steps', reenter: true, actions: 'clearMisses' },
    doesNotFit: anotherProgram,
    elsewhere: worksOnAnother,
  },
});

/** One step at a time: next, back, done, stuck. */
export const stepping = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.step',
    again: 'guide.step',
    choices: (context) => [
      { label: 'choice.next', event: { type: 'next' } },
      ...(context.guide && context.guide.step > 0
        ? [{ label: 'choice.previous', event: { type: 'previous' } } as const]
        : []),
      { label: 'choice.stuck', event: worksNot.event },
      { label: 'choice.allAtOnce', event: { type: 'allAtOnce' } },
      ...returning(context),
    ],
    answers: { yes: { type: 'next' }, no: worksNot.event, unsure: worksNot.event },
  },
  entry: sayingAll(({ guide }) => (guide ? oneStep(guide) : [])),
  on: {
    doesNotFit: anotherProgram,
    elsewhere: [
      {
        guard: ({ context, event }) => isChange({ context }) && event.works,
        actions: conversationSetup.raise({ type: 'next' }),
      },
      ...worksOnAnother,
    ],
    next: onward,
    worksNot: { target: 'stuck', actions: 'clearMisses' },
    // A change is done with its last step only: until then the old account goes on.
    works: [
      askedFirst,
      {
        guard: and([isChange, 'hasNextStep']),
        target: 'stepping',
        reenter: true,
        actions: { type: 'turnPage', params: 1 },
      },
    ],
    previous: {
      target: 'stepping',
      reenter: true,
      actions: { type: 'turnPage', params: ({ event }) => -(event.by ?? 1) },
    },
    back: { target: 'stepping', reenter: true, actions: { type: 'turnPage', params: -1 } },
    oneByOne: { target: 'stepping', reenter: true, actions: 'clearMisses' },
    repeat: { target: 'stepping', reenter: true, actions: 'clearMisses' },
    goToStep: numbered,
    allAtOnce: { target: 'steps', actions: { type: 'learn', params: { stepwise: false } } },
  },
});

/** Somebody wanted to know which one they have, and it is POP. */
const isOfPop = ({ context: { guide }, event }: TalkWith<'protocol'>) =>
  guide?.purpose === 'whichDoIHave' && event.protocol === 'POP';

const whichItIs = [
  { type: 'noteUse', params: ({ event }: TalkWith<'protocol'>) => ({ protocol: event.protocol }) },
  {
    type: 'say',
    params: ({ event }: TalkWith<'protocol'>) => ({ key: `guide.found.${event.protocol}` as const }),
  },
] as const;

/** Where to look up which protocol is in use. */
export const found = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.found.question',
    again: 'guide.found.question',
    choices: (context) => [
      { label: 'choice.IMAP', event: { type: 'protocol', protocol: 'IMAP' } },
      { label: 'choice.POP', event: { type: 'protocol', protocol: 'POP' } },
      { label: 'choice.cannotFind', event: { type: 'person' } },
      otherProgram,
      ...returning(context),
    ],
    answers: { no: { type: 'person' }, unsure: { type: 'person' } },
  },
  entry: sayingAll((context) =>
    allSteps({ ...context, guide: context.guide && { ...context.guide, purpose: 'whichDoIHave' } }),
  ),
  on: {
    uses: usedProtocol,
    protocol: [
      {
        // What was complained of along with it comes next.
        guard: ({ context: { guide } }) => guide?.purpose === 'whichDoIHave' && guide.also !== null,
        actions: [...whichItIs, toOtherTrouble('guide.foundNow')],
      },
      {
        // Whether POP is right for them depends on that.
        guard: and([isOfPop, ({ context: { known } }) => known.multipleDevices === undefined]),
        target: 'devices',
        actions: whichItIs,
      },
      {
        guard: and([isOfPop, ({ context: { known } }) => known.multipleDevices === true]),
        target: '#deciding',
        actions: whichItIs,
      },
      {
        // What is looked up on the way to something else is for the guide, which goes on.
        guard: ({ context }) => context.guide?.purpose !== 'duplicates',
        target: 'rating',
        actions: [
          ...whichItIs,
          conversationSetup.enqueueActions(({ context, enqueue }) => {
            if (isBeside(context.guide)) enqueue.raise({ type: 'returnToSteps' });
          }),
        ],
      },
    ],
  },
});

/** The program cannot do it: what can. */
export const cannot = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.cannot',
    again: 'guide.cannot',
    choices: (context) => [
      { label: 'choice.setUpIMAP', event: { type: 'trouble', trouble: 'setup', protocol: 'IMAP' } },
      otherProgram,
      person,
      ...returning(context),
    ],
    answers: {
      yes: { type: 'trouble', trouble: 'setup', protocol: 'IMAP' },
      no: { type: 'otherProgram' },
    },
  },
  entry: conversationSetup.enqueueActions(({ context, enqueue }) => {
    const { program } = context.guide ?? {};
    if (!program) return;
    enqueue({ type: 'say', params: { key: 'guide.instead', steps: { program, part: 'instead' } } });
  }),
});
