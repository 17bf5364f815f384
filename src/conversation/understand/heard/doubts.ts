import { NEEDS_IMAP, OTHERS } from '../../../../dialogs/advise.ts';
import type { Fact, Facts } from '../../../../dialogs/scenarios.ts';
import { nameOf } from '../examples/labels.ts';
import { isComputer, kindsIn } from '../patterns/deviceKinds.ts';
import { patternsIn } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import {
  asksFrom,
  beginningAt,
  beginsClause,
  isQuestion,
  type Sentence,
  sentences,
} from '../text/sentences.ts';
import type { Interpretation } from './hear.ts';
import { isActedIn } from './others.ts';

/** Whether POP may be advised because of what is told. */
export const speaksForPop = ({ poorConnection, localOnly }: Facts): boolean =>
  poorConnection === true || localOnly === true;

/**
 * What was heard, in which other devices or readers that a pattern finds are asked about, where they were not heard and
 * POP would be advised: it would take their mail away. `isSettled` tells of a fact whether it is sure what was said of it.
 */
export function withoutDoubtfulOthers(
  heard: Interpretation,
  text: readonly Sentence[],
  isSettled: (fact: Fact) => boolean,
  listening: Listening,
): Interpretation {
  if (!speaksForPop(heard.facts)) return heard;
  const tells = toldIn(text, listening);
  const isTold = (fact: Fact, is: boolean) => text.some((sentence) => tells(sentence, fact, is));
  const isOnlyTold = (fact: Fact) => isTold(fact, true) && !isTold(fact, false) && !isSettled(fact);
  const hinted = hintedIn(text, listening, tells);
  const doubtful = NEEDS_IMAP.filter(
    (fact) => heard.facts[fact] !== true && (isOnlyTold(fact) || hinted.includes(fact)),
  );
  return withUnclear(heard, doubtful);
}

/** Other devices and readers that a message may tell of, whatever was heard of them. */
export function othersHinted(text: readonly Sentence[], listening: Listening): readonly Fact[] {
  return hintedIn(text, listening, toldIn(text, listening));
}

type Tells = (sentence: Sentence, fact: Fact, is: boolean) => boolean;

/** Whether a pattern finds a fact in a sentence that asks nothing. */
function toldIn(text: readonly Sentence[], listening: Listening): Tells {
  const stated = text.filter((sentence) => !isQuestion(sentence));
  const told = new Map(stated.map((sentence) => [sentence, new Set(patternsIn(sentence, listening))]));
  return (sentence, fact, is) => told.get(sentence)?.has(nameOf({ kind: 'fact', fact, is })) === true;
}

function hintedIn(text: readonly Sentence[], listening: Listening, tells: Tells): readonly Fact[] {
  const stated = text.filter((sentence) => !isQuestion(sentence));
  const isSure = (fact: Fact, sentence: Sentence) =>
    listening.findCertain(sentence).some(({ label }) => label.kind === 'fact' && label.fact === fact);
  // One computer is soon told of where there are two: "one at home and one at work". Who is alone in one sentence may have
  // readers in the next one.
  const denies = (fact: Fact, sentence: Sentence) =>
    fact !== 'multipleDevices' && tells(sentence, fact, false);
  const isOpen = (fact: Fact) => (sentence: Sentence) => !isSure(fact, sentence) && !denies(fact, sentence);
  return OTHERS.filter((fact) => {
    const open = stated.filter(isOpen(fact));
    const isActed = fact === 'sharedMailbox' && open.some((sentence) => isActedIn(sentence, listening));
    return isActed || hintsAt(fact, open, listening);
  });
}

/**
 * What was heard, in which devices and readers that a question names are asked about before POP is advised: who asks "is my phone
 * a problem?" has one.
 */
export function withoutDoubtfulAsked(
  heard: Interpretation,
  text: readonly Sentence[],
  listening: Listening,
): Interpretation {
  if (!speaksForPop(heard.facts)) return heard;
  const asked = text.flatMap((sentence) => askedIn(sentence, listening));
  const told = new Set(asked.flatMap((sentence) => [...patternsIn(sentence, listening)]));
  const isFound = (fact: Fact) =>
    told.has(nameOf({ kind: 'fact', fact, is: true })) || hintsAt(fact, asked, listening);
  const isOpen = {
    multipleDevices: namesOther(heard.facts, asked, text, listening),
    sharedMailbox: asked.some((sentence) => namesReader(sentence, listening)),
  };
  const isOfHelper = asked.length > 0 && asked.every((sentence) => asksForHelper(sentence, listening));
  return withUnclear(
    heard,
    OTHERS.filter((fact) => !(isOfHelper && fact === 'sharedMailbox')).filter(
      (fact) => heard.facts[fact] !== true && (isOpen[fact] || isFound(fact)),
    ),
  );
}

/** "Can my son help me set it up?" names nobody who reads it. */
function asksForHelper(sentence: Sentence, { says, findAside }: Listening): boolean {
  return says('setUpByOther')(sentence) && findAside(sentence).some(({ label }) => label === 'helper');
}

