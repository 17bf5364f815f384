import type { DialogEvent } from '../events.ts';
import { type Answers, type Choice, type Context, conversationSetup } from '../model.ts';
import { saying, sayingAll } from '../saying.ts';
import { FACTS } from '../scenarios.ts';
import type { Transition, Transitions } from '../transitions.ts';
import type { WordKey } from '../wording.ts';
import { startOver, switchTo } from './guide/choices.ts';
import { adviceIn, reasonsIn, settled } from './reasons.ts';
import { warned } from './warned.ts';

const setUp: Choice = { label: 'choice.setup', event: { type: 'trouble', trouble: 'setup' } };
const explainDifference: Choice = {
  label: 'choice.difference',
  event: { type: 'explain', subject: 'difference' },
};

const askAnew: Choice = { label: 'choice.askMe', event: { type: 'askMe' } };

/** Who argues with the advice, or looks at what it rests on, corrects what was understood. */
const corrected: Transition<'tell'> = {
  guard: ({ event }) => event.inOwnWords && !event.corrects,
  actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
    if (event.type === 'tell') enqueue.raise({ ...event, corrects: true });
  }),
};

/** The program on the device that waits until the other one has changed over, which comes first. */
const nextDeviceNamed: Transition<'program'> = {
  guard: ({ context: { guide }, event }) =>
    guide !== null && guide.nextDevice !== null && guide.program !== event.program,
  actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== 'program') return;
    const { program } = event;
    enqueue({
      type: 'say',
      params: { key: 'guide.secondWaits', lists: { program: { of: [[`program.${program}`]], by: 'and' } } },
    });
    enqueue({ type: 'learn', params: { nextDevice: { program } } });
    const next = wayOn(context).choice.event;
    if (next.type === 'trouble')
      enqueue.raise(context.guide?.program ? { ...next, program: context.guide.program } : next);
  }),
};

/** What leads on from the advice, or from what it rests on, beside a yes. */
const leadingOn = {
  // Of what is advised, fetching only headers is done by other steps than those of the set-up.
  showHow: {
    actions: conversationSetup.enqueueActions(({ context, enqueue }) => {
      const isOfHeaders = settled(context).overridden.includes('poorConnection');
      enqueue.raise(isOfHeaders ? { type: 'explain', subject: 'onlyHeaders' } : wayOn(context).choice.event);
    }),
  },
  // Asked whether they want help with it, people name their program.
  program: [
    nextDeviceNamed,
    {
      actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
        const next = wayOn(context).choice.event;
        if (event.type === 'program' && next.type === 'trouble')
          enqueue.raise({ ...next, program: event.program });
      }),
    },
  ],
  // "What now?", "continue"
  next: {
    actions: conversationSetup.enqueueActions(({ context, enqueue }) =>
      enqueue.raise(wayOn(context).choice.event),
    ),
  },
} satisfies {
  readonly next: Transitions<'next'>;
  readonly showHow: Transitions<'showHow'>;
  readonly program: Transitions<'program'>;
};

/** What a yes, and the like, says to the offer that comes with the advice. */
function answersToOffer(context: Context, unsure: DialogEvent): Answers {
  return { yes: wayOn(context).choice.event, no: { type: 'bye' }, unsure };
}

/** Who says a wish once more that could not be met hears no advice once more, but what it would take. */
const insisted: Transition<'tell'> = {
  guard: ({ context, event }) => {
    if (!event.inOwnWords) return false;
    const { overridden } = settled(context);
    return (
      overridden.some((fact) => event.facts[fact] === true) &&
      FACTS.every((fact) => event.facts[fact] === undefined || event.facts[fact] === context.known[fact])
    );
  },
  target: 'explained',
  actions: saying('advice.insisted', 'why'),
};

