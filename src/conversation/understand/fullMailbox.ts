import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Facts } from '../../../dialogs/scenarios.ts';
import type { Listening } from './listening.ts';
import type { Reading } from './reading.ts';

type TroubleEvent = Extract<DialogEvent, { type: 'trouble' }>;

const FULL: TroubleEvent = { type: 'trouble', trouble: 'mailboxFull' };

/**
 * What is said of a mailbox that is full: who wants to keep all of it is told how, and a quota says nothing of room on a device,
 * nor that mail is to be on the own machine only.
 */
export function ofFullMailbox(
  events: readonly DialogEvent[],
  { read, situation }: Reading,
  { says, namesDevice }: Listening,
): readonly DialogEvent[] {
  const full = events.find(isFull);
  if (!full && situation.purpose !== FULL.trouble) return events;
  const others = full ? events.flatMap((event) => withoutRoom(event, read.some(namesDevice))) : events;
  // "What can I delete?" is answered as it stands.
  if (events.some(({ type }) => type === 'explain') || !read.some(says('keepingMail'))) return others;
  return [{ ...FULL, ...full, keepsMail: true }];
}

function isFull(event: DialogEvent): event is TroubleEvent {
  return event.type === 'trouble' && event.trouble === FULL.trouble;
}

function withoutRoom(event: DialogEvent, hasDevice: boolean): readonly DialogEvent[] {
  if (event.type !== 'note') return [event];
  const { localOnly: _, limitedStorage, ...others } = event.facts;
  const facts: Facts = { ...others, ...(hasDevice && limitedStorage !== undefined && { limitedStorage }) };
  return Object.keys(facts).length > 0 || event.uses ? [{ ...event, facts }] : [];
}
