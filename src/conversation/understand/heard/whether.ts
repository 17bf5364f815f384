import { NEEDS_IMAP } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import { FACTS, type Fact, type Facts } from '../../../../dialogs/scenarios.ts';
import { kindsIn } from '../patterns/deviceKinds.ts';
import type { Listening } from '../patterns/listening.ts';
import { beginningAt, beginsClause, partOf, type Sentence, sentences } from '../text/sentences.ts';
import { speaksForPop } from './doubts.ts';
import type { Interpretation } from './hear.ts';

/** What a clause that asks "is …?" or "do I …?" leaves of a message. */
type ToldAndAsked = {
  /** What is told beside it. */
  readonly told: readonly Sentence[];
  /** What it asks about, as if it were told. */
  readonly asked: readonly Sentence[];
};

/**
 * What was heard without what is only asked about: "is a slow connection a problem?" says of no connection that it is slow. It is
 * answered with what would be advised if it were so. Another device or reader that is named in it is told of: POP would take its mail.
 */
export function withoutAsked(
  heard: Interpretation,
  read: readonly Sentence[],
  hearTold: (part: readonly Sentence[]) => Interpretation,
  isBeginning: boolean,
  listening: Listening,
): Interpretation {
  const { told, asked } = toldAndAsked(read, listening);
  if (asked.length === 0) return heard;
  const besides: Facts = told.length > 0 ? hearTold(told).facts : {};
  const { facts: all } = hearTold(asked);
  // Who asks about "my phone" or "my wife" has them, but for "several devices" at the beginning, of which nobody is told.
  const inGeneral = isBeginning && !asked.some((sentence) => namesPlace(sentence, listening));
  const isNamed = (fact: Fact) => fact === 'sharedMailbox' || (fact === 'multipleDevices' && !inGeneral);
  const supposed: { [F in Fact]?: boolean } = {};
  const facts: { [F in Fact]?: boolean } = { ...heard.facts };
  for (const fact of FACTS) {
    const is = all[fact];
    if (is === undefined) continue;
    if (besides[fact] !== undefined) facts[fact] = besides[fact];
    else if (is && isNamed(fact) && heard.facts[fact] === true) facts[fact] = true;
    else {
      delete facts[fact];
      // "Do I have to leave mail on your server?" asks for the contrary.
      supposed[fact] = fact === 'localOnly' || is;
    }
  }
  const hinted = speaksForPop(facts) ? NEEDS_IMAP.filter((fact) => supposed[fact] === true) : [];
  // What only may have been told is asked about in any case.
  const isTold = FACTS.some(
    (fact) => fact in supposed && (fact in heard.facts || heard.wants.some(isOfChoice)),
  );
  if (!isTold && hinted.length === 0) return heard;
  const isAnswered = heard.wants.some((want) => !isOfChoice(want));
  return {
    ...heard,
    facts,
    unclear: [...new Set([...heard.unclear.filter((fact) => !(fact in supposed)), ...hinted])],
    wants:
      isAnswered || hinted.length > 0 ? heard.wants : [{ type: 'whatIf', facts: supposed, mayBeSo: true }],
  };
}

/** Whether a kind of device is named, or webmail. */
function namesPlace(sentence: Sentence, listening: Listening): boolean {
  return kindsIn(sentence, listening).size > 0 || sentence.symbols.has(listening.marks.webmail);
}

/** What is answered along with what would be advised. */
function isOfChoice(want: DialogEvent): boolean {
  return want.type === 'askMe' || (want.type === 'explain' && OF_CHOICE.has(want.subject));
}

const OF_CHOICE: ReadonlySet<string> = new Set(['pop', 'imap', 'difference']);

function toldAndAsked(read: readonly Sentence[], listening: Listening): ToldAndAsked {
  const told: Sentence[] = [];
  const asked: Sentence[] = [];
  for (const sentence of read) {
    const from = whetherFrom(sentence, listening);
    const part = (start: number, end?: number) =>
      sentences(sentence.words.slice(start, end).join(' '), listening.lexicon, listening.marks);
    if (from === null) told.push(sentence);
    else {
      told.push(...part(0, from));
      // "Isn't a slow line …" denies nothing.
      asked.push(...part(from + 1));
    }
  }
  return { told, asked };
}

/** The word from which a sentence asks whether something is so, and does not take for granted that it is; null where none does. */
function whetherFrom(sentence: Sentence, listening: Listening): number | null {
  const asks = (part: Sentence) =>
    listening.says('askingWhether')(part) || (sentence.hasQuestionMark && listening.says('askingIf')(part));
  const from = sentence.words.findIndex(
    (_, at) => beginsClause(sentence, at) && asks(beginningAt(sentence, at)),
  );
  // "POP or IMAP, with two computers?" wants to choose.
  if (from < 0 || listening.findProtocols(sentence).length > 0) return null;
  return listening.says('takingForGranted')(partOf(sentence, from)) ? null : from;
}
