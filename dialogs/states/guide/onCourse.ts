import { adviceFor, NEEDS_IMAP } from '../../advise.ts';
import { changeIn, type Guide } from '../../guides.ts';
import { conversationSetup, learning, saidKeys } from '../../model.ts';
import { contradicted } from '../../repairs/doubting.ts';
import type { Facts } from '../../scenarios.ts';
import type { TalkWith, Transition } from '../../transitions.ts';
import type { WordKey } from '../../wording.ts';

/**
 * Whether somebody goes on as they are when they tell this of themselves at the steps. A change that was begun is brought to
 * its end, unless it is one to POP and IMAP is needed now; nor is POP set up any further then.
 */
function staysOnCourse({ context, event }: TalkWith<'tell'>): boolean {
  const { guide, known, preference } = context;
  if (guide === null || contradicted(context, event).length > 0) return false;
  if (changeIn(guide)) return !needsOther(guide, event.facts);
  if (guide.purpose === 'cannotConnect') return true;
  if (guide.purpose === 'duplicates') return isOneReader(event.facts);
  if (guide.purpose !== 'setup') return false;
  if (guide.protocol === 'IMAP') return event.facts.localOnly !== true;
  const told = Object.values(event.facts);
  // What is not so takes mail away from nobody.
  if (told.every((is) => !is)) return true;
  return adviceFor({ ...known, ...event.facts }, preference)?.protocol === 'POP';
}

/** Whether somebody who changes to POP tells of other devices, readers or folders, which would lose mail by it. */
function needsOther(guide: Guide, facts: Facts): boolean {
  return changeIn(guide)?.protocol === 'POP' && NEEDS_IMAP.some((fact) => facts[fact] === true);
}

/** With duplicates it is an answer: to clear "leave a copy" takes mail away from nobody else. */
function isOneReader({ multipleDevices, sharedMailbox }: Facts): boolean {
  return multipleDevices === false && sharedMailbox !== true;
}

function comment(guide: Guide, facts: Facts): WordKey {
  if (changeIn(guide)) {
    if (facts.limitedStorage) return 'switching.room';
    return facts.poorConnection ? 'switching.line' : 'switching.noted';
  }
  if (guide.purpose !== 'setup') return 'guide.onCourse.trouble';
  return guide.protocol === 'POP' ? 'guide.onCourse.POP' : 'guide.onCourse.IMAP';
}

/** What is told at the steps, and changes nothing of them, is kept, and said back. */
export const onCourse = {
  guard: staysOnCourse,
  actions: conversationSetup.enqueueActions(({ context: { guide }, event, enqueue }) => {
    if (event.type !== 'tell' || guide === null) return;
    const { facts } = event;
    const lists = { facts: { of: saidKeys(facts), by: 'and' } } as const;
    enqueue({ type: 'keep', params: facts });
    if (guide.purpose === 'duplicates') enqueue({ type: 'learn', params: { devices: false } });
    enqueue({ type: 'say', params: { key: 'heard', topic: 'interview', lists } });
    enqueue({ type: 'say', params: { key: comment(guide, facts), sameParagraph: true } });
  }),
} as const;

/** A change to POP is left where IMAP is needed, which is in use until it is done. */
export const stopped: Transition<'tell'> = {
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
