import { NEEDS_IMAP, OTHERS, type Protocol } from '../advise.ts';
import type { DialogEvent } from '../events.ts';
import { begin, chosenIn, type Guide, isSetUp, type Purpose } from '../guides.ts';
import { type Context, conversationSetup } from '../model.ts';
import { advisedIn, isAgainstAdvice } from '../next.ts';
import type { Transition, Transitions } from '../transitions.ts';
import { changeIn } from '../waitingGuides.ts';
import type { WordKey } from '../wording.ts';

/** The first answer to a trouble; who sets up the other protocol than was advised, or changes to it, hears what goes wrong with it. */
export const opening = conversationSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'trouble' || event.trouble === 'storageUnclear') return;
  const losses = lossesBy(context, event);
  if (event.also) {
    const lists = {
      first: { of: [[`topic.${event.trouble}` as const]], by: 'and' },
      second: { of: [[`topic.${event.also}` as const]], by: 'and' },
    } as const;
    enqueue({ type: 'say', params: { key: 'guide.twoThings', topic: event.trouble, lists } });
  }
  // That most often it is a matter of POP is no help to somebody who uses IMAP.
  if (event.trouble === 'duplicates' && context.uses === 'IMAP') return;
  const isWarned = event.trouble === 'cannotConnect' && event.symptom === 'certificate';
  const cause = isWarned ? 'fix.warning' : (`trouble.${event.trouble}` as const);
  const special = event.keepsMail ? 'guide.keepsMail' : event.hasBoth ? 'guide.hasBoth' : cause;
  const key = losses.length > 0 ? 'guide.against' : special;
  enqueue({ type: 'say', params: { key, topic: event.trouble } });
  if (event.keepsCopies) enqueue({ type: 'say', params: { key: 'guide.keepsCopies' } });
  if (event.asksSettings) {
    const protocol = event.protocol ?? advisedIn(context)?.protocol ?? 'both';
    enqueue({ type: 'say', params: { key: `settings.${protocol}` } });
  }
  for (const loss of losses) enqueue({ type: 'say', params: { key: loss, sameParagraph: true } });
  // What they tell of themselves next is told for the advice.
  if (event.asksWhich) {
    // Who was heard to need IMAP has told it already.
    const needsImap = NEEDS_IMAP.some((fact) => context.known[fact] === true);
    enqueue({ type: 'say', params: { key: needsImap ? 'advice.plainly.IMAP' : 'guide.dependsOnYou' } });
    enqueue({ type: 'advance', params: { thorough: true } });
  }
});

type TroubleEvent = Extract<DialogEvent, { readonly type: 'trouble' }>;

/** Whether a protocol is to be set up, or changed to. */
function wantsSetUp(event: DialogEvent): event is TroubleEvent {
  return event.type === 'trouble' && isSetUp(event.trouble);
}

/** What goes wrong for who sets up the other protocol than was advised, or changes to it. */
function lossesBy(context: Context, event: DialogEvent): readonly WordKey[] {
  if (!wantsSetUp(event) || event.protocol === undefined || !isAgainstAdvice(context, event.protocol))
    return [];
  const advised = advisedIn(context);
  if (advised?.cautious) return ['guide.loses.unsure'];
  return advised?.because.map((fact) => `guide.loses.${fact}` as const) ?? [];
}

/** What would go wrong with other devices or readers that there may be, from whom POP would take mail. */
function lossesInDoubt({ reasked }: Context, event: DialogEvent): readonly WordKey[] {
  if (!wantsSetUp(event) || event.protocol !== 'POP') return [];
  return OTHERS.filter((fact) => reasked.includes(fact)).map((fact) => `guide.loses.${fact}` as const);
}

/** Whether no change was begun, which would be asked about before it is turned round. */
function isFree({ guide }: Context): boolean {
  return guide === null || changeIn(guide) === null;
}

/** Says what goes wrong with POP; the program that was named is kept, and whatever guide there was is left. */
function warning(losses: (context: Context, event: DialogEvent) => readonly WordKey[]) {
  return conversationSetup.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== 'trouble') return;
    enqueue('clearMisses');
    enqueue({ type: 'say', params: { key: 'advice.warned.text', topic: 'why' } });
    for (const loss of losses(context, event))
      enqueue({ type: 'say', params: { key: loss, sameParagraph: true } });
    if (event.program) enqueue({ type: 'noteProgram', params: { program: event.program } });
    enqueue('leaveGuide');
  });
}

