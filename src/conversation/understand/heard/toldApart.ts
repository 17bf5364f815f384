import type { Listening } from '../patterns/listening.ts';
import { words } from '../text/normalise.ts';
import { sentences } from '../text/sentences.ts';

/** In a longer message what is told is mostly what the question is about: only together they say what is meant. */
const SHORT = 12;

/** A comma, and the word behind it with which a question may begin. */
const BEHIND_COMMA = /,\s*(?=([\p{L}']+))/gu;

/**
 * "It's only me now, what is webmail?": what is told for sure before a question that begins behind a comma is no question,
 * so the message is read as two sentences. Anything else is left as it is.
 */
export function toldApart(said: string, { lexicon, marks, findCertain }: Listening): string {
  const end = said.indexOf('?');
  if (end < 0 || words(said).length > SHORT) return said;
  for (const { 0: comma, 1: word = '', index } of said.slice(0, end).matchAll(BEHIND_COMMA)) {
    if (!marks.questions.has(word) || marks.conjunctions.has(word)) continue;
    const told = said.slice(0, index);
    const last = sentences(told, lexicon, marks).at(-1);
    const isTold =
      last && !last.beginsAsQuestion && findCertain(last).some(({ label }) => label.kind === 'fact');
    return isTold ? `${told}. ${said.slice(index + comma.length)}` : said;
  }
  return said;
}
