import { type Advice, advise, certain, type Protocol } from './advise.ts';
import { begin, changeIn, type Guide, isChanging, type Program, type Purpose } from './guides.ts';
import { summary, toAPerson } from './handoff.ts';
import type { Context, DialogEvent } from './model.ts';
import { conversationSetup, learning, type Say, saidKeys } from './model.ts';
import { nextStep, stillAsked } from './next.ts';
import { FACTS, type Fact } from './scenarios.ts';
import { supposing } from './supposing.ts';
import { isInSteps, type Subject, type SubjectInSteps, type WordKey } from './wording.ts';

/** Keeps what was said beside a question: the protocol in use, and facts, which are said back. */
export const noted = conversationSetup.enqueueActions(({ event, enqueue }) => {
  if (event.type !== 'note') return;
  if (event.uses) enqueue({ type: 'noteUse', params: { protocol: event.uses } });
  if (Object.keys(event.facts).length === 0) return;
  const lists = { facts: { of: saidKeys(event.facts), by: 'and' } } as const;
  enqueue({ type: 'say', params: { key: 'heard', topic: 'interview', lists } });
  enqueue({ type: 'keep', params: event.facts });
});

/** What has nothing to do with the two protocols, and of that what comes before them. */
const URGENT: ReadonlySet<Subject> = new Set(['stolen', 'fraud', 'hacked', 'crisis']);
const OUTSIDE: ReadonlySet<Subject> = new Set([
  ...URGENT,
  'contacts',
  'details',
  'resetPassword',
  'passwordTold',
]);

/** Of these the way to POP has something else to say: webmail does not show what has come down to the computer. */
const ON_THE_WAY_TO_POP: { readonly [S in Subject]?: WordKey } = {
  halfway: 'switching.halfway',
  comparing: 'switching.comparing',
  lookInWebmail: 'switching.comparing',
  notYet: 'switching.notYet',
};

function explanation(subject: Subject, guide: Guide | null): WordKey {
  const isToPop = guide !== null && changeIn(guide)?.protocol === 'POP';
  return (isToPop && ON_THE_WAY_TO_POP[subject]) || `explain.${subject}`;
}

/** What is said where mail is missing in the middle of a change. */
export function halfwayIn(guide: Guide | null): WordKey {
  return explanation('halfway', guide);
}

/** What is asked or told beside the point, answered. */
export const explaining = conversationSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'explain') return;
  const isChange = isChanging(context.guide);
  // Where nothing is copied, it is mail that is missing.
  if (event.subject === 'halfway' && !isChange)
    return enqueue.raise({ type: 'trouble', trouble: 'lostMail' });
  if (event.subject === 'nothingThere' && isChange)
    return enqueue.raise({ type: 'explain', subject: 'halfway' });
  // Whose mail is lost has no account to remove.
  if (event.subject === 'notYet' && context.guide?.purpose === 'lostMail')
    return enqueue.raise({ type: 'explain', subject: 'brokenDisk' });
  // Where no account is about to go, nothing is compared.
  if (event.subject === 'comparing' && !isChange)
    return enqueue.raise({ type: 'explain', subject: 'lookInWebmail' });
  // Only in a change mail could be lost by it.
  if (event.subject === 'skipping' && !isChange) return enqueue.raise({ type: 'next' });
  const { subject } = event;
  // Whoever has been advised is told that again, and no rule for those of whom nothing is known; a mail program is all that is
  // left to choose where one is set up.
  if (subject === 'decide' && context.guide?.protocol)
    return enqueue.raise(
      context.guide.program === null ? { type: 'explain', subject: 'programs' } : { type: 'help' },
    );
  if (subject === 'decide' && !context.guide && advisedIn(context)) return enqueue.raise({ type: 'goOn' });
  enqueue({ type: 'clearMisses' });
  const topic = OUTSIDE.has(subject) ? 'smallTalk' : 'explain';
  enqueue({ type: 'say', params: { key: explanation(subject, context.guide), topic } });
});

/** The steps that show what is asked for, and the protocol whose option it is. */
const SHOWN_BY: {
  readonly [S in SubjectInSteps]: { readonly purpose: Purpose; readonly protocol: Protocol };
} = {
  whereOption: { purpose: 'duplicates', protocol: 'POP' },
  onlyHeaders: { purpose: 'diskFull', protocol: 'IMAP' },
};

