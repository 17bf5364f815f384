import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Listening } from './patterns/listening.ts';
import { type Reading, readAs } from './reading.ts';
import { atSteps } from './situation.ts';
import { words } from './text/normalise.ts';
import type { Sentence } from './text/sentences.ts';

const WORD = /[\p{L}\p{M}\p{N}+]+/gu;

/** Whether a message asks for somebody else: "what should my dad use", "asking for a customer". */
export function asksForOther({ read, situation }: Reading, { says, findAside }: Listening): boolean {
  if (situation.isOnBehalf || atSteps(situation)) return false;
  // "Can my boss read my mail if I use IMAP" asks for nobody else.
  const isFeared = (sentence: Sentence) => findAside(sentence).some(({ label }) => label === 'whoCanRead');
  return read.some((sentence) => says('onBehalf')(sentence) && !isFeared(sentence));
}

/** What somebody asks or tells for another one, in words of that one's own. */
export function asTheyWouldSay(reading: Reading, listening: Listening): Reading {
  const { text, said, situation } = reading;
  const told = situation.isOnBehalf ? asTheirAnswer(reading, listening) : asTheirOwn(said, listening);
  return told === said ? reading : readAs({ text, said: told, situation }, listening);
}

/**
 * What is told of somebody else, as they would tell it of themselves: "my mother has one computer" is "i have one computer".
 * The first one who is named is the one it is asked for; who else is named stays somebody else.
 */
function asTheirOwn(said: string, listening: Listening): string {
  const { littleWords, ownWords } = listening;
  const others = words(said).filter((word) => littleWords.persons.has(word) || littleWords.groups.has(word));
  const [first] = others;
  return withOwn(first === undefined ? said : asFirst(said, first, littleWords), ownWords);
}

/** An answer about the one it is asked for: "she has only one". Who reads along with them is somebody else. */
function asTheirAnswer({ said, read, situation: { asks } }: Reading, { says, ownWords }: Listening): string {
  const isOther = asks === 'sharedMailbox' || read.some(says('alongside'));
  return isOther ? said : withOwn(said, ownWords);
}

function asFirst(said: string, person: string, { owners, groups }: Listening['littleWords']): string {
  const named = new RegExp(`(?<!\\p{L})(?:(?:${[...owners].join('|')}) )*${person}(s?)(?!\\p{L})`, 'gu');
  const [own, ownersOwn] = groups.has(person) ? ['we', 'our'] : ['i', 'my'];
  return said.replace(named, (_, owns: string) => (owns === '' ? own : ownersOwn));
}

function withOwn(said: string, own: ReadonlyMap<string, string>): string {
  return said.replace(WORD, (word) => own.get(word) ?? word);
}

/** What a message comes to of which nothing is understood but for whom it asks. */
const NOTHING: ReadonlySet<DialogEvent['type']> = new Set(['notUnderstood', 'greet', 'suppose']);
/** What is about the choice, which is the other one's; help with a trouble, or a danger, is for whoever reads it. */
const CHOOSING: ReadonlySet<DialogEvent['type']> = new Set([
  'tell',
  'note',
  'askMe',
  'contradict',
  'notMeant',
]);

/** What a message comes to that asks for somebody else. */
export function onBehalf(events: readonly DialogEvent[]): readonly DialogEvent[] {
  const others = events.filter(({ type }) => !NOTHING.has(type));
  if (others.length > 0 && !others.some(({ type }) => CHOOSING.has(type))) return events;
  return [{ type: 'onBehalf' }, ...others];
}
