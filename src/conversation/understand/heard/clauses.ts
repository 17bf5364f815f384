import { NEEDS_IMAP } from '../../../../dialogs/advise.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import { type Meaning, nameOf } from '../examples/labels.ts';
import { patternsIn } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';
import { certainFacts } from './certain.ts';
import { speaksForPop } from './doubts.ts';
import type { Interpretation } from './hear.ts';
import { unsaidIn } from './unsaid.ts';

/** What is easily lost beside stronger facts: what has to give way to them is named with its price, and room is weighed. */
const WEAKER = ['localOnly', 'poorConnection', 'limitedStorage'] as const satisfies Fact[];

/** Beside these it is named, or weighed, and does not decide by itself. */
const SPEAKS_FOR_IMAP = [...NEEDS_IMAP, 'limitedStorage'] as const satisfies Fact[];

/** In so few words "little storage" beside other facts is that of the device. */
const BARE = 3;

/**
 * What was heard, with what a clause of its own tells besides: "nothing on your servers, I have two PCs". None of it leads to POP
 * that was not there before: it speaks for POP only where something speaks for IMAP, or POP is spoken for already.
 */
export function withClauses(
  heard: Interpretation,
  read: readonly Sentence[],
  listening: Listening,
  weaker: readonly (typeof WEAKER)[number][] = WEAKER,
): Interpretation {
  let parts: readonly Sentence[] | undefined;
  const facts: { [F in Fact]?: boolean } = { ...heard.facts };
  for (const fact of weaker) {
    if (facts[fact] !== undefined || heard.unclear.includes(fact)) continue;
    const needsImap = fact !== 'limitedStorage' && SPEAKS_FOR_IMAP.some((other) => facts[other] === true);
    if (!needsImap && !speaksForPop(facts)) continue;
    parts ??= read.flatMap((sentence) => partsTelling(sentence, listening));
    // By itself it may tell where mail is read; beside what speaks for IMAP it is the wish that gives way, or is weighed.
    const mayWish = fact === 'localOnly' && needsImap;
    if (
      parts.some((part) => tells(part, fact, listening)) ||
      (mayWish && parts.some((part, at) => wishes(part, parts?.[at + 1], listening)))
    )
      facts[fact] = true;
  }
  return { ...heard, facts };
}

/** The parts of a sentence that tell something; none where there is only one, or it asks. */
function partsTelling(sentence: Sentence, listening: Listening): readonly Sentence[] {
  const parts = isQuestion(sentence) ? [] : listening.partsOf(sentence);
  // "When there is no wifi" is no matter of the line at hand.
  return parts.length < 2
    ? []
    : parts.filter(({ words: [first = ''] }) => !listening.marks.conjunctions.has(first));
}

/** In so few words a device is one more of a list: "mail only on my phone and my laptop". */
const ITEM = 3;

function wishes(part: Sentence, next: Sentence | undefined, listening: Listening): boolean {
  const isListed = next !== undefined && next.words.length <= ITEM && listening.namesDevice(next);
  return !isListed && listening.says('keptThere')(part);
}

function tells(clause: Sentence, fact: Fact, listening: Listening): boolean {
  const saysSo = ({ label }: { readonly label: Meaning }) =>
    label.kind === 'fact' && label.fact === fact && label.is;
  const isBare = fact === 'limitedStorage' && clause.words.length <= BARE;
  if (isBare && listening.findCertain(clause).some(saysSo)) return true;
  if (unsaidIn([clause], listening).has(fact)) return false;
  const certain = certainFacts([clause], listening).get(fact);
  if (certain) return certain.has(true) && certain.size === 1;
  // Room is only weighed by it; "on my desktop", in a list of devices, wishes for nothing.
  return (
    fact === 'limitedStorage' &&
    [...patternsIn(clause, listening)].includes(nameOf({ kind: 'fact', fact, is: true }))
  );
}
