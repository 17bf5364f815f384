import { isChanging, PROGRAMS, SYMPTOMS, triedIn } from '../../guides.ts';
import { type Choice, type Context, conversationSetup, learning } from '../../model.ts';
import { saidBack } from '../../repairs/using.ts';
import { saying } from '../../saying.ts';
import type { WordKey } from '../../wording.ts';
import { elsewhereAnswers, person, returning, topic } from './choices.ts';
import { givingUp } from './ending.ts';
import { onCourse } from './onCourse.ts';

/** What a protocol is asked for: to set it up, to change to it, or because it is in use. */
function whichProtocol({ guide }: Context): WordKey {
  if (guide?.purpose === 'switching') return 'guide.direction';
  return guide?.purpose === 'duplicates' ? 'guide.inUse' : 'guide.protocol';
}

/** "It's POP" answers which one it is. */
export const usedProtocol = {
  actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== 'uses') return;
    const other = event.protocol === 'POP' ? 'IMAP' : 'POP';
    // Who has one and wants to change wants the other one.
    const isSwitching = isChanging(context.guide);
    enqueue.raise({ type: 'protocol', protocol: isSwitching ? other : event.protocol });
  }),
};

/** Which protocol; somebody who is not sure looks it up, or is asked what suits them. */
export const protocol = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whichProtocol,
    again: whichProtocol,
    choices: (context) => [
      { label: 'choice.IMAP', event: { type: 'protocol', protocol: 'IMAP' } },
      { label: 'choice.POP', event: { type: 'protocol', protocol: 'POP' } },
      { label: 'choice.unsure', event: { type: 'lookUp' } },
      ...returning(context),
    ],
    answers: { unsure: { type: 'lookUp' } },
  },
  on: {
    uses: usedProtocol,
    tell: {
      ...onCourse,
      // What is to be set up depends on it.
      guard: ({ context, event }) =>
        context.guide?.purpose === 'duplicates' && onCourse.guard({ context, event }),
    },
    // Named before it was asked for, it is said to be heard.
    program: {
      actions: [
        { type: 'learn', params: ({ event }) => ({ program: event.program, step: 0 }) },
        conversationSetup.enqueueActions(({ event, enqueue }) => {
          if (event.type !== 'program') return;
          for (const say of saidBack(event.program)) enqueue({ type: 'say', params: say });
        }),
      ],
    },
    lookUp: [
      { guard: ({ context }) => context.guide?.purpose === 'duplicates', target: 'found' },
      {
        target: '#deciding',
        actions: [
          { type: 'say', params: { key: 'interview.start', topic: 'interview' } },
          { type: 'advance', params: { thorough: true } },
        ],
      },
    ],
  },
});

/** None of the programs that are offered. */
const otherOne = {
  actions: conversationSetup.raise({ type: 'program', program: 'other' }),
};

export const program = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: 'guide.program',
    again: 'guide.program',
    choices: () =>
      PROGRAMS.map((program) => ({ label: `program.${program}`, event: { type: 'program', program } })),
    answers: { unsure: { type: 'program', program: 'other' } },
  },
  on: {
    tell: onCourse,
    doesNotFit: otherOne,
    // "Something else" is the label of a symptom, too.
    symptom: { guard: ({ event }) => event.symptom === 'other', ...otherOne },
  },
});

const OTHER = { type: 'symptom', symptom: 'other' } as const;

/** What the program says; what was tried in vain is no longer offered. */
export const symptom = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: ({ guide }) => (guide?.tried.length ? 'guide.symptomNow' : 'guide.symptom'),
    again: ({ guide }) => (guide?.tried.length ? 'guide.symptomNow' : 'guide.symptom'),
    choices: (context) => {
      const tried = context.guide?.tried ?? [];
      const left = SYMPTOMS.filter((symptom) => !tried.includes(symptom));
      return [
        ...left.map(
          (symptom): Choice => ({ label: `choice.symptom.${symptom}`, event: { type: 'symptom', symptom } }),
        ),
        ...(tried.length > 0 ? [person] : []),
        ...returning(context),
      ];
    },
    answers: { no: OTHER, unsure: OTHER },
  },
  on: {
    tell: onCourse,
    doesNotFit: { actions: conversationSetup.raise(OTHER) },
    // Whoever says it again knows nothing more of it.
    worksNot: [
      {
        guard: ({ context: { guide } }) => guide?.tried.includes('other') === true,
        target: 'reason',
        actions: givingUp,
      },
      { actions: conversationSetup.raise(OTHER) },
    ],
  },
});

