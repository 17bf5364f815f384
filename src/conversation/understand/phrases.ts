import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Trouble } from '../../../dialogs/wording.ts';
import { asTold, type Hear, type Heard } from './hear.ts';
import type { Listening } from './loadPatterns.ts';
import type { Sentence } from './sentences.ts';

/** What a question about both protocols sounds like, and what the choice of one. */
const SOUNDS_LIKE: ReadonlySet<Trouble> = new Set(['whichDoIHave', 'setup', 'switching']);

/**
 * "Outlook asks POP or IMAP and I have no idea": who says so wants to choose, or to hear what the words mean, whatever else
 * it sounds like. The device that they name is the one that asks, and tells of no other. "POP please" is a choice that was
 * made, and not what somebody uses.
 */
export function hearWithProtocols(hear: Hear, read: readonly Sentence[], listening: Listening): Heard {
  const heard = hear(read);
  const found = new Set<string>();
  const beside: Sentence[] = [];
  for (const sentence of read) {
    const labels = listening.findProtocols(sentence);
    for (const { label } of labels) found.add(label);
    if (labels.length === 0) beside.push(sentence);
  }
  if (found.size === 0) return heard;
  // What is said beside it is heard by itself, too, as it would be without it.
  const facts = beside.length > 0 ? { ...heard.facts, ...hear(beside).facts } : heard.facts;
  const told = { ...heard, facts: asTold(facts, read, listening), uses: null };
  const others = heard.wants.filter((want) => want.type !== 'trouble' || !SOUNDS_LIKE.has(want.trouble));
  if (found.has('choosing')) return { ...told, wants: [...others, { type: 'askMe' }] };
  const rest = others.filter(({ type }) => type !== 'askMe' && type !== 'explain');
  const own: DialogEvent = found.has('decided')
    ? { type: 'trouble', trouble: 'setup' }
    : { type: 'explain', subject: 'difference' };
  return { ...told, wants: [own, ...rest] };
}
