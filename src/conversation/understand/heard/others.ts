import type { Listening } from '../patterns/listening.ts';
import { isNegated, type Sentence, type Span } from '../text/sentences.ts';

/** In so many words behind them it is seen what somebody does, and in fewer that they do not: "the lady in the shop said". */
const DOING = 4;
const DENIED = 3;

/** So many words in front of them tell whether they are only named. */
const NEAR = 2;

/**
 * Whether somebody else does something in a sentence, of whom it is not known to be no matter of the mail: "the office girl picks
 * the rest up". Who only set it up, said so or lives somewhere reads nothing.
 */
export function isActedIn(sentence: Sentence, listening: Listening): boolean {
  const { others } = listening.littleWords;
  return sentence.words.some((word, at) => others.has(word) && isActing(sentence, at, listening));
}

function isActing(sentence: Sentence, at: number, { marks, littleWords }: Listening): boolean {
  const { start, end } = partAround(sentence, at, littleWords.goesOn);
  // "When I am ill the temp takes over" begins anew behind what it begins with.
  const isBehindOther =
    littleWords.supposes.has(sentence.words[start] ?? '') ||
    marks.conjunctions.has(sentence.words[start] ?? '');
  const before = sentence.words.slice(isBehindOther ? Math.max(start, at - NEAR) : start, at);
  const behind = sentence.words.slice(at + 1, Math.min(end, at + 1 + DOING));
  if (sentence.over[at] || before.some((word) => littleWords.notActing.has(word))) return false;
  if (isNegated(sentence, at, at + 1 + Math.min(behind.length, DENIED), marks)) return false;
  // "And my lawyer" says of nobody what they do; "retired teacher" is who writes.
  if (behind.length === 0) return before.some((word) => littleWords.adds.has(word));
  return (
    !behind.some((word) => littleWords.harmless.has(word)) || looksAfter(sentence.words, end, littleWords)
  );
}

/** "… and looks after it": what somebody does besides, of whom a part of a sentence has told before. */
function looksAfter(words: readonly string[], end: number, littleWords: Listening['littleWords']): boolean {
  return littleWords.goesOn.has(words[end] ?? '') && littleWords.lookingAfter.has(words[end + 1] ?? '');
}

/** The clause around a word, or what stands in it on one side of an "and". */
function partAround({ words, clause }: Sentence, at: number, borders: ReadonlySet<string>): Span {
  const isInside = (index: number) => clause[index] === clause[at] && !borders.has(words[index] ?? '');
  let [start, end] = [at, at + 1];
  while (start > 0 && isInside(start - 1)) start--;
  while (end < words.length && isInside(end)) end++;
  return { start, end };
}
