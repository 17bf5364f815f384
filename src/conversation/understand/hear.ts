import { NEEDS_IMAP } from '../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../dialogs/model.ts';
import { FACTS, type Fact } from '../../../dialogs/scenarios.ts';
import type { Trouble } from '../../../dialogs/wording.ts';
import type { Classifier } from './classifier.ts';
import { featuresOf } from './features.ts';
import { type Meaning, nameOf } from './labels.ts';
import type { Listening } from './listening.ts';
import { isNegated, isQuestion, lengthOf, type Sentence } from './sentences.ts';

/** What a message was found to say. */
export type Heard = {
  readonly facts: { readonly [F in Fact]?: boolean };
  /** Facts for which the message says both yes and no. */
  readonly unclear: readonly Fact[];
  /** Said as a correction of something said before. */
  readonly corrects: boolean;
  /** What is asked or wanted besides, surest first. */
  readonly wants: readonly DialogEvent[];
  readonly uses: 'IMAP' | 'POP' | null;
  /** What may have been meant, where nothing is sure. */
  readonly maybe: Meaning | null;
};

export type Hear = (text: readonly Sentence[]) => Heard;

/** How likely a meaning has to be to be acted upon; wrong advice costs more than a question. */
const SURE = { fact: 0.7, event: 0.6 };
/** Below that, down to this, the person is asked whether it is meant. */
const MAYBE = 0.3;
/** Neither the one nor the other. */
const UNSURE = 0.5;

/** What speaks for one meaning at one place of a message, counted from its beginning. */
type Evidence = { readonly meaning: Meaning; readonly score: number; readonly place: number };

/**
 * Hears what a message says: what is denied counts the other way, what is over does not count. `classifier` has
 * learnt from the examples how far the patterns are to be trusted, and what no pattern catches.
 */
export function openHearing(
  classifier: Classifier,
  meanings: ReadonlyMap<string, Meaning>,
  listening: Listening,
): Hear {
  const inOrder = classifier.labels.map((label) => meanings.get(label));

  return (text) => {
    const likely: Evidence[] = [];
    for (const [place, features] of inTwos(text.map((sentence) => seen(sentence, listening))).entries()) {
      for (const [at, score] of classifier.scores(features).entries()) {
        const meaning = inOrder[at];
        if (!meaning || score < MAYBE) continue;
        if (listening.mayMean(meaning, text)) likely.push({ meaning, score, place });
        // A fact without the words that it takes is asked about.
        else if (meaning.kind === 'fact' && meaning.is)
          likely.push({ meaning, score: Math.min(score, UNSURE), place });
      }
    }
    likely.sort((one, other) => other.score - one.score);
    const evidence = likely.filter((one) => one.score >= neededFor(one.meaning, likely));
    const explained = evidence.filter(({ meaning }) => isExplain(meaning));
    const told = evidence.filter(
      (one) => !explained.some(({ place, score }) => place === one.place && score > one.score),
    );
    const corrects = isCorrection(text, listening);
    const wants = evidence.filter(({ meaning }) => meaning.kind === 'event' && meaning.event.type !== 'uses');
    const { facts, unclear } = factsIn(told, corrects);
    const guess = likely[0]?.meaning ?? null;
    const isSeveral = facts.multipleDevices === true || isSame(guess, SEVERAL);
    const isGuessed = isSeveral && isShortWithOneDevice(text, listening) && !tellsOfDevices(text, listening);
    return {
      facts: isGuessed ? withoutSeveral(facts) : facts,
      unclear,
      corrects,
      wants: wants.flatMap(({ meaning }) => (meaning.kind === 'event' ? meaning.event : [])),
      uses: usesIn(evidence),
      maybe: isGuessed && isSame(guess, SEVERAL) ? ONE_DEVICE : guess,
    };
  };
}

/** Troubles that lend weight to the fact behind them: whose mail fills the disk has little room, in all likelihood. */
const BEHIND: { readonly [T in Trouble]?: Fact } = { diskFull: 'limitedStorage' };

/** How likely a meaning has to be beside all that is likely. */
function neededFor(meaning: Meaning, likely: readonly Evidence[]): number {
  if (meaning.kind !== 'fact') return SURE.event;
  const isBehind = likely.some(
    ({ meaning: other, score }) =>
      score >= SURE.event &&
      other.kind === 'event' &&
      other.event.type === 'trouble' &&
      BEHIND[other.event.trouble] === meaning.fact,
  );
  return isBehind && meaning.is ? MAYBE : SURE.fact;
}

/** Whether something is said as a correction of what was said before. */
export function isCorrection(text: readonly Sentence[], { marks }: Listening): boolean {
  return text.some(({ symbols }) => symbols.has(marks.correction));
}

/** What is told in one sentence is often understood only with the next: each two of them are looked at together. */
function inTwos(sentences: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  if (sentences.length < 2) return [...sentences];
  return sentences.slice(1).map((features, at) => features.union(sentences[at] ?? features));
}

