import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Trouble } from '../../../dialogs/wording.ts';
import { type Hear, type Heard, tellsOf } from './hear.ts';
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
  const labels = (sentence: Sentence) => listening.findProtocols(sentence).map(({ label }) => label);
  const found = new Set(read.flatMap(labels));
  if (found.size === 0) return hear(read);
  const heard = hear(read);
  // What is said beside it is heard by itself, too, as it would be without it.
  const beside = read.filter((sentence) => labels(sentence).length === 0);
  const all = beside.length > 0 ? { ...heard.facts, ...hear(beside).facts } : heard.facts;
  const { multipleDevices, ...facts } = all;
  const isTold = !multipleDevices || read.some((sentence) => tellsOf(sentence, 'multipleDevices', listening));
  const told = { ...heard, facts: isTold ? all : facts, uses: null };
  const others = heard.wants.filter((want) => want.type !== 'trouble' || !SOUNDS_LIKE.has(want.trouble));
  if (found.has('choosing')) return { ...told, wants: [...others, { type: 'askMe' }] };
  const rest = others.filter(({ type }) => type !== 'askMe' && type !== 'explain');
  const own: DialogEvent = found.has('decided')
    ? { type: 'trouble', trouble: 'setup' }
    : { type: 'explain', subject: 'difference' };
  return { ...told, wants: [own, ...rest] };
}

/** "Great": said of the connection it would be a fact, but said of nothing it is meant for the bot. */
export function isPraise(read: readonly Sentence[], { findPraise }: Listening): boolean {
  return read.length === 1 && read.every((sentence) => findPraise(sentence).length > 0);
}

/** "I don't get it", "in plain English please": said of what the bot has said. */
export function isPuzzled(read: readonly Sentence[], { findPuzzled }: Listening): boolean {
  return read.some((sentence) => findPuzzled(sentence).length > 0);
}

/** "Nothing works": something about the mail does not work, and it is not said what. */
export function isBroken(read: readonly Sentence[], { findBroken }: Listening): boolean {
  return read.some((sentence) => findBroken(sentence).length > 0);
}
