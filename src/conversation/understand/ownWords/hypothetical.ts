import { NEEDS_IMAP } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Facts } from '../../../../dialogs/scenarios.ts';
import type { Hear } from '../heard/hear.ts';
import { hearPlainly } from '../heard/phrases.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { isAdvised, offers, type Situation } from '../situation.ts';
import { isQuestion, type Sentence, sentences } from '../text/sentences.ts';

/** What asks "and later?" has an answer of its own, which knows how to change over. */
const LATER = 'later';

/**
 * "What if I only had one computer?": what is only supposed after the advice, which changes nothing of what is known. Another
 * device or reader that is to come is no supposition, and one that is told of in passing ("and if I'm away I use my phone") is one.
 */
export function supposedIn({ read, situation }: Reading, { hear, listening }: Resources): DialogEvent | null {
  // Before the advice only what is plainly not so is no telling: "if I had two computers, would it be IMAP?"
  const isHeard = isAdvised(situation) ? isHypothetical : offers(situation, 'askMe') ? isUnreal : () => false;
  const supposing = read.filter((sentence) => isHeard(sentence, listening));
  const conditions = supposing.flatMap((sentence) => conditionOf(sentence, listening));
  if (conditions.length === 0) return null;
  const facts = factsOf(conditions, situation, hear, listening);
  const onlyAdds = Object.entries(facts).every(
    ([fact, is]) => is && NEEDS_IMAP.some((other) => other === fact),
  );
  const asides = read.flatMap((sentence) => listening.findAside(sentence).map(({ label }) => label));
  if (asides.some((aside) => aside !== LATER)) return null;
  const isInPassing = !supposing.some((sentence) => isQuestion(sentence) || beginsSo(sentence, listening));
  if (onlyAdds && (asides.length > 0 || isInPassing)) return null;
  if (Object.keys(facts).length > 0) return { type: 'whatIf', facts };
  return conditions.some(listening.namesDevice) ? { type: 'explain', subject: LATER } : null;
}

function isHypothetical(sentence: Sentence, listening: Listening): boolean {
  return (
    listening.says('hypothetical')(sentence) || (sentence.hasQuestionMark && beginsSo(sentence, listening))
  );
}

/** "If I had", which asks and tells of nothing that is so. */
function isUnreal(sentence: Sentence, listening: Listening): boolean {
  const isPast = sentence.words.some((word) => listening.present.has(word));
  return isPast && isHypothetical(sentence, listening) && isQuestion(sentence);
}

/** Whether a sentence begins with "if", "suppose" or the like. */
function beginsSo({ words }: Sentence, { littleWords }: Listening): boolean {
  return littleWords.supposes.has(words[0] ?? '');
}

function factsOf(
  conditions: readonly Sentence[],
  situation: Situation,
  hear: Hear,
  listening: Listening,
): Facts {
  const { facts } = hearPlainly(hear, conditions, situation, listening);
  if (Object.keys(facts).length > 0) return facts;
  return conditions.some(listening.says('givingUp')) ? { multipleDevices: false } : {};
}

/** What stands behind "if", as if it were so, up to what would follow from it: "would POP be better?" */
function conditionOf(
  { words }: Sentence,
  { littleWords, present, lexicon, marks }: Listening,
): readonly Sentence[] {
  const from = words.findIndex((word) => littleWords.supposes.has(word)) + 1;
  const behind = words.slice(from);
  const to = behind.findIndex((word) => littleWords.concludes.has(word));
  const condition = (to < 0 ? behind : behind.slice(0, to)).map((word) => present.get(word) ?? word);
  return from === 0 ? [] : sentences(condition.join(' '), lexicon, marks);
}
