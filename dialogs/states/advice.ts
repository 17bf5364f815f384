import { type Advice, adviceFor, certain, type Preference, SPEAKS_FOR_POP } from '../advise.ts';
import { whatWouldTurn } from '../counterfactual.ts';
import { type Choice, type Context, conversationSetup, type Say, saidKeys } from '../model.ts';
import { saying, sayingAll } from '../saying.ts';
import { FACTS, type Fact } from '../scenarios.ts';
import type { Transition } from '../transitions.ts';
import type { ListKey, WordKey } from '../wording.ts';
import { startOver, switchTo } from './guide/choices.ts';
import { wishIn } from './weighing.ts';

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
        answers: (context) => ({
          yes: wayOn(context).choice.event,
          no: { type: 'bye' },
          unsure: { type: 'why' },
        }),
      },
      entry: sayingAll(adviceIn),
      on: {
        why: { target: 'explained', actions: 'clearMisses' },
        tell: insisted,
        // Of what is advised, fetching only headers is done by other steps than those of the set-up.
        showHow: {
          actions: conversationSetup.enqueueActions(({ context, enqueue }) => {
            const isOfHeaders = settled(context).overridden.includes('poorConnection');
            enqueue.raise(
              isOfHeaders ? { type: 'explain', subject: 'onlyHeaders' } : wayOn(context).choice.event,
            );
          }),
        },
        // Nothing was set up yet that could work: perhaps it is the line that is fine now.
        works: {
          guard: ({ context }) => context.known.poorConnection === true,
          actions: conversationSetup.raise({
            type: 'suppose',
            open: { about: 'fact', fact: 'poorConnection', is: false },
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
      },
    },
    explained: {
      meta: {
        topic: 'why',
        asks: null,
        question: 'why.question',
        again: 'why.again',
        choices: (context) => [...changes(context), wayOn(context).choice, startOver],
        answers: { no: { type: 'bye' } },
      },
      entry: sayingAll(reasonsIn),
      on: {
        back: { target: 'given', actions: 'clearMisses' },
        why: { target: 'explained', reenter: true, actions: 'clearMisses' },
        tell: corrected,
      },
    },
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

/** The protocol first, then why in the person's own terms, then what belongs to it. */
function adviceIn({ known, preference, uses }: Context): Say[] {
  const verdict = settled({ known, preference });
  const { protocol, because, overridden, cautious } = verdict;
  const says: Say[] = [
    { key: uses === protocol ? `advice.stay${protocol}` : `advice.${protocol}`, topic: 'advice' },
    ...because.map((fact): Say => ({ key: `reason.${fact}`, sameParagraph: true })),
  ];
  if (cautious) says.push({ key: 'advice.cautious', sameParagraph: true });
  else if (because.length === 0) says.push({ key: 'advice.general', sameParagraph: true });

  if (preference !== null) says.push(...weighedIn(verdict, preference));
  // Why the own machine has to wait, the caution says already.
  else
    for (const fact of SPEAKS_FOR_POP)
      if (overridden.includes(fact) && !(cautious && fact === 'localOnly'))
        says.push({ key: `advice.overridden.${fact}` });
  if (protocol === 'POP') {
    says.push({ key: 'advice.caveat.POP' });
    if (known.multipleDevices === undefined) says.push({ key: 'advice.assumed.poorConnection' });
    if (known.multipleDevices === 'unsure') says.push({ key: 'advice.assumed.unsure' });
  }
  return says;
}

/** What was put first where two things pull apart, and what that costs. */
function weighedIn({ protocol, overridden }: Advice, preference: Preference): Say[] {
  if (protocol === 'POP') return [{ key: 'advice.preferred.pop' }];
  const says: Say[] = [{ key: `advice.preferred.${preference === 'unsure' ? 'unsure' : 'storage'}` }];
  if (overridden.includes('localOnly')) says.push({ key: 'advice.preferred.stays', sameParagraph: true });
  if (overridden.includes('poorConnection'))
    says.push({ key: 'advice.overridden.poorConnection', sameParagraph: true });
  return says;
}

/** The facts that the advice rests on, and what would turn it. */
function reasonsIn({ known, preference }: Context): Say[] {
  const verdict = settled({ known, preference });
  // A reason names its own fact, and what was weighed is named with what came first.
  const named: readonly Fact[] =
    preference === null ? verdict.because : ['limitedStorage', ...SPEAKS_FOR_POP];
  const besides = Object.entries(certain(known)).filter(([fact]) => named.every((one) => one !== fact));
  const lists = { facts: { of: saidKeys(Object.fromEntries(besides)), by: 'and' } } as const;
  const rests: Say[] = [];
  if (verdict.because.length > 0) {
    rests.push({ key: 'why.because', topic: 'why' });
    for (const fact of verdict.because) rests.push({ key: `reason.${fact}`, sameParagraph: true });
    if (preference !== null) rests.push(...weighedIn(verdict, preference));
    if (besides.length > 0) rests.push({ key: 'why.besides', sameParagraph: true, lists });
  } else {
    rests.push(
      besides.length > 0 ? { key: 'why.rests', topic: 'why', lists } : { key: 'why.nothing', topic: 'why' },
    );
  }
  if (verdict.cautious) rests.push({ key: 'advice.cautious', sameParagraph: true });
  else if (verdict.because.length === 0 && besides.length > 0)
    rests.push({ key: 'why.general', sameParagraph: true });
  return [...rests, turning(verdict, { known, preference })];
}

/** What would turn the advice; what all ways have in common is said once. */
function turning(verdict: Advice, { known, preference }: Pick<Context, 'known' | 'preference'>): Say {
  const { protocol, ways } = whatWouldTurn(verdict, known, preference);
  const conditions: ListKey[][] = ways.map((way) =>
    way.map(({ fact, to }) => `if.${fact}.${to ? 'yes' : 'no'}` as const),
  );
  // Where two things pull apart, it is enough that the other one matters more.
  if (preference !== null)
    conditions.unshift([protocol === 'IMAP' ? 'if.prefer.storage' : `if.prefer.${wishIn({ known })}`]);
  const [one = [], ...more] = conditions;
  const common = more.length > 0 ? one.filter((key) => more.every((way) => way.includes(key))) : [];
  // One fact is enough to turn POP into IMAP.
  if (common.length === 0 || protocol === 'IMAP')
    return { key: `why.turn.${protocol}`, lists: { conditions: { of: conditions, by: 'or' } } };
  const own = conditions.map((way) => way.filter((key) => !common.includes(key)));
  return {
    key: 'why.turnWith.POP',
    lists: { common: { of: common.map((key) => [key]), by: 'and' }, conditions: { of: own, by: 'or' } },
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

function settled({ known, preference }: Pick<Context, 'known' | 'preference'>): Advice {
  const advice = adviceFor(known, preference);
  if (!advice) throw new Error('The talk is at its advice before the facts decide.');
  return advice;
}