/** The guide that shows it; several devices are kept in mind, from which that option would take the mail. */
function guideShowing(context: Context, event: DialogEvent): Guide {
  if (event.type !== 'explain' || !isInSteps(event.subject))
    throw new Error('Only what a mail program has in its settings is shown by its steps.');
  const { purpose, protocol } = SHOWN_BY[event.subject];
  const several = context.known.multipleDevices;
  return begin(purpose, {
    program: event.program ?? context.program,
    protocol,
    devices: typeof several === 'boolean' ? several : null,
  });
}

/** A mail program that was named, said back; "another one" is no name. */
export function saidBack(program: Program): Say[] {
  if (program === 'other') return [{ key: 'uses.another' }];
  return [{ key: 'uses.program', lists: { program: { of: [[`program.${program}`]], by: 'and' } } }];
}

const handOver = conversationSetup.enqueueActions(({ context, enqueue }) => {
  for (const say of toAPerson(context)) enqueue({ type: 'say', params: say });
});

/** The first answer to a trouble; who sets up the other protocol than was advised hears what goes wrong with it. */
export const opening = conversationSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'trouble' || event.trouble === 'storageUnclear') return;
  const isOther =
    event.trouble === 'setup' && event.protocol !== undefined && isAgainstAdvice(context, event.protocol);
  const reasons = isOther ? (advisedIn(context)?.because ?? []) : [];
  // That most often it is a matter of POP is no help to somebody who uses IMAP.
  if (event.trouble === 'duplicates' && context.uses === 'IMAP') return;
  const isWarned = event.trouble === 'cannotConnect' && event.symptom === 'certificate';
  const cause = isWarned ? 'fix.warning' : (`trouble.${event.trouble}` as const);
  const key = reasons.length > 0 ? 'guide.against' : cause;
  enqueue({ type: 'say', params: { key, topic: event.trouble } });
  if (event.keepsCopies) enqueue({ type: 'say', params: { key: 'guide.keepsCopies' } });
  if (event.asksSettings) enqueue({ type: 'say', params: { key: `settings.${event.protocol ?? 'both'}` } });
  for (const fact of reasons)
    enqueue({ type: 'say', params: { key: `guide.loses.${fact}`, sameParagraph: true } });
});

export const goodbye = {
  target: '#farewell',
  actions: ['clearMisses', { type: 'say', params: { key: 'farewell.text', topic: 'farewell' } }],
} as const;

/** After these the open question is not put again: whoever is annoyed or wants a person is not pushed. */
export const WITHOUT_QUESTION: ReadonlySet<WordKey> = new Set(['person.text', 'smallTalk.abuse']);

/**
 * What a person may do anywhere, so that every state has it for nothing: tell or correct facts, go back,
 * start over, ask for help, for an explanation or a person, or say something that is not understood.
 * What changes nothing answers and leaves the talk where it is; the turn then asks the open question again.
 */
