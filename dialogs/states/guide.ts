import { type Guide, PROGRAMS, partFor, SYMPTOMS, TRIES } from '../guides.ts';
import {
  type Choice,
  type Context,
  conversationSetup,
  learning,
  REASONS,
  type Say,
  type Topic,
} from '../model.ts';
import { noted } from '../repairs.ts';

const topic = ({ guide }: Context): Topic => guide?.purpose ?? 'help';
const person: Choice = { label: 'choice.person', event: { type: 'person' } };
const otherProgram: Choice = { label: 'choice.otherProgram', event: { type: 'otherProgram' } };
const works: Choice = { label: 'choice.works', event: { type: 'works' } };
const worksNot: Choice = { label: 'choice.worksNot', event: { type: 'worksNot' } };
const startOver: Choice = { label: 'choice.restart', event: { type: 'restart' } };

const whichProtocol = ({ guide }: Context) =>
  guide?.purpose === 'switching' ? 'guide.direction' : 'guide.protocol';

/** Somebody who knows what suits them goes back to it; somebody who does not may find out. */
const whichSuits: Choice = { label: 'choice.whichSuits', event: { type: 'goOn' } };

const why = {
  actions: ['clearMisses', { type: 'say', params: { key: 'guide.why', topic: 'why' } }],
} as const;

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
        { guard: { type: 'guideGoesOnAt', params: { step: 'inWebmail' } }, target: 'inWebmail' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'cannot' } }, target: 'cannot' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'steps' } }, target: 'steps' },
        { guard: { type: 'guideGoesOnAt', params: { step: 'found' } }, target: 'found' },
        { target: 'check' },
      ],
    },
    protocol: {
      meta: {
        topic,
        asks: null,
        question: whichProtocol,
        again: whichProtocol,
        choices: () => [
          { label: 'choice.IMAP', event: { type: 'protocol', protocol: 'IMAP' } },
          { label: 'choice.POP', event: { type: 'protocol', protocol: 'POP' } },
          { label: 'choice.unsure', event: { type: 'askMe' } },
        ],
        answers: { unsure: { type: 'askMe' } },
      },
    },
    program: {
      meta: {
        topic,
        asks: null,
        question: 'guide.program',
        again: 'guide.program',
        choices: () =>
          PROGRAMS.map((program) => ({ label: `program.${program}`, event: { type: 'program', program } })),
        answers: { unsure: { type: 'program', program: 'other' } },
      },
    },
    symptom: {
      meta: {
        topic,
        asks: null,
        question: 'guide.symptom',
        again: 'guide.symptom',
        choices: ({ guide }) =>
          SYMPTOMS.filter((symptom) => !guide?.tried.includes(symptom)).map((symptom) => ({
            label: `choice.symptom.${symptom}`,
            event: { type: 'symptom', symptom },
          })),
        answers: { unsure: { type: 'symptom', symptom: 'other' } },
      },
    },
    inWebmail: {
      meta: {
        topic,
        asks: null,
        question: 'guide.inWebmail',
        again: 'guide.inWebmail',
        choices: () => [
          { label: 'choice.yes', event: { type: 'webmail', isThere: true } },
          { label: 'choice.no', event: { type: 'webmail', isThere: false } },
          person,
        ],
        answers: {
          yes: { type: 'webmail', isThere: true },
          no: { type: 'webmail', isThere: false },
          unsure: { type: 'person' },
        },
      },
    },
    cannot: {
      meta: {
        topic,
        asks: null,
        question: 'guide.cannot',
        again: 'guide.cannot',
        choices: () => [
          { label: 'choice.setUpIMAP', event: { type: 'trouble', trouble: 'setup', protocol: 'IMAP' } },
          otherProgram,
          person,
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
    },
    steps: {
      meta: {
        topic,
        asks: null,
        question: 'guide.worked',
        again: 'guide.worked',
        choices: () => [
          works,
          worksNot,
          { label: 'choice.oneByOne', event: { type: 'oneByOne' } },
          otherProgram,
        ],
        answers: { yes: works.event, no: worksNot.event, unsure: worksNot.event },
      },
      entry: conversationSetup.enqueueActions(({ context, enqueue }) => {
        if (context.guide) for (const say of allSteps(context.guide)) enqueue({ type: 'say', params: say });
      }),
      on: {
        oneByOne: { target: 'stepping', actions: { type: 'learn', params: { step: 0 } } },
        next: { target: 'stepping', actions: { type: 'learn', params: { step: 0 } } },
      },
    },
    stepping: {
      meta: {
        topic,
        asks: null,
        question: 'guide.step',
        again: 'guide.step',
        choices: ({ guide }) => [
          { label: 'choice.next', event: { type: 'next' } },
          ...(guide && guide.step > 0
            ? [{ label: 'choice.previous', event: { type: 'previous' } } as const]
            : []),
          worksNot,
          { label: 'choice.allAtOnce', event: { type: 'allAtOnce' } },
        ],
        answers: { yes: { type: 'next' }, no: worksNot.event, unsure: worksNot.event },
      },
      entry: conversationSetup.enqueueActions(({ context, enqueue }) => {
        const say = context.guide && oneStep(context.guide);
        if (say) enqueue({ type: 'say', params: say });
      }),
      on: {
        next: [
          {
            guard: 'hasNextStep',
            target: 'stepping',
            reenter: true,
            actions: { type: 'learn', params: ({ context }) => ({ step: (context.guide?.step ?? 0) + 1 }) },
          },
          { target: 'check' },
        ],
        previous: {
          target: 'stepping',
          reenter: true,
          actions: {
            type: 'learn',
            params: ({ context }) => ({ step: Math.max(0, (context.guide?.step ?? 0) - 1) }),
          },
        },
        back: {
          target: 'stepping',
          reenter: true,
          actions: {
            type: 'learn',
            params: ({ context }) => ({ step: Math.max(0, (context.guide?.step ?? 0) - 1) }),
          },
        },
        oneByOne: { target: 'stepping', reenter: true, actions: 'clearMisses' },
        allAtOnce: { target: 'steps', actions: 'clearMisses' },
      },
    },
    found: {
      meta: {
        topic,
        asks: null,
        question: 'guide.found.question',
        again: 'guide.found.question',
        choices: () => [
          { label: 'choice.IMAP', event: { type: 'protocol', protocol: 'IMAP' } },
          { label: 'choice.POP', event: { type: 'protocol', protocol: 'POP' } },
          { label: 'choice.cannotFind', event: { type: 'person' } },
          otherProgram,
        ],
        answers: { no: { type: 'person' }, unsure: { type: 'person' } },
      },
      entry: conversationSetup.enqueueActions(({ context, enqueue }) => {
        if (context.guide) for (const say of allSteps(context.guide)) enqueue({ type: 'say', params: say });
      }),
      on: {
        protocol: {
          target: 'rating',
          actions: [
            { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
            { type: 'say', params: ({ event }) => ({ key: `guide.found.${event.protocol}` }) },
          ],
        },
      },
    },
    check: {
      meta: {
        topic,
        asks: null,
        question: 'guide.helped',
        again: 'guide.helped',
        choices: () => [
          { label: 'choice.yes', event: { type: 'works' } },
          { label: 'choice.no', event: { type: 'worksNot' } },
          whichSuits,
        ],
        answers: { yes: works.event, no: worksNot.event, unsure: worksNot.event },
      },
    },
    /** Duplicates come from POP; somebody with several devices is better off with IMAP. */
    devices: {
      meta: {
        topic,
        asks: 'multipleDevices',
        question: 'guide.devices.question',
        again: 'guide.devices.question',
        choices: () => [
          { label: 'choice.yes', event: { type: 'answer', answer: true } },
          { label: 'choice.no', event: { type: 'answer', answer: false } },
          { label: 'choice.unsure', event: { type: 'answer', answer: 'unsure' } },
        ],
      },
      on: {
        answer: [
          {
            guard: ({ event }) => event.answer === true,
            target: '#deciding',
            actions: [
              { type: 'say', params: { key: 'guide.devices.several' } },
              {
                type: 'advance',
                params: ({ context }) => learning(context.known, { multipleDevices: true }),
              },
            ],
          },
          {
            target: 'rating',
            actions: [
              { type: 'say', params: { key: 'guide.devices.one' } },
              {
                type: 'advance',
                params: ({ context, event }) => learning(context.known, { multipleDevices: event.answer }),
              },
            ],
          },
        ],
        why: {
          actions: ['clearMisses', { type: 'say', params: { key: 'guide.devices.why', topic: 'why' } }],
        },
      },
    },
    rating: {
      meta: {
        topic,
        asks: null,
        question: 'feedback.question',
        again: 'feedback.question',
        choices: () => [
          { label: 'choice.yes', event: { type: 'rate', good: true } },
          { label: 'choice.no', event: { type: 'rate', good: false } },
          whichSuits,
        ],
        answers: { yes: { type: 'rate', good: true }, no: { type: 'rate', good: false } },
      },
      on: {
        rate: [
          {
            guard: ({ event }) => event.good,
            target: 'end',
            actions: { type: 'say', params: { key: 'feedback.thanks' } },
          },
          { target: 'reason', actions: 'clearMisses' },
        ],
      },
    },
    reason: {
      meta: {
        topic,
        asks: null,
        question: 'feedback.reason',
        again: 'feedback.reason',
        choices: () => [
          ...REASONS.map(
            (reason): Choice => ({ label: `choice.${reason}`, event: { type: 'reason', reason } }),
          ),
          person,
        ],
      },
      on: {
        reason: { target: 'end', actions: { type: 'say', params: { key: 'feedback.thanks' } } },
      },
    },
    end: {
      meta: {
        topic,
        asks: null,
        question: 'guide.end',
        again: 'guide.end',
        choices: () => [whichSuits, person, startOver],
        answers: { yes: { type: 'goOn' }, no: { type: 'bye' } },
      },
    },
  },
  on: {
    // Whatever is said beside a guide is kept, and the guide goes on.
    note: { actions: noted },
    protocol: {
      target: '.routing',
      actions: { type: 'learn', params: ({ event }) => ({ protocol: event.protocol }) },
    },
    program: {
      target: '.routing',
      actions: { type: 'learn', params: ({ event }) => ({ program: event.program, step: 0 }) },
    },
    symptom: {
      target: '.routing',
      actions: { type: 'learn', params: ({ event }) => ({ symptom: event.symptom }) },
    },
    trouble: [
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
          params: ({ event }) => ({ purpose: 'cannotConnect', symptom: event.symptom ?? null }),
        },
      },
    ],
    webmail: {
      target: '.check',
      actions: [
        { type: 'learn', params: ({ event }) => ({ inWebmail: event.isThere }) },
        {
          type: 'say',
          params: ({ event }) => ({ key: event.isThere ? 'guide.webmail.there' : 'guide.webmail.gone' }),
        },
      ],
    },
    otherProgram: {
      target: '.routing',
      actions: { type: 'learn', params: { program: null, step: 0 } },
    },
    works: [
      {
        guard: ({ context }) =>
          context.guide?.purpose === 'duplicates' && context.known.multipleDevices === undefined,
        target: '.devices',
        actions: { type: 'say', params: { key: 'guide.leaveCopyAfter' } },
      },
      { target: '.rating', actions: { type: 'say', params: { key: 'guide.done' } } },
    ],
    worksNot: [
      {
        // A remedy was tried in vain, and there are more.
        guard: ({ context }) => context.guide !== null && canBeTraced(context.guide) && triesLeft(context),
        target: '.routing',
        actions: {
          type: 'learn',
          params: ({ context: { guide } }) => ({
            purpose: 'cannotConnect',
            symptom: null,
            tried: guide?.symptom ? [...guide.tried, guide.symptom] : (guide?.tried ?? []),
          }),
        },
      },
      {
        target: '.reason',
        actions: conversationSetup.enqueueActions(({ enqueue }) => {
          enqueue({ type: 'say', params: { key: 'guide.gaveUp' } });
          enqueue({ type: 'say', params: { key: 'person.text', topic: 'handoff' } });
        }),
      },
    ],
    back: [
      {
        guard: ({ context }) => context.guide?.symptom != null,
        target: '.routing',
        actions: { type: 'learn', params: { symptom: null } },
      },
      {
        guard: ({ context }) => context.guide?.program != null,
        target: '.routing',
        actions: { type: 'learn', params: { program: null } },
      },
      { target: '#deciding', actions: 'clearMisses' },
    ],
    why,
  },
});

/** Connecting is the only trouble with several remedies; a set-up that fails is one of connecting. */
function canBeTraced({ purpose }: Guide): boolean {
  return purpose === 'setup' || purpose === 'cannotConnect';
}

function triesLeft({ guide }: Context): boolean {
  return (guide?.tried.length ?? 0) + (guide?.symptom ? 1 : 0) < TRIES;
}

/** All steps at once, with what belongs to them. */
function allSteps(guide: Guide): Say[] {
  const { program, purpose, protocol, symptom } = guide;
  const part = partFor(guide);
  if (!program || !part) return [];
  const says: Say[] = symptom ? [{ key: `fix.${symptom}` }] : [];
  says.push({ key: 'guide.steps', steps: { program, part } });
  if (purpose === 'setup' && protocol) says.push({ key: `settings.${protocol}` });
  if (part === 'leaveCopy' && program === 'outlook-classic') says.push({ key: 'guide.leaveCopyPicture' });
  return says;
}

function oneStep(guide: Guide): Say | null {
  const { program, step } = guide;
  const part = partFor(guide);
  return program && part ? { key: 'guide.oneStep', steps: { program, part, only: step } } : null;
}