/** The advice is given; the person may go on with it, ask about it, or argue with it. */
export const advice = conversationSetup.createStateConfig({
  initial: 'given',
  states: {
    given: {
      meta: {
        topic: 'advice',
        asks: null,
        question: (context) => wayOn(context).question,
        again: (context) => wayOn(context).again,
        choices: (context) => [
          wayOn(context).choice,
          { label: 'choice.why', event: { type: 'why' } },
          explainDifference,
          { label: 'choice.doesNotFit', event: { type: 'doesNotFit' } },
          startOver,
        ],
        answers: (context) => answersToOffer(context, { type: 'why' }),
      },
      entry: sayingAll(adviceIn),
      on: {
        why: { target: 'explained', actions: 'clearMisses' },
        tell: insisted,
        // Nothing was set up yet that could work: perhaps it is the line that is fine now.
        works: {
          guard: ({ context }) => context.known.poorConnection === true,
          actions: conversationSetup.raise({
            type: 'suppose',
            open: { about: 'fact', fact: 'poorConnection', is: false },
          }),
        },
        ...leadingOn,
      },
    },
    explained: {
      meta: {
        topic: 'why',
        asks: null,
        question: (context) => wayOn(context).question,
        again: (context) => wayOn(context).again,
        choices: (context) => [wayOn(context).choice, ...changes(context), startOver],
        answers: (context) => answersToOffer(context, { type: 'plainly' }),
      },
      entry: [sayingAll(reasonsIn), { type: 'say', params: { key: 'why.change' } }],
      on: {
        ...leadingOn,
        back: { target: 'given', actions: 'clearMisses' },
        why: { target: 'explained', reenter: true, actions: 'clearMisses' },
        tell: corrected,
      },
    },
    warned,
    disputed: {
      meta: {
        topic: 'why',
        asks: null,
        question: 'fit.question',
        again: 'fit.again',
        choices: (context) => [
          askAnew,
          ...changes(context),
          { label: 'choice.person', event: { type: 'person' } },
          startOver,
        ],
        answers: { yes: askAnew.event, no: { type: 'bye' }, unsure: askAnew.event },
      },
      entry: { type: 'say', params: { key: 'fit.text' } },
      on: {
        back: { target: 'given', actions: 'clearMisses' },
        why: { target: 'explained', actions: 'clearMisses' },
        tell: corrected,
        // What the disputed advice rests on may be what was misunderstood, so all of it is asked anew.
        askMe: {
          target: '#deciding',
          actions: [
            { type: 'say', params: { key: 'interview.start', topic: 'interview' } },
            { type: 'advance', params: { known: {}, preference: null, thorough: true } },
          ],
        },
      },
    },
  },
  on: {
    plainly: {
      actions: [
        'clearMisses',
        {
          type: 'say',
          params: ({ context }) => ({ key: `advice.plainly.${settled(context).protocol}`, topic: 'why' }),
        },
      ],
    },
    doesNotFit: { target: '.disputed', actions: 'clearMisses' },
  },
});

type WayOn = { readonly choice: Choice; readonly question: WordKey; readonly again: WordKey };

/** Who has the other protocol changes over in the safe order, so that no mail is lost; anybody else sets it up. */
function wayOn(context: Context): WayOn {
  const { protocol } = settled(context);
  if (context.uses === null) return { choice: setUp, question: 'advice.question', again: 'advice.again' };
  if (context.uses === protocol)
    return { choice: setUp, question: 'advice.stay.question', again: 'advice.stay.again' };
  return {
    choice: switchTo(protocol),
    question: `advice.change.${protocol}`,
    again: 'advice.change.again',
  };
}

/** One button for each fact that the person has told, and for the one device that POP takes for granted. */
function changes({ known, preference }: Context): Choice[] {
  const isPop = settled({ known, preference }).protocol === 'POP';
  return FACTS.filter((fact) => known[fact] !== undefined || (isPop && fact === 'multipleDevices')).map(
    (fact) => ({
      label: `change.${fact}`,
      event: { type: 'change', fact },
    }),
  );
}