export const repairs = conversationSetup.createStateConfig({
  on: {
    goOn: { target: '.deciding', actions: 'clearMisses' },
    takeUp: { target: '.deciding', actions: 'clearMisses' },
    tell: [
      {
        guard: ({ context, event }) => contradicted(context, event).length > 0,
        actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
          const [fact] = contradicted(context, event);
          if (event.type !== 'tell' || !fact) return;
          const others = Object.fromEntries(Object.entries(event.facts).filter(([other]) => other !== fact));
          const [before, now] = [context.known[fact] === true, event.facts[fact] === true];
          enqueue({
            type: 'say',
            params: {
              key: 'contradiction.before',
              topic: 'clarifying',
              lists: {
                before: { of: saidKeys({ [fact]: before }), by: 'and' },
                facts: { of: saidKeys({ [fact]: now }), by: 'and' },
              },
            },
          });
          enqueue({ type: 'keep', params: others });
          enqueue({ type: 'clarify', params: { open: { about: 'contradiction', fact } } });
        }),
      },
      {
        target: '.deciding',
        actions: [
          conversationSetup.enqueueActions(({ context, event, enqueue }) => {
            if (event.type !== 'tell') return;
            const say = echo(context, event);
            if (say) enqueue({ type: 'say', params: say });
          }),
          {
            type: 'advance',
            params: ({ context, event: { facts, doubtful } }) => ({
              ...learning(context.known, facts),
              reasked: stillAsked(context, facts, doubtful),
            }),
          },
        ],
      },
    ],
    note: [
      { guard: ({ event }) => Object.keys(event.facts).length === 0, actions: noted },
      { target: '.deciding', actions: noted },
    ],
    suppose: [
      {
        // What is known need not be asked.
        guard: ({ context: { known }, event: { open } }) =>
          open.about === 'fact' && known[open.fact] === open.is,
        actions: conversationSetup.raise({ type: 'notUnderstood' }),
      },
      {
        actions: [
          { type: 'say', params: { key: 'suppose.text', topic: 'clarifying' } },
          { type: 'clarify', params: ({ event }) => ({ open: event.open }) },
        ],
      },
    ],
    contradict: {
      actions: [
        {
          type: 'say',
          params: ({ event: { fact } }) => ({
            key: 'contradiction.both',
            topic: 'clarifying',
            lists: {
              yes: { of: saidKeys({ [fact]: true }), by: 'and' },
              no: { of: saidKeys({ [fact]: false }), by: 'and' },
            },
          }),
        },
        { type: 'clarify', params: ({ event }) => ({ open: { about: 'contradiction', fact: event.fact } }) },
      ],
    },
    notMeant: {
      actions: ['clearMisses', { type: 'say', params: { key: 'suppose.no', topic: 'clarifying' } }],
    },
    onBehalf: {
      actions: [
        { type: 'noteForWhom', params: { isOnBehalf: true } },
        { type: 'say', params: { key: 'onBehalf', topic: 'interview' } },
      ],
    },
    whatIf: {
      actions: [
        'clearMisses',
        conversationSetup.enqueueActions(({ context, event, enqueue }) => {
          if (event.type !== 'whatIf') return;
          const advised = advisedIn(context)?.protocol ?? null;
          for (const say of supposing(context, event.facts, advised)) enqueue({ type: 'say', params: say });
        }),
      ],
    },
    askMe: {
      target: '.deciding',
      actions: [
        conversationSetup.enqueueActions(({ context, enqueue }) => {
          // No questions are announced where none is left.
          if (nextStep({ ...context, thorough: true, reasked: [] }).startsWith('asking'))
            enqueue({ type: 'say', params: { key: 'interview.start', topic: 'interview' } });
        }),
        { type: 'advance', params: { thorough: true } },
      ],
    },
    change: {
      target: '.deciding',
      actions: [
        { type: 'say', params: { key: 'askedAnew', topic: 'interview' } },
        {
          type: 'advance',
          params: ({ context, event }) => ({
            known: Object.fromEntries(Object.entries(context.known).filter(([fact]) => fact !== event.fact)),
            reasked: [event.fact],
          }),
        },
      ],
    },
    back: [
      {
        guard: ({ context: { trail }, event: { of } }) => {
          const before = trail.at(-1);
          return of !== undefined && (!before || nextStep(before) !== `asking.${of}`);
        },
        actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
          if (event.type === 'back' && event.of) enqueue.raise({ type: 'change', fact: event.of });
        }),
      },
      {
        guard: 'canTakeBack',
        target: '.deciding',
        actions: ['takeBack', { type: 'say', params: { key: 'back.done', topic: 'interview' } }],
      },
      { actions: ['clearMisses', { type: 'say', params: { key: 'back.nothing', topic: 'help' } }] },
    ],
    restart: {
      target: '.greeting',
      reenter: true,
      actions: [
        { type: 'say', params: ({ context: { guide } }) => ({ key: freshStart(guide), topic: 'greeting' }) },
        { type: 'advance', params: { known: {}, preference: null, thorough: false } },
        { type: 'noteForWhom', params: { isOnBehalf: false } },
        'leaveGuide',
      ],
    },
    doesNotFit: { target: '.deciding', actions: { type: 'advance', params: { thorough: true } } },
    help: { actions: ['clearMisses', { type: 'say', params: { key: 'help.text', topic: 'help' } }] },
    aboutMe: {
      actions: [
        'clearMisses',
        conversationSetup.enqueueActions(({ context, enqueue }) => {
          for (const say of aboutThem(context)) enqueue({ type: 'say', params: say });
        }),
        { type: 'say', params: { key: 'data.kept', topic: 'data' } },
      ],
    },
    forget: {
      target: '.greeting',
      reenter: true,
      actions: ['forget', { type: 'say', params: { key: 'data.deleted', topic: 'data' } }],
    },
    resume: {
      actions: [
        conversationSetup.enqueueActions(({ context, enqueue }) => {
          const lists = { facts: { of: saidKeys(certain(context.known)), by: 'and' } } as const;
          enqueue({ type: 'say', params: { key: 'resume.text', topic: 'greeting', lists } });
        }),
        { type: 'clarify', params: { open: { about: 'resume' } } },
      ],
    },
    explain: [
      // No question about mail comes after that; but a change that was begun is not left halfway for a fraud.
      {
        guard: ({ context, event }) =>
          event.subject === 'crisis' || (URGENT.has(event.subject) && context.guide === null),
        target: '.farewell',
        actions: explaining,
      },
      {
        // In the middle of a set-up, or of a change, its own steps come to that.
        guard: ({ context: { guide }, event }) =>
          isInSteps(event.subject) &&
          (guide === null || (guide.purpose !== 'setup' && changeIn(guide) === null)),
        target: '.guide',
        reenter: true,
        actions: [
          explaining,
          { type: 'startGuide', params: ({ context, event }) => ({ guide: guideShowing(context, event) }) },
        ],
      },
      { actions: explaining },
    ],
    // No step was shown yet.
    goToStep: { actions: ['clearMisses', { type: 'say', params: { key: 'guide.noSteps', topic: 'help' } }] },
    // Where nothing was advised there is nothing to be done.
    showHow: { actions: conversationSetup.raise({ type: 'notUnderstood' }) },
    trouble: [
      {
        guard: ({ event }) => event.trouble === 'storageUnclear',
        actions: [
          { type: 'say', params: { key: 'trouble.storageUnclear', topic: 'storageUnclear' } },
          { type: 'clarify', params: { open: { about: 'storage' } } },
        ],
      },
      {
        target: '.guide',
        reenter: true,
        actions: [
          opening,
          { type: 'startGuide', params: ({ context, event }) => ({ guide: guideFor(context, event) }) },
        ],
      },
    ],
    // Said where no guide has asked for it, as by somebody who writes what a button says.
    symptom: {
      actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
        if (event.type !== 'symptom') return;
        const { symptom } = event;
        enqueue.raise(
          symptom === 'other'
            ? { type: 'notUnderstood' }
            : { type: 'trouble', trouble: 'cannotConnect', symptom },
        );
      }),
    },
    // After the advice it is the one that is to be set up.
    protocol: {
      actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
        if (event.type !== 'protocol') return;
        const { protocol } = event;
        if (advisedIn(context)) enqueue.raise({ type: 'trouble', trouble: 'setup', protocol });
        else enqueue.raise({ type: 'explain', subject: protocol === 'IMAP' ? 'imap' : 'pop' });
      }),
    },
    program: {
      actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
        if (event.type !== 'program') return;
        const { program } = event;
        enqueue({ type: 'noteProgram', params: { program } });
        for (const say of saidBack(program)) enqueue({ type: 'say', params: { ...say, topic: 'uses' } });
      }),
    },
    uses: {
      actions: [
        'clearMisses',
        { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
        { type: 'say', params: ({ event }) => ({ key: `uses.${event.protocol}`, topic: 'uses' }) },
      ],
    },
    person: { actions: ['clearMisses', handOver] },
    works: {
      actions: ['clearMisses', { type: 'say', params: { key: 'smallTalk.thanks', topic: 'smallTalk' } }],
    },
    // Of no steps that were shown: what happens is asked.
    worksNot: {
      actions: conversationSetup.enqueueActions(({ enqueue }) =>
        enqueue.raise({ type: 'trouble', trouble: 'cannotConnect' }),
      ),
    },
    thanks: {
      actions: ['clearMisses', { type: 'say', params: { key: 'smallTalk.thanks', topic: 'smallTalk' } }],
    },
    greet: {
      actions: ['clearMisses', { type: 'say', params: { key: 'smallTalk.greet', topic: 'smallTalk' } }],
    },
    abuse: {
      actions: [
        'clearMisses',
        { type: 'say', params: { key: 'smallTalk.abuse', topic: 'smallTalk' } },
        // Who has had enough of questions gets what is safe without them, and who is past them a person.
        {
          type: 'say',
          params: ({ context }) => ({
            key: context.guide || advisedIn(context) ? 'person.text' : 'explain.decide',
            sameParagraph: true,
          }),
        },
      ],
    },
    offTopic: {
      actions: ['clearMisses', { type: 'say', params: { key: 'smallTalk.offTopic', topic: 'smallTalk' } }],
    },
    otherLanguage: {
      actions: [
        'clearMisses',
        { type: 'say', params: { key: 'smallTalk.otherLanguage', topic: 'smallTalk' } },
      ],
    },
    bye: goodbye,
    notUnderstood: {
      actions: [
        { type: 'say', params: ({ context }) => ({ key: missed(context), topic: 'fallback' }) },
        'countMiss',
      ],
    },
  },
});

