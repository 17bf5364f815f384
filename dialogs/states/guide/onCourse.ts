import { and, not, or, stateIn } from 'xstate';
import { adviceFor, NEEDS_IMAP } from '../../advise.ts';
import type { DialogEvent } from '../../events.ts';
import { chosenIn, type Guide, isChanging, type Purpose, wouldEmptyOthers } from '../../guides.ts';
import { type Context, conversationSetup, learning, saidKeys } from '../../model.ts';
import { contradicted } from '../../repairs/doubting.ts';
import type { Facts } from '../../scenarios.ts';
import type { TalkWith, Transition, Transitions } from '../../transitions.ts';
import { changeIn } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';

type Told = Extract<DialogEvent, { readonly type: 'tell' }>;

/**
 * Whether somebody goes on as they are when they tell this of themselves. A trouble is mended first, whatever they tell, and a change
 * that was begun is brought to its end, unless it is one to POP and IMAP is needed now; nor is POP set up any further then. Which
 * one is set up may depend on it as long as that is open.
 */
function staysOnCourse({ context, event }: TalkWith<'tell'>): boolean {
  const { guide, known, preference, thorough } = context;
  if (guide === null || contradicted(context, event).length > 0) return false;
  if (event.asksWhich && chosenIn(guide) === null) return false;
  if (isOfChange(guide)) return !needsOther(guide, event.facts) && !isOtherWish(guide, event.facts);
  // The news that POP ends is no trouble, and there is nothing to mend.
  if (guide.purpose === 'popEnds') return false;
  // What empties a full mailbox was said at once, and questions for the advice that was asked for are still open.
  if (guide.purpose === 'mailboxFull' && thorough) return false;
  if (guide.purpose !== 'setup') return true;
  if (guide.protocol === null) return false;
  if (guide.protocol === 'IMAP') return event.facts.localOnly !== true;
  const told = Object.values(event.facts);
  // What is not so takes mail away from nobody.
  if (told.every((is) => !is)) return true;
  return adviceFor({ ...known, ...event.facts }, preference)?.protocol === 'POP';
}

/** Whether it is a change that somebody is in, or one that waits. */
function isOfChange(guide: Guide): boolean {
  return isChanging(guide) || changeIn(guide) !== null;
}

/** Whether somebody who changes to POP tells of other devices, readers or folders, which would lose mail by it. */
function needsOther(guide: Guide, facts: Facts): boolean {
  const changesTo = isChanging(guide) ? guide.protocol : changeIn(guide)?.protocol;
  return changesTo === 'POP' && NEEDS_IMAP.some((fact) => facts[fact] === true);
}

/** Whether somebody who is to change to IMAP, and has seen nothing of it yet, wants what only POP does. */
function isOtherWish({ purpose, protocol, program }: Guide, { localOnly }: Facts): boolean {
  return purpose === 'switching' && protocol === 'IMAP' && program === null && localOnly === true;
}

/** Troubles in which another device, or another reader's, may be the cause. */
const OF_DEVICES: ReadonlySet<Purpose> = new Set(['duplicates', 'lostMail']);

/** Whether another device fetches mail, as far as that is told, where it tells what helps. */
function devicesTold({ purpose }: Guide, { multipleDevices, sharedMailbox }: Facts): boolean | undefined {
  if (!OF_DEVICES.has(purpose)) return undefined;
  return multipleDevices || sharedMailbox ? true : multipleDevices;
}

/** Whether what is told changes what helps: clearing "leave a copy" would do harm now, or the mail has gone another way. */
function helpsOtherwise({ guide }: Context, { facts }: Told): boolean {
  if (guide === null) return false;
  const devices = devicesTold(guide, facts) ?? guide.devices;
  if (wouldEmptyOthers({ ...guide, devices })) return true;
  return guide.purpose === 'lostMail' && guide.elsewhere === false && devices !== guide.devices;
}

/** What is said along with what was heard; nothing where there is nothing to mend. */
function comment(guide: Guide, facts: Facts): WordKey | null {
  if (isOfChange(guide)) {
    if (facts.limitedStorage) return 'switching.room';
    return facts.poorConnection ? 'switching.line' : 'switching.noted';
  }
  if (guide.purpose === 'setup')
    return guide.protocol === 'POP' ? 'guide.onCourse.POP' : 'guide.onCourse.IMAP';
  return guide.purpose === 'whichDoIHave' ? null : 'guide.onCourse.trouble';
}

const kept = conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
  if (event.type !== 'tell' || guide === null) return;
  const { facts, doubtful } = event;
  const lists = { facts: { of: saidKeys(facts), by: 'and' } } as const;
  const devices = devicesTold(guide, facts);
  enqueue({ type: 'keep', params: facts });
  if (doubtful) enqueue({ type: 'askLater', params: doubtful });
  if (devices !== undefined) enqueue({ type: 'learn', params: { devices } });
  enqueue({ type: 'say', params: { key: 'heard', topic: 'interview', lists } });
});

const commented = conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
  if (event.type !== 'tell' || guide === null) return;
  const key = comment(guide, event.facts);
  if (key) enqueue({ type: 'say', params: { key, sameParagraph: true } });
});

/** Once a trouble is over, or somebody says why it was no help, nothing is held up by what they tell. */
const isOver = or([stateIn({ guide: 'rating' }), stateIn({ guide: 'reason' }), stateIn({ guide: 'end' })]);

/** A change to POP is left where IMAP is needed, which is in use until it is done. */
const stopped: Transition<'tell'> = {
  guard: ({ context, event }) =>
    context.guide !== null &&
    needsOther(context.guide, event.facts) &&
    contradicted(context, event).length === 0,
  target: '#deciding',
  actions: [
    { type: 'say', params: { key: 'switching.stopped' } },
    { type: 'noteUse', params: { protocol: 'IMAP' } },
    { type: 'advance', params: ({ context, event }) => learning(context.known, event.facts) },
  ],
};

/** What is told in the middle of something is kept, said back, and taken for what helps; the talk goes on there. */
export const onCourse: Transitions<'tell'> = [
  stopped,
  {
    guard: and([
      ({ context, event }) => staysOnCourse({ context, event }) && helpsOtherwise(context, event),
      not(isOver),
    ]),
    target: '.routing',
    actions: kept,
  },
  { guard: and([staysOnCourse, not(isOver)]), actions: [kept, commented] },
];