/** What a sentence is recognised by, patterns included. */
export function seen(sentence: Sentence, listening: Listening): Set<string> {
  return featuresOf(sentence, listening, patternsIn(sentence, listening));
}

const SEVERAL = { kind: 'fact', fact: 'multipleDevices', is: true } as const;
const ONE_DEVICE = { ...SEVERAL, is: false };

function isSame(meaning: Meaning | null, other: Meaning): boolean {
  return meaning !== null && nameOf(meaning) === nameOf(other);
}

/** In so few words a device that is named is where the mail is read, and not a second one. */
const FEW = 12;

/** "Outlook on my phone": what is likely to be several devices is only a guess here. */
function isShortWithOneDevice(text: readonly Sentence[], listening: Listening): boolean {
  if (lengthOf(text) > FEW) return false;
  // "My new phone" takes the place of another one as often as it comes beside it.
  return (
    text.some(listening.namesDevice) &&
    new Set(text.flatMap((sentence) => [...kindsIn(sentence, listening)])).size <= 1
  );
}

/** Facts without several devices, where these were only learnt to be likely and no pattern tells of them. */
export function asTold(
  facts: Heard['facts'],
  text: readonly Sentence[],
  listening: Listening,
): Heard['facts'] {
  return facts.multipleDevices && !tellsOfDevices(text, listening) ? withoutSeveral(facts) : facts;
}

function withoutSeveral({ multipleDevices, ...others }: Heard['facts']): Heard['facts'] {
  return multipleDevices === false ? { ...others, multipleDevices } : others;
}

/**
 * Facts without one device only, where that was only learnt to be likely and two kinds are named: "only my PC, and
 * my phone". Wrong advice would follow, by which the other device loses mail.
 */
export function withoutDoubtfulOne(
  facts: Heard['facts'],
  text: readonly Sentence[],
  listening: Listening,
): Heard['facts'] {
  const { multipleDevices, ...others } = facts;
  if (multipleDevices !== false) return facts;
  return text.some((sentence) => kindsIn(sentence, listening).size > 1) ? others : facts;
}

/** Whether POP may be advised because of what is told. */
export const speaksForPop = ({ poorConnection, localOnly }: Heard['facts']): boolean =>
  poorConnection === true || localOnly === true;

/**
 * What was heard, in which other devices or readers that a pattern finds are asked about, where they were not heard and
 * POP would be advised: it would take their mail away. `isSettled` tells of a fact whether it is sure what was said of it.
 */
export function withoutDoubtfulOthers(
  heard: Heard,
  text: readonly Sentence[],
  isSettled: (fact: Fact) => boolean,
  listening: Listening,
): Heard {
  if (!speaksForPop(heard.facts)) return heard;
  const stated = text.filter((sentence) => !isQuestion(sentence));
  const told = new Set(stated.flatMap((sentence) => [...patternsIn(sentence, listening)]));
  const isTold = (fact: Fact, is: boolean) => told.has(nameOf({ kind: 'fact', fact, is }));
  const isSure = (fact: Fact, sentence: Sentence) =>
    listening.findCertain(sentence).some(({ label }) => label.kind === 'fact' && label.fact === fact);
  const isOnlyTold = (fact: Fact) => isTold(fact, true) && !isTold(fact, false) && !isSettled(fact);
  // One computer is soon told of where there are two: "one at home and one at work".
  const isHinted = (fact: Fact) =>
    (fact === 'multipleDevices' || !isTold(fact, false)) &&
    hintsAt(
      fact,
      stated.filter((sentence) => !isSure(fact, sentence)),
      listening,
    );
  const doubtful = NEEDS_IMAP.filter(
    (fact) => heard.facts[fact] !== true && (isOnlyTold(fact) || isHinted(fact)),
  );
  return withUnclear(heard, doubtful);
}

/** What was heard, with facts that are asked about in place of what was heard of them. */
function withUnclear(heard: Heard, asked: readonly Fact[]): Heard {
  const facts = { ...heard.facts };
  for (const fact of asked) delete facts[fact];
  return { ...heard, facts, unclear: [...new Set([...heard.unclear, ...asked])] };
}

/** What was heard without one device only, where an exception is told of along with it: "only my PC, except on holidays". */
export function withoutExceptedOne(heard: Heard, text: readonly Sentence[], listening: Listening): Heard {
  const isExcepted = heard.facts.multipleDevices === false && text.some(listening.isException);
  return isExcepted ? withUnclear(heard, ['multipleDevices']) : heard;
}

/** Whether something may tell of a fact, and is to be asked about before POP is advised. */
export function hintsAt(
  fact: Fact,
  text: readonly Sentence[],
  { findDoubt, isException }: Listening,
): boolean {
  return text.some(
    (sentence) =>
      findDoubt(sentence).some(({ label }) => label === fact) ||
      (fact === 'multipleDevices' && isException(sentence)),
  );
}