/** A guide that is left cannot be gone back to, and a change must not be left halfway. */
function freshStart(guide: Guide | null): WordKey {
  if (guide === null) return 'restart.done';
  return changeIn(guide) ? 'restart.fromChange' : 'restart.fromGuide';
}

/** A guide for a trouble; the protocol is the one that was named, or else the one that was advised. */
export function guideFor(context: Context, event: DialogEvent): Guide {
  if (event.type !== 'trouble' || event.trouble === 'storageUnclear') {
    throw new Error('There is a guide for each trouble that is clear, and for nothing else.');
  }
  const advised = advisedIn(context)?.protocol ?? null;
  const several = context.known.multipleDevices;
  return begin(event.trouble, {
    program: event.program ?? context.program,
    protocol: event.protocol ?? impliedProtocol(event.trouble, context, advised),
    symptom: event.symptom ?? null,
    // One device was told of before it was known that it is to be a phone.
    devices: several === true || (several === false && event.trouble !== 'setup') ? several : null,
    stepwise: event.stepwise ?? context.guide?.stepwise ?? false,
    nextDevice: context.guide?.nextDevice ?? null,
  });
}

/** The advice that the person has had, if they have. */
function advisedIn(context: Context): Advice | null {
  const verdict = advise(context.known, context.preference);
  return verdict.kind === 'advice' && nextStep({ ...context, reasked: [] }) === 'advice.given'
    ? verdict
    : null;
}