/** A sentence from the word on with which it asks, also without its mark: "slow line, and is it ok when my wife reads it". */
function askedIn(sentence: Sentence, listening: Listening): readonly Sentence[] {
  if (isQuestion(sentence)) return [sentence];
  const { words } = sentence;
  const { lexicon, marks, says, littleWords } = listening;
  const begins = (at: number) => beginsClause(sentence, at) || littleWords.goesOn.has(words[at - 1] ?? '');
  const from = words.findIndex(
    (_, at) => begins(at) && (asksFrom(words, at, marks) || says('askingWhether')(beginningAt(sentence, at))),
  );
  return from < 0 ? [] : sentences(words.slice(from).join(' '), lexicon, marks);
}

/**
 * Whether a question names a device that is another one: "which is right for my laptop?" is asked of the one that they have. What
 * is no computer may be another one wherever it is not told that there is one device only, and so may webmail.
 */
function namesOther(
  { multipleDevices }: Facts,
  asked: readonly Sentence[],
  text: readonly Sentence[],
  listening: Listening,
): boolean {
  const kindsOf = (some: readonly Sentence[]) =>
    new Set(some.flatMap((sentence) => [...kindsIn(sentence, listening)]));
  const named = kindsOf(asked);
  if (named.size > 0 && kindsOf(text).size > 1) return true;
  if (multipleDevices !== undefined) return false;
  return (
    [...named].some((kind) => !isComputer(kind, listening)) ||
    asked.some(({ symbols }) => symbols.has(listening.marks.webmail))
  );
}

/** Whether somebody is named as the person's own: "my wife". */
function namesReader(sentence: Sentence, listening: Listening): boolean {
  return readersIn(sentence, listening).length > 0;
}

/** Whether somebody is named, or hinted at, who may read the mail; "my son set it up" names nobody who does. */
export function mayNameReader(text: readonly Sentence[], listening: Listening): boolean {
  const parts = text.flatMap(listening.partsOf);
  const isSetUp = listening.says('setUpByOther');
  const left = parts.some(isSetUp) ? parts.filter((part) => !isSetUp(part)) : text;
  return (
    left.some((sentence) => namesReader(sentence, listening)) || hintsAt('sharedMailbox', left, listening)
  );
}

/** Where they are named. */
function readersIn(
  { words, at }: Sentence,
  { marks, littleWords: { owners } }: Listening,
): readonly number[] {
  return at
    .keys()
    .filter((index) => at[index]?.some(({ symbol }) => symbol === marks.owner))
    .filter((index) => owners.has(words[index - 1] ?? ''))
    .toArray();
}

/** Whether something may tell of a fact, and is to be asked about before POP is advised. */
export function hintsAt(fact: Fact, text: readonly Sentence[], { findDoubt, says }: Listening): boolean {
  return text.some(
    (sentence) =>
      findDoubt(sentence).some(({ label }) => label === fact) ||
      (fact === 'multipleDevices' && says('exceptions')(sentence)),
  );
}

/** What was heard without one device only, where an exception is told of along with it: "only my PC, except on holidays". */
export function withoutExceptedOne(
  heard: Interpretation,
  text: readonly Sentence[],
  listening: Listening,
): Interpretation {
  const isExcepted = heard.facts.multipleDevices === false && text.some(listening.says('exceptions'));
  return isExcepted ? withUnclear(heard, ['multipleDevices']) : heard;
}

/**
 * What was heard without "nobody else", where that was only learnt to be likely, no pattern tells of it, and somebody is named in
 * a clause that denies nothing: "not my wife, my secretary".
 */
export function withoutNamedNobody(
  heard: Interpretation,
  text: readonly Sentence[],
  isSettled: (fact: Fact) => boolean,
  listening: Listening,
): Interpretation {
  if (heard.facts.sharedMailbox !== false || isSettled('sharedMailbox')) return heard;
  const isNamed = text.some((sentence) => {
    const { clause, symbols } = sentence;
    if (patternsIn(sentence, listening).some((name) => name === NOBODY_ELSE)) return false;
    const denying = new Set((symbols.get(listening.marks.not) ?? []).map(({ start }) => clause[start]));
    return (
      readersIn(sentence, listening).some((index) => !denying.has(clause[index])) ||
      isActedIn(sentence, listening)
    );
  });
  return isNamed ? withUnclear(heard, ['sharedMailbox']) : heard;
}

const NOBODY_ELSE = nameOf({ kind: 'fact', fact: 'sharedMailbox', is: false });

/**
 * Facts without one device only, where that was only learnt to be likely and two kinds are named: "only my PC, and
 * my phone". Wrong advice would follow, by which the other device loses mail.
 */
export function withoutDoubtfulOne(facts: Facts, text: readonly Sentence[], listening: Listening): Facts {
  const { multipleDevices, ...others } = facts;
  if (multipleDevices !== false) return facts;
  return text.some((sentence) => kindsIn(sentence, listening).size > 1) ? others : facts;
}

/** What was heard, with facts that are asked about in place of what was heard of them. */
function withUnclear(heard: Interpretation, asked: readonly Fact[]): Interpretation {
  const facts = { ...heard.facts };
  for (const fact of asked) delete facts[fact];
  return { ...heard, facts, unclear: [...new Set([...heard.unclear, ...asked])] };
}