function whetherElsewhere({ guide }: Context): WordKey {
  if (guide?.purpose === 'lostMail') return 'guide.elsewhere.mail';
  return guide?.symptom === 'password' ? 'guide.elsewhere.password' : 'guide.elsewhere.device';
}

/** Whether what fails here works elsewhere: that tells this device from the account. */
export const elsewhere = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whetherElsewhere,
    again: whetherElsewhere,
    choices: (context) => [
      { label: 'choice.yes', event: elsewhereAnswers.yes },
      { label: 'choice.no', event: elsewhereAnswers.no },
      person,
      ...returning(context),
    ],
    answers: elsewhereAnswers,
  },
  on: {
    tell: onCourse,
    // "And what do I do now?"
    next: {
      guard: ({ context: { guide } }) => guide?.purpose === 'lostMail',
      actions: saying('trouble.lostMail'),
    },
    // Said again, it does not tell whether it works elsewhere.
    worksNot: [
      {
        guard: ({ context: { guide } }) => guide !== null && guide.tried.length > 0,
        target: 'reason',
        actions: givingUp,
      },
      {
        actions: [
          { type: 'say', params: { key: 'explain.lookInWebmail' } },
          { type: 'learn', params: ({ context: { guide } }) => (guide ? { tried: triedIn(guide) } : {}) },
        ],
      },
    ],
  },
});

function whetherDevices({ guide, known }: Context): WordKey {
  if (guide?.purpose === 'lostMail') return 'guide.devices.lost';
  // One device only was told of before it was known that it is to be a phone.
  return guide?.purpose === 'setup' && known.multipleDevices === false
    ? 'guide.devices.phone'
    : 'guide.devices.question';
}

/** Whether another device may have taken the mail, or would be better off with IMAP. */
export const devices = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: 'multipleDevices',
    question: whetherDevices,
    again: whetherDevices,
    choices: (context) => [
      { label: 'choice.yes', event: { type: 'answer', answer: true } },
      { label: 'choice.no', event: { type: 'answer', answer: false } },
      { label: 'choice.unsure', event: { type: 'answer', answer: 'unsure' } },
      ...returning(context),
    ],
  },
  on: {
    answer: [
      {
        guard: ({ context }) => context.guide?.purpose === 'lostMail',
        target: 'routing',
        actions: [
          { type: 'learn', params: ({ event }) => ({ devices: event.answer === true }) },
          {
            type: 'advance',
            params: ({ context, event }) => learning(context.known, { multipleDevices: event.answer }),
          },
        ],
      },
      {
        guard: ({ context, event }) => context.guide?.purpose === 'setup' && event.answer !== true,
        target: 'routing',
        actions: [
          { type: 'learn', params: { devices: false } },
          {
            type: 'advance',
            params: ({ context, event }) => learning(context.known, { multipleDevices: event.answer }),
          },
        ],
      },
      {
        guard: ({ event }) => event.answer === true,
        target: '#deciding',
        actions: [
          { type: 'say', params: { key: 'guide.devices.several' } },
          { type: 'advance', params: ({ context }) => learning(context.known, { multipleDevices: true }) },
        ],
      },
      {
        target: 'rating',
        actions: [
          {
            type: 'say',
            params: ({ context: { guide } }) => ({
              key: guide?.purpose === 'whichDoIHave' ? 'guide.devices.onlyOne' : 'guide.devices.one',
            }),
          },
          {
            type: 'advance',
            params: ({ context, event }) => learning(context.known, { multipleDevices: event.answer }),
          },
        ],
      },
    ],
    // The answer in the person's own words.
    tell: {
      guard: ({ event }) => event.facts.multipleDevices !== undefined,
      actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
        if (event.type !== 'tell') return;
        enqueue.raise({ type: 'answer', answer: event.facts.multipleDevices === true });
      }),
    },
    trouble: {
      // It was mended in vain.
      guard: ({ context: { guide }, event }) =>
        guide?.purpose === 'duplicates' && event.trouble === 'duplicates' && event.program === undefined,
      target: 'reason',
      actions: givingUp,
    },
    why: { actions: saying('guide.devices.why', 'why') },
  },
});