/** Whether the person was advised, and the other protocol. */
export function isAgainstAdvice(context: Context, protocol: Protocol): boolean {
  const advised = advisedIn(context);
  return advised !== null && advised.protocol !== protocol;
}

/** What is set up, or changed to, is what was advised; duplicates come to what is in use. */
function impliedProtocol(purpose: Purpose, { uses }: Context, advised: Protocol | null): Protocol | null {
  if (purpose === 'duplicates') return uses;
  if (purpose === 'switching') {
    if (advised !== null && advised !== uses) return advised;
    // Away from POP, where nothing speaks for it.
    return advised === null && uses === 'POP' ? 'IMAP' : null;
  }
  return purpose === 'setup' ? advised : null;
}

/** Facts of which the person now says the opposite in passing; a correction, or a click, is no contradiction. */
export function contradicted({ known }: Context, event: DialogEvent): Fact[] {
  if (event.type !== 'tell' || !event.inOwnWords || event.corrects) return [];
  const { facts } = event;
  return FACTS.filter(
    (fact) => facts[fact] !== undefined && typeof known[fact] === 'boolean' && known[fact] !== facts[fact],
  );
}

/** What was heard, said back where advice does not do so itself; a change of mind is always confirmed. */
function echo(
  context: Context,
  { facts, inOwnWords, doubtful }: Extract<DialogEvent, { type: 'tell' }>,
): Say | null {
  const corrected = FACTS.filter((fact) => {
    const before = context.known[fact];
    return typeof before === 'boolean' && facts[fact] !== undefined && facts[fact] !== before;
  });
  if (corrected.length > 0) {
    return {
      key: 'corrected',
      topic: 'interview',
      lists: {
        facts: { of: saidKeys(Object.fromEntries(corrected.map((f) => [f, facts[f] === true]))), by: 'and' },
      },
    };
  }
  if (!inOwnWords) return null;
  const moment = {
    ...context,
    ...learning(context.known, facts),
    reasked: stillAsked(context, facts, doubtful),
  };
  if (nextStep(moment) === 'advice.given' && Object.values(facts).every(Boolean)) return null;
  return { key: 'heard', topic: 'interview', lists: { facts: { of: saidKeys(facts), by: 'and' } } };
}

/** All that is kept of somebody: what they said of themselves, and what they are being helped with. */
function aboutThem(context: Context): Say[] {
  const facts = saidKeys(certain(context.known));
  const others = summary({ ...context, known: {} });
  if (facts.length + others.length === 0) return [{ key: 'data.nothing', topic: 'data' }];
  const known: Say =
    facts.length > 0
      ? { key: 'data.known', topic: 'data', lists: { facts: { of: facts, by: 'and' } } }
      : { key: 'data.besides', topic: 'data' };
  return [known, ...others.map((say) => ({ ...say, sameParagraph: true }))];
}

function missed(context: Context): WordKey {
  if (context.misses === 0) return 'fallback.first';
  if (context.misses > 1) return 'fallback.third';
  return isAtStart(context) ? 'fallback.second' : 'fallback.asked';
}

/** Whether nothing is asked yet but how the person reads their mail, so that they can be asked a few questions instead. */
export function isAtStart(context: Context): boolean {
  return context.guide === null && nextStep(context) === 'greeting';
}