/** Those facts of which a pattern tells in a sentence. */
export function toldBy(
  facts: Heard['facts'],
  text: readonly Sentence[],
  listening: Listening,
): Heard['facts'] {
  const names = new Set(text.flatMap((sentence) => [...patternsIn(sentence, listening)]));
  const told: { [F in Fact]?: boolean } = {};
  for (const fact of FACTS) {
    const is = facts[fact];
    if (is !== undefined && names.has(nameOf({ kind: 'fact', fact, is }))) told[fact] = is;
  }
  return told;
}

/** Whether a pattern finds one of these names in a sentence, denied or not. */
export function isNamed(
  text: readonly Sentence[],
  { find }: Listening,
  ...names: readonly string[]
): boolean {
  return text.some((sentence) => find(sentence).some(({ label }) => names.includes(nameOf(label))));
}

const OF_DEVICES = [true, false].map((is) => nameOf({ kind: 'fact', fact: 'multipleDevices', is }));

/** Whether patterns find several devices in a message, or only one. */
function tellsOfDevices(text: readonly Sentence[], listening: Listening): boolean {
  return text.some((sentence) => patternsIn(sentence, listening).some((name) => OF_DEVICES.includes(name)));
}

/** The names of what patterns find in a sentence. */
function* patternsIn(sentence: Sentence, listening: Listening): Generator<string> {
  const { marks } = listening;
  for (const { label, pattern, match } of listening.find(sentence)) {
    const denied = !pattern.saysNot && isNegated(sentence, match.start, match.end, marks, match.taken);
    const isOver = sentence.over[match.start] === true;
    if (label.kind === 'fact') {
      if (!isOver) yield nameOf({ ...label, is: label.is !== denied });
    } else if (label.kind === 'event' && label.event.type === 'uses') {
      if (!denied && !isOver) yield nameOf(label);
    } else {
      yield nameOf(label);
    }
  }
  if (kindsIn(sentence, listening).size > 1) yield 'multipleDevices=yes';
}

/** Yes or no for each fact, or neither where both are as likely. */
function factsIn(evidence: readonly Evidence[], corrects: boolean) {
  const facts: { [F in Fact]?: boolean } = {};
  const unclear: Fact[] = [];
  for (const fact of FACTS) {
    const own = evidence.filter(({ meaning }) => meaning.kind === 'fact' && meaning.fact === fact);
    const best = (is: boolean) =>
      own
        .filter(({ meaning }) => meaning.kind === 'fact' && meaning.is === is)
        .reduce((most, { score, place }) => (score > most.score ? { score, place } : most), {
          score: 0,
          place: -1,
        });
    const [yes, no] = [best(true), best(false)];
    if (yes.score === 0 && no.score === 0) continue;
    if (yes.score - no.score > CLEARLY) facts[fact] = true;
    else if (odds(no.score) - odds(yes.score) > CLEARLY_NOT) facts[fact] = false;
    else if (corrects && yes.place !== no.place) facts[fact] = yes.place > no.place;
    else unclear.push(fact);
  }
  return { facts, unclear };
}

/** How much likelier yes has to be than no, as advice follows from it. */
const CLEARLY = 0.15;
/** How much likelier no has to be than yes, in log-odds: what is denied is also spoken of. */
const CLEARLY_NOT = 0.5;

function odds(score: number): number {
  const inside = Math.min(Math.max(score, 1e-6), 1 - 1e-6);
  return Math.log(inside / (1 - inside));
}

function usesIn(evidence: readonly Evidence[]): Heard['uses'] {
  for (const { meaning } of evidence) {
    if (meaning.kind === 'event' && meaning.event.type === 'uses') return meaning.event.protocol;
  }
  return null;
}

function isExplain(meaning: Meaning): boolean {
  return meaning.kind === 'event' && meaning.event.type === 'explain';
}

/** The different kinds of device that a sentence speaks of as the person's own and in use. */
function kindsIn(sentence: Sentence, { kinds, marks }: Listening): ReadonlySet<number> {
  const found = new Set<number>();
  sentence.at.forEach((here, at) => {
    for (const kind of kinds) {
      if (!here.some(({ symbol }) => symbol === kind)) continue;
      const before = [...(sentence.at[at - 1] ?? []), ...(sentence.at[at - 2] ?? [])];
      if (before.some(({ symbol }) => symbol === marks.owner || symbol === marks.replaced)) continue;
      if (here.some(({ symbol }) => symbol === marks.noDevice)) continue;
      if (sentence.over[at] || isNegated(sentence, at, at + 1, marks, new Set([at]))) continue;
      found.add(kind);
    }
  });
  const [laptop, desktop, computer] = kinds.slice(-3);
  const named = (laptop !== undefined && found.has(laptop)) || (desktop !== undefined && found.has(desktop));
  if (computer !== undefined && named) found.delete(computer);
  return found;
}
