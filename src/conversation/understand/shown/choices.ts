import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import { memoise } from '../../../memoise.ts';
import { LAST } from '../patterns/file.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import type { Offered, Situation } from '../situation.ts';
import { normalise, words } from '../text/normalise.ts';

/** Facts whose question is answered by a number. */
const COUNTED: ReadonlySet<Fact> = new Set(['multipleDevices', 'sharedMailbox']);

const BARE_NUMBER = /^[^\p{L}\p{N}]*\d+[^\p{L}\p{N}]*$/u;

/** What a message means that is a button's label, or its number. */
export function pressed(reading: Reading, { listening, buttons }: Resources): DialogEvent | null {
  const { said, situation } = reading;
  const part = chosen(said, situation, listening);
  const choice = (part && isDeviceOnly(part, reading, listening) ? null : part) ?? byLabel(said, buttons);
  return choice?.event ?? severalChosen(said, situation.offered, listening);
}

/** "Laptop" by itself names a device, and not the situation in whose label it stands besides. */
function isDeviceOnly({ event }: Offered, reading: Reading, { namesDevice }: Listening): boolean {
  const isOfDevices = event.type !== 'tell' || 'multipleDevices' in event.facts;
  // Of a button, of which there are most, the sentences need not be found.
  return !isOfDevices && words(reading.said).length === 1 && reading.read.some(namesDevice);
}

/** The choice that a message names by its label, its number ("2", "the second one") or a part of its label. */
function chosen(text: string, situation: Situation, listening: Listening): Offered | null {
  const { asks, offered, isNumbered } = situation;
  // "Two" says how many there are, where that is asked, and a bare "2" chooses nothing where no choice has a number.
  const isCounted = asks !== null && COUNTED.has(asks) && !/\d/.test(text);
  const isAmount = !isNumbered && BARE_NUMBER.test(text);
  return (
    byLabel(text, offered) ??
    (isCounted || isAmount ? null : byNumber(text, offered, listening)) ??
    byPart(text, offered, listening)
  );
}

/** The choice whose label is the message. */
function byLabel(text: string, offered: readonly Offered[]): Offered | null {
  const said = words(text).join(' ');
  return offered.find(({ label }) => bare(label) === said) ?? null;
}

function byNumber(
  text: string,
  offered: readonly Offered[],
  { littleWords: { besideNumbers }, ordinals }: Listening,
): Offered | null {
  const said = words(text);
  if (said.length === 0 || said.length > 4) return null;
  const telling = said.filter((word) => !besideNumbers.has(word));
  const [word] = telling.length === 0 ? said.slice(-1) : telling;
  if (telling.length > 1 || word === undefined) return null;
  return numbered(word, offered, ordinals) ?? null;
}

/** The choice whose number a word is. */
function numbered(
  word: string,
  offered: readonly Offered[],
  ordinals: Listening['ordinals'],
): Offered | undefined {
  const number = numberIn(word, ordinals);
  if (number === undefined) return undefined;
  return number === LAST ? offered.at(-1) : offered[number - 1];
}

/** The number that a word is, or `LAST`. */
export function numberIn(word: string, ordinals: Listening['ordinals']): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : ordinals.get(word);
}

/** Situations that are chosen together by their numbers: "1 and 3", "the second and the fourth one". */
function severalChosen(
  text: string,
  offered: readonly Offered[],
  { littleWords: { besideNumbers, betweenNumbers }, ordinals }: Listening,
): DialogEvent | null {
  const said = words(text);
  // "The first one" is one number, and "one and three" are two.
  const telling = said.filter((word, at) =>
    ordinals.has(word) && besideNumbers.has(word)
      ? numberIn(said[at - 1] ?? '', ordinals) === undefined
      : !besideNumbers.has(word) && !betweenNumbers.has(word),
  );
  if (telling.length < 2) return null;
  const facts: { [F in Fact]?: boolean } = {};
  for (const word of telling) {
    const event = numbered(word, offered, ordinals)?.event;
    if (event?.type !== 'tell') return null;
    Object.assign(facts, event.facts);
  }
  return { type: 'tell', facts, inOwnWords: false };
}

/** A situation that is chosen by its number, and what is said besides. */
export type ChosenBeside = {
  readonly facts: { readonly [F in Fact]?: boolean };
  readonly rest: string;
};

/** "Number 4, but the connection is slow", "3 and I also have a phone"; "one, but …" may count devices, and chooses nothing. */
export function chosenBeside(
  { said, situation: { asks, offered } }: Reading,
  { listening }: Resources,
): ChosenBeside | null {
  if (asks !== null) return null;
  const { betweenNumbers, opens } = listening.littleWords;
  for (const { 0: part, index } of said.matchAll(/[,.;:]|\p{L}+/gu)) {
    if (/\p{L}/u.test(part) && !betweenNumbers.has(part) && !opens.has(part)) continue;
    const [head, rest] = [said.slice(0, index), said.slice(index)];
    const isNumber = /\d/.test(head) || words(head).length > 1;
    const event = isNumber && words(rest).length > 1 ? byNumber(head, offered, listening)?.event : undefined;
    return event?.type === 'tell' ? { facts: event.facts, rest } : null;
  }
  return null;
}

/** What is chosen by its number, and what is told or asked besides, in one. */
export function withChosen({ facts }: ChosenBeside, events: readonly DialogEvent[]): readonly DialogEvent[] {
  const told = events.find(({ type }) => type === 'tell');
  const all = told?.type === 'tell' ? { ...facts, ...told.facts } : facts;
  const chosen: DialogEvent = { type: 'tell', facts: all, inOwnWords: told !== undefined };
  // What is not understood besides is no reason to ask for the choice again.
  const others = events.filter((event) => event !== told && !UNCLEAR.has(event.type));
  return [chosen, ...others];
}

const UNCLEAR: ReadonlySet<DialogEvent['type']> = new Set(['notUnderstood', 'suppose', 'contradict']);

const PROTOCOL_WORDS: ReadonlySet<string> = new Set(['imap', 'pop', 'pop3']);

/** A part that fits one label only, such as "slow" or "change devices". */
function byPart(
  text: string,
  offered: readonly Offered[],
  { littleWords: { besideNumbers }, lexicon, marks }: Listening,
): Offered | null {
  const all = words(text);
  const said = all.filter((word) => !besideNumbers.has(word));
  if (said.length === 0 || said.length > 4 || said.join('').length < 4) return null;
  // A protocol by itself says which one it is, and not what to do with it.
  if (said.every((word) => PROTOCOL_WORDS.has(word))) return null;
  const denies = (some: readonly string[]) =>
    some.some((_, at) => lexicon.at(some, at).some(({ symbol }) => symbol === marks.not));
  const matches = offered.filter(({ label }) => {
    const labelWords = wordsOf(label);
    // "Sure" is no part of "Not sure".
    return said.every((word) => labelWords.includes(word)) && denies(labelWords) === denies(all);
  });
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

/** The words of a label; there are only so many labels. */
const wordsOf = memoise(
  1000,
  (label: string) => label,
  (label): readonly string[] => words(normalise(label)),
);

/** A label without punctuation. */
const bare = memoise(
  1000,
  (label: string) => label,
  (label) => wordsOf(label).join(' '),
);
