import type { Fact } from '../../../../dialogs/scenarios.ts';
import type { AnswerMeaning, Meaning } from '../examples/labels.ts';
import type { Message } from '../ownWords/ownEvents.ts';
import type { LittleWords } from '../patterns/file.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Situation } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { isNegated, isQuestion, lengthOf, overlap, type Sentence } from '../text/sentences.ts';
import { UNLESS_MORE_IS_SAID } from './events.ts';
import { unsaidAt } from './unsaid.ts';

/** A longer message is no bare answer. */
const SHORT = 9;
/** So few words say nothing besides. */
const BARE = 5;
/** "No wait ok" has nothing that could be ok. */
const WAIT = 3;

/** What a pattern of so many parts finds is plainly said. */
const PLAIN = 2;

type Weights = { readonly yes: number; readonly no: number };

/** How plainly a few words say yes or no to a question, by the number of parts of the pattern that finds it. */
function weigh(read: readonly Sentence[], asks: Fact, listening: Listening): Weights {
  const weights = { yes: 0, no: 0 };
  for (const sentence of read) {
    const unsaid = unsaidAt(sentence, listening).filter(({ facts }) => facts.includes(asks));
    for (const { label, pattern, match } of listening.findAnswer(asks)?.(sentence) ?? []) {
      // "My wife reads over my shoulder" names a reader who is none.
      const isSeeming = unsaid.some((one) => pattern.weight < one.weight && overlap(match, one));
      if (label && isSeeming) continue;
      const denied =
        !pattern.saysNot && isNegated(sentence, match.start, match.end, listening.marks, match.taken);
      const side = label !== denied ? 'yes' : 'no';
      weights[side] = Math.max(weights[side], pattern.weight);
    }
  }
  return weights;
}

function isPlain({ yes, no }: Weights): boolean {
  return yes !== no && Math.max(yes, no) >= PLAIN;
}

/** What a few words say to a question, however little; null where they say neither yes nor no. */
export function saidTo(asks: Fact, read: readonly Sentence[], listening: Listening): boolean | null {
  const { yes, no } = weigh(read, asks, listening);
  return yes === no ? null : yes > no;
}

/** What a few words plainly say to the question that is open; null where they do not. */
export function plainAnswer(
  read: readonly Sentence[],
  { asks }: Situation,
  listening: Listening,
): boolean | null {
  if (!asks || lengthOf(read) > SHORT) return null;
  const weights = weigh(read, asks, listening);
  return isPlain(weights) ? weights.yes > weights.no : null;
}

/** "Just the one", "the wife does too": what a few words say to the question that is open. */
export function shortAnswer(
  { read, heard: { facts, wants }, situation: { asks } }: Message,
  listening: Listening,
): AnswerMeaning | null {
  const length = lengthOf(read);
  if (!asks || asks in facts || length > SHORT) return null;
  const wantsMore = wants.some(({ type }) => !UNLESS_MORE_IS_SAID.has(type));
  const weights = weigh(read, asks, listening);
  // "Sometimes the phone" says more than that somebody cannot tell.
  const isUnsure = !isPlain(weights) && read.some(listening.says('unsure'));
  if (isUnsure && (length <= BARE || !wantsMore)) return { kind: 'answer', answer: 'unsure' };
  // "How many questions are there?" answers none of them.
  if (wantsMore || weights.yes === weights.no || read.some(isQuestion)) return null;
  return { kind: 'answer', answer: weights.yes > weights.no ? 'yes' : 'no' };
}

/** "Yes, my wife too": a short answer in front (or at the end of a few words), and the rest of what was said. */
export function leadingAnswer(
  said: string,
  exact: ReadonlyMap<string, Meaning>,
  { lexicon, marks, littleWords }: Listening,
) {
  const all = words(said);
  // "No, the server is ok" ends with no answer.
  // "That's not right" is no yes.
  const isDenied = lexicon.at(all, all.length - 2).some(({ symbol }) => symbol === marks.not);
  const isOther = isDenied || (all.length > WAIT && saysHow(said, littleWords));
  const turned = isOther ? null : turnedRound(all, exact);
  // "Yes and no" is neither.
  if (turned && all.some((word) => littleWords.goesOn.has(word))) return { answer: null, rest: said };
  if (turned) return { answer: turned, rest: '' };
  const isBare = lexicon.at(all, 0).some(({ symbol }) => symbol === marks.bareAnswer);
  for (const length of [3, 2, 1]) {
    const meaning = exact.get(all.slice(0, length).join(' '));
    if (meaning?.kind !== 'answer' || all.length <= length) continue;
    const last = all[length - 1] ?? '';
    const before = all.slice(0, length - 1).reduce((at, word) => said.indexOf(word, at) + word.length, 0);
    const rest = said.slice(said.indexOf(last, before) + last.length);
    // "I don't want …" goes on and is no answer; "no I don't" needs no comma.
    if (meaning.answer !== 'unsure' && !isBare && !/^\s*[,.!;:-]/.test(rest)) continue;
    return { answer: meaning, rest };
  }
  // "Is 465 right" asks, and so does what "and folders? no" begins with.
  const beginsAsQuestion = littleWords.questions.has(all[0] ?? '') && !/[,.;:-]/.test(said);
  const asks = said.includes('?') || beginsAsQuestion;
  const describes = littleWords.describing.has(all.at(-2) ?? '') || saysHow(said, littleWords);
  // "I'd rather, yes"
  const closing = all.length <= BARE && !describes && !asks ? exact.get(all.at(-1) ?? '') : undefined;
  if (closing?.kind === 'answer' && !(isDenied && closing.answer === 'yes'))
    return { answer: closing, rest: '' };
  return { answer: null, rest: said };
}

/** "Receiving ok", "it's ok": without a comma before it "ok" says how something is, and is no yes. */
function saysHow(said: string, { okay }: LittleWords): boolean {
  const [, last = ''] = /[^\s,.!;:-]\s+(\S+?)[.!]*$/.exec(said) ?? [];
  return okay.has(last);
}

/**
 * "No, wait, yes": of a few words that begin with one answer and end with the other, the last one counts. "No no no" says
 * once what it says three times.
 */
function turnedRound(all: readonly string[], exact: ReadonlyMap<string, Meaning>): AnswerMeaning | null {
  if (all.length < 2 || all.length > BARE) return null;
  const [first, last] = [exact.get(all[0] ?? ''), exact.get(all.at(-1) ?? '')];
  if (first?.kind !== 'answer' || last?.kind !== 'answer') return null;
  if (first.answer !== last.answer) return last.answer === 'unsure' ? null : last;
  const isRepeated = all.every((word) => {
    const meaning = exact.get(word);
    return meaning?.kind === 'answer' && meaning.answer === last.answer;
  });
  return isRepeated ? last : null;
}
