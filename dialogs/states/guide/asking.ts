import { isChanging, PROGRAMS, SYMPTOMS } from '../../guides.ts';
import { type Choice, type Context, conversationSetup } from '../../model.ts';
import { saidBack } from '../../repairs/using.ts';
import type { WordKey } from '../../wording.ts';
import { elsewhereNoted, worksOnAnother } from './answers.ts';
import { person, returning, topic } from './choices.ts';
import { givingUp } from './remedies.ts';

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
    doesNotFit: otherOne,
    elsewhere: worksOnAnother,
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
    // The answer to what is asked next.
    elsewhere: elsewhereNoted,
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
