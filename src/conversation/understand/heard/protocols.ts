import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Trouble } from '../../../../dialogs/subjects.ts';
import { toldBy } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Hear, Interpretation } from './hear.ts';
import { asTold } from './severalDevices.ts';

/** What a question about both protocols sounds like, and what the choice of one. */
const SOUNDS_LIKE: ReadonlySet<Trouble> = new Set(['whichDoIHave', 'setup', 'switching']);

/**
 * "Outlook asks POP or IMAP and I have no idea": who says so wants to choose, or to hear what the words mean, whatever else
 * it sounds like. The device that they name is the one that asks, and tells of no other. "POP please" is a choice that was
 * made, and not what somebody uses.
 */
export function hearWithProtocols(
  hear: Hear,
  read: readonly Sentence[],
  listening: Listening,
): Interpretation {
  const heard = hear(read);
  const found = new Set<string>();
  const beside: Sentence[] = [];
  for (const sentence of read) {
    const labels = listening.findProtocols(sentence);
    for (const { label } of labels) found.add(label);
    if (labels.length === 0 && !asksToChoose(sentence, listening)) beside.push(sentence);
  }
  // What is said beside it is heard by itself, too, as it would be without it.
  const isBeside = beside.length > 0 && beside.length < read.length;
  const besides = isBeside ? hear(beside).facts : {};
  if (found.size === 0) return { ...heard, facts: { ...heard.facts, ...toldBy(besides, beside, listening) } };
  const facts = { ...heard.facts, ...besides };
  const told = { ...heard, facts: asTold(facts, read, listening), uses: null };
  const others = heard.wants.filter((want) => want.type !== 'trouble' || !SOUNDS_LIKE.has(want.trouble));
  if (found.has('choosing')) return { ...told, wants: [...others, { type: 'askMe' }] };
  const rest = others.filter(({ type }) => type !== 'askMe' && type !== 'explain');
  const own: DialogEvent = found.has('decided')
    ? { type: 'trouble', trouble: 'setup' }
    : { type: 'explain', subject: 'difference' };
  return { ...told, wants: [own, ...rest] };
}

/** Whether a sentence asks which one to choose, and tells nothing. */
function asksToChoose(sentence: Sentence, { find }: Listening): boolean {
  const found = find(sentence);
  return (
    found.length > 0 && found.every(({ label }) => label.kind === 'event' && label.event.type === 'askMe')
  );
}