const settingsOfPop = conversationSetup.enqueueActions(({ event, enqueue }) => {
  if (event.type === 'trouble' && event.asksSettings)
    enqueue({ type: 'say', params: { key: 'settings.POP' } });
});

const besideWarning = conversationSetup.enqueueActions(({ event, enqueue }) => {
  if (event.type !== 'trouble') return;
  if (event.keepsCopies) enqueue({ type: 'say', params: { key: 'guide.keepsCopies' } });
  // Who changes to POP has IMAP until that is done.
  if (event.trouble === 'switching') enqueue({ type: 'noteUse', params: { protocol: 'IMAP' } });
});

/** POP in place of the IMAP that was advised would take mail from other devices or readers: it is said what goes wrong, and asked. */
export const againstAdvice: Transition<'trouble'> = {
  guard: ({ context, event }) =>
    event.protocol === 'POP' && lossesBy(context, event).length > 0 && isFree(context),
  target: '#warned',
  reenter: true,
  actions: [settingsOfPop, warning(lossesBy), besideWarning],
};

/** What may have been told of others is asked before POP is set up. */
export const inDoubt: Transition<'trouble'> = {
  guard: ({ context, event }) => lossesInDoubt(context, event).length > 0 && isFree(context),
  target: '#deciding',
  actions: warning(lossesInDoubt),
};

/** A guide for a trouble; the protocol is the one that was named, or else the one that was advised. */
export function guideFor(context: Context, event: DialogEvent): Guide {
  if (event.type !== 'trouble' || event.trouble === 'storageUnclear') {
    throw new Error('There is a guide for each trouble that is clear, and for nothing else.');
  }
  const advised = advisedIn(context)?.protocol ?? null;
  const several = context.known.multipleDevices;
  return begin(event.trouble, {
    // Missed mail is brought up from the device that has it, which may have another program.
    program: event.program ?? (context.guide?.place ? null : context.program),
    protocol: event.protocol ?? impliedProtocol(event.trouble, context, advised),
    symptom: event.symptom ?? null,
    // One device was told of before it was known that it is to be a phone.
    devices: several === true || (several === false && event.trouble !== 'setup') ? several : null,
    stepwise: event.stepwise ?? context.guide?.stepwise ?? false,
    also: event.also ?? stillOpen(context, event.trouble),
    nextDevice: context.guide?.nextDevice ?? null,
  });
}

/** The other trouble that waits, unless it is helped with now. */
function stillOpen({ guide }: Context, trouble: Purpose): Purpose | null {
  return guide && guide.also !== trouble ? guide.also : null;
}

/** What is set up, or changed to, is what was advised; duplicates come to what is in use. */
function impliedProtocol(
  purpose: Purpose,
  { uses, guide }: Context,
  advised: Protocol | null,
): Protocol | null {
  // What is being set up is in use from now on.
  if (purpose === 'duplicates') return uses ?? (guide && chosenIn(guide));
  if (purpose === 'switching') {
    if (advised !== null && advised !== uses) return advised;
    // Away from POP, where nothing speaks for it.
    return advised === null && uses === 'POP' ? 'IMAP' : null;
  }
  return purpose === 'setup' ? advised : null;
}

/** "Storage" may be that of a device, or of the mailbox. */
const unclearStorage: Transition<'trouble'> = {
  guard: ({ event }) => event.trouble === 'storageUnclear',
  actions: [
    { type: 'say', params: { key: 'trouble.storageUnclear', topic: 'storageUnclear' } },
    { type: 'clarify', params: { open: { about: 'storage' } } },
  ],
};

/** Whatever somebody needs help with, they are helped with step by step. */
export const trouble: Transitions<'trouble'> = [
  unclearStorage,
  inDoubt,
  againstAdvice,
  {
    target: '.guide',
    reenter: true,
    actions: [
      opening,
      { type: 'startGuide', params: ({ context, event }) => ({ guide: guideFor(context, event) }) },
    ],
  },
];

/** Said where no guide has asked for it, as by somebody who writes what a button says. */
export const symptom: Transition<'symptom'> = {
  actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
    if (event.type !== 'symptom') return;
    const { symptom } = event;
    enqueue.raise(
      symptom === 'other'
        ? { type: 'notUnderstood' }
        : { type: 'trouble', trouble: 'cannotConnect', symptom },
    );
  }),
};

/** Of no steps that were shown: what happens is asked. */
export const worksNot: Transition<'worksNot'> = {
  actions: conversationSetup.raise({ type: 'trouble', trouble: 'cannotConnect' }),
};
