import { and } from 'xstate';
import { REASONS } from '../../events.ts';
import { partFor } from '../../guides.ts';
import { type Choice, type Context, conversationSetup, learning } from '../../model.ts';
import { goodbye } from '../../repairs/smallTalk.ts';
import { saying, sayingAll } from '../../saying.ts';
import type { Talk, Transition } from '../../transitions.ts';
import { afterFailure, backToSetUp } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';
import {
  bringUp,
  elsewhereAnswers,
  furtherAfter,
  isToBeBroughtUp,
  nextAfter,
  otherDevice,
  person,
  returning,
  startOver,
  thumbs,
  topic,
  whichSuits,
  works,
  worksNot,
} from './choices.ts';
import { toNextRemedy } from './remedies.ts';
import { withoutSteps } from './says.ts';

function whetherHelped(context: Context): WordKey {
  const { guide } = context;
  if (isToBeBroughtUp(context)) return 'guide.bringUp';
  return guide && partFor(guide) !== null ? 'guide.worked' : 'guide.helped';
}

/** Whether missed mail is there in webmail, and only a mail program does not show it. */
function isInWebmail({ guide }: Context): boolean {
  return guide?.purpose === 'lostMail' && guide.elsewhere === true && guide.place === null;
}

/** What is meant there by yes and no. */
function meantAtCheck(context: Context) {
  // Who does not want it brought up is left alone.
  if (isToBeBroughtUp(context))
    return { yes: bringUp.event, no: { type: 'returnToSteps' }, unsure: person.event } as const;
  const { purpose, place } = context.guide ?? {};
  const toLookAt = place ? person.event : elsewhereAnswers.unsure;
  const unsure = purpose === 'lostMail' ? toLookAt : worksNot.event;
  return { yes: works.event, no: worksNot.event, unsure } as const;
}

/** Whether it worked, or helped. */
export const check = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whetherHelped,
    again: whetherHelped,
    choices: (context) => {
      const { yes, no } = meantAtCheck(context);
      return [
        { label: 'choice.yes', event: yes },
        { label: 'choice.no', event: no },
        ...nextAfter(context),
        ...returning(context),
      ];
    },
    answers: meantAtCheck,
  },
  entry: sayingAll(withoutSteps),
  on: {
    // "Show me how", to whether to bring mail to the server.
    showHow: [
      { guard: ({ context }) => isToBeBroughtUp(context), actions: conversationSetup.raise(bringUp.event) },
      { guard: ({ context }) => isInWebmail(context), actions: saying('lost.inProgram') },
    ],
    // There are no steps of that program that have not been told.
    program: {
      guard: ({ context }) => !isToBeBroughtUp(context),
      actions: [
        { type: 'learn', params: ({ event: { program } }) => ({ program }) },
        {
          type: 'say',
          params: ({ context }) => ({ key: isInWebmail(context) ? 'lost.inProgram' : 'guide.anyProgram' }),
        },
      ],
    },
    // "And what should I do then?"
    next: {
      actions: conversationSetup.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'clearMisses' });
        const event = furtherAfter(context);
        if (event) enqueue.raise(event);
      }),
    },
    // With no other device the mail is where it was fetched.
    tell: {
      guard: ({ context: { guide }, event }) =>
        guide?.purpose === 'lostMail' && guide.devices === true && event.facts.multipleDevices === false,
      target: 'routing',
      actions: [
        { type: 'learn', params: { devices: false } },
        { type: 'keep', params: ({ event }) => event.facts },
      ],
    },
  },
});

/** Another program that is named once one is done gets what that one began with. */
const another = [
  {
    // POP on two devices takes mail away from each.
    guard: ({ context: { guide } }: Talk) => guide?.purpose === 'setup' && guide.protocol === 'POP',
    target: '#deciding',
    actions: [
      { type: 'say', params: { key: 'guide.second' } },
      { type: 'noteUse', params: { protocol: 'POP' } },
      { type: 'learn', params: { nextDevice: { program: null } } },
      {
        type: 'advance',
        params: ({ context }: Talk) => learning(context.known, { multipleDevices: true }),
      },
    ],
  },
  {
    target: 'routing',
    actions: conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
      if (!guide) return;
      const program = event.type === 'program' ? event.program : null;
      enqueue({ type: 'learn', params: { ...backToSetUp(guide), program, step: 0 } });
    }),
  },
] as const;

