import type { DialogEvent } from '../../../../dialogs/events.ts';
import { toldBy } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading } from '../reading.ts';
import { offers } from '../situation.ts';
import type { Sentence } from '../text/sentences.ts';

type TroubleEvent = Extract<DialogEvent, { type: 'trouble' }>;

const FULL: TroubleEvent = { type: 'trouble', trouble: 'mailboxFull' };

/**
 * Who wants to keep all mail of a mailbox that is full is told how. What that only sounds like, as a wish for mail on the own
 * machine, is not told by it.
 */
export function ofFullMailbox(
  events: readonly DialogEvent[],
  { read, situation }: Reading,
  listening: Listening,
): readonly DialogEvent[] {
  const full = events.find(isFull);
  // Once that is over, the same words are about something else.
  const isHelped = situation.purpose === FULL.trouble && offers(situation, 'works');
  if (!full && !isHelped) return events;
  // "Should I use POP?" is not answered by how it is emptied.
  const asks = full && read.some((sentence) => asksForProtocol(sentence, listening));
  const which = asks ? { asksWhich: true } : null;
  // "What can I delete?" is answered as it stands.
  if (events.some(({ type }) => type === 'explain') || !read.some(listening.says('keepingMail')))
    return which ? events.map((event) => (isFull(event) ? { ...event, ...which } : event)) : events;
  const told = events.flatMap((event) => {
    if (event.type !== 'note' && event.type !== 'tell') return [];
    const facts = toldBy(event.facts, read, listening);
    // No advice is due, but who else reads the mailbox is to be known.
    const uses = event.type === 'note' ? event.uses : null;
    return Object.keys(facts).length > 0 ? [{ type: 'note', facts, uses } as const] : [];
  });
  return [...told, { ...FULL, ...full, ...which, keepsMail: true }];
}

function asksForProtocol(sentence: Sentence, listening: Listening): boolean {
  const { partsOf, says, marks } = listening;
  return partsOf(sentence).some(
    (part) => says('askingWhether')(part) && (part.symbols.has(marks.pop) || part.symbols.has(marks.imap)),
  );
}

function isFull(event: DialogEvent): event is TroubleEvent {
  return event.type === 'trouble' && event.trouble === FULL.trouble;
}