/** "I also have a tablet": with IMAP that is the next one to be set up. */
const oneMore: Transition<'tell'> = {
  guard: ({ context: { guide }, event }) =>
    guide?.purpose === 'setup' && guide.protocol === 'IMAP' && event.facts.multipleDevices === true,
  target: 'routing',
  actions: [
    { type: 'keep', params: ({ event }) => event.facts },
    { type: 'learn', params: { program: null, step: 0 } },
  ],
};

/** Once one program is set up, "set up my phone" means another one. */
const nextOne: Transition<'trouble'> = {
  guard: ({ context: { guide }, event }) =>
    guide?.purpose === 'setup' &&
    event.trouble === 'setup' &&
    event.program === undefined &&
    event.protocol === undefined &&
    event.asksSettings !== true,
  actions: conversationSetup.raise({ type: 'otherProgram' }),
};

const thanked = { target: 'end', actions: { type: 'say', params: { key: 'feedback.thanks' } } } as const;

/** A thumb up or down at the end of a path. */
export const rating = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'feedback.question',
    again: 'feedback.question',
    choices: ({ guide }) => [
      ...thumbs,
      ...(guide?.purpose === 'setup' || guide?.setUp ? [otherDevice] : []),
      whichSuits,
    ],
    answers: { yes: { type: 'rate', good: true }, no: { type: 'rate', good: false } },
  },
  // What was asked to be sure is settled by "done".
  entry: 'clearMisses',
  on: {
    bye: goodbye,
    program: another,
    otherProgram: another,
    tell: oneMore,
    trouble: nextOne,
    next: [
      // Whoever goes on was asked too early.
      {
        guard: and([
          'hasNextStep',
          ({ context: { guide } }) => guide?.stepwise === true && guide.purpose === 'setup',
        ]),
        target: 'stepping',
        actions: { type: 'turnPage', params: 1 },
      },
      // "Done" once more: who does not want to say goes on.
      { target: 'end', actions: { type: 'say', params: { key: 'guide.done' } } },
    ],
    rate: [
      {
        guard: ({ event }) => event.good,
        ...thanked,
      },
      { target: 'reason', actions: 'clearMisses' },
    ],
  },
});

const isUntried = ({ context: { guide } }: Talk) =>
  guide !== null && guide.tried.length === 0 && afterFailure(guide) !== null;

const toSymptoms = { target: 'routing', actions: toNextRemedy } as const;

const toldInWords = { ...thanked, actions: ['clearMisses', thanked.actions] } as const;

/** Why it was no help. */
export const reason = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'feedback.reason',
    again: 'feedback.reason',
    choices: (context) => [
      ...REASONS.map((reason): Choice => ({ label: `choice.${reason}`, event: { type: 'reason', reason } })),
      person,
      ...returning(context),
    ],
  },
  on: {
    program: another,
    otherProgram: another,
    // What was said to work does not: there is a remedy to try. After those in vain it is why it was no help.
    worksNot: [{ guard: isUntried, ...toSymptoms }, thanked],
    // In their own words it is an answer, too.
    notUnderstood: toldInWords,
    // "The button was not there"
    explain: { guard: ({ event }) => event.subject === 'notThere', ...toldInWords },
    reason: [
      {
        guard: ({ context, event }) => event.reason === 'stillBroken' && isUntried({ context }),
        ...toSymptoms,
      },
      thanked,
    ],
  },
});

export const end = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.end',
    again: 'guide.end',
    choices: (context) => [whichSuits, person, startOver, ...returning(context)],
    answers: { yes: { type: 'goOn' }, no: { type: 'bye' } },
  },
  on: {
    bye: goodbye,
    next: goodbye,
    works: goodbye,
    program: another,
    otherProgram: another,
    tell: oneMore,
    trouble: nextOne,
  },
});
