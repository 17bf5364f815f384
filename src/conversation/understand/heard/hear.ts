import type { Protocol } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import { FACTS, type Fact, type Facts } from '../../../../dialogs/scenarios.ts';
import type { Trouble } from '../../../../dialogs/subjects.ts';
import { type Meaning, nameOf } from '../examples/labels.ts';
import type { Classifier } from '../learning/classifier.ts';
import { featuresOf } from '../learning/features.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Sentence } from '../text/sentences.ts';
import { isCorrection } from './corrections.ts';
import { hintsAt } from './doubts.ts';
import { isSeveralGuessed, withoutSeveral } from './severalDevices.ts';

/** What a message was found to say. */
export type Interpretation = {
  readonly facts: Facts;
  /** Facts for which the message says both yes and no. */
  readonly unclear: readonly Fact[];
  /** Said as a correction of something said before. */
  readonly corrects: boolean;
  /** What is asked or wanted besides, surest first. */
  readonly wants: readonly DialogEvent[];
  readonly uses: Protocol | null;
  /** What may have been meant, where nothing is sure. */
  readonly maybe: Meaning | null;
};

export type Hear = (text: readonly Sentence[]) => Interpretation;

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
    for (const [place, features] of inTwos(
      text.map((sentence) => featuresOf(sentence, listening)),
    ).entries()) {
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
    const isGuessed = isSeveral && isSeveralGuessed(text, listening);
    return {
      facts: isGuessed ? withoutSeveral(facts) : facts,
      unclear,
      corrects,
      wants: wants.flatMap(({ meaning }) => (meaning.kind === 'event' ? meaning.event : [])),
      uses: usesIn(evidence),
      maybe: guess && ofDevices(guess, isGuessed, text, listening),
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

const SEVERAL = { kind: 'fact', fact: 'multipleDevices', is: true } as const;
const ONE_DEVICE = { ...SEVERAL, is: false };

/** What may have been meant, where it is of devices: "when home I use my desktop" hints at another one elsewhere. */
function ofDevices(
  guess: Meaning,
  isGuessed: boolean,
  text: readonly Sentence[],
  listening: Listening,
): Meaning {
  if (!isSame(guess, SEVERAL) && !isSame(guess, ONE_DEVICE)) return guess;
  if (hintsAt('multipleDevices', text, listening)) return SEVERAL;
  return isGuessed ? ONE_DEVICE : guess;
}

function isSame(meaning: Meaning | null, other: Meaning): boolean {
  return meaning !== null && nameOf(meaning) === nameOf(other);
}

/** What is told in one sentence is often understood only with the next: each two of them are looked at together. */
function inTwos(sentences: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  if (sentences.length < 2) return [...sentences];
  return sentences.slice(1).map((features, at) => features.union(sentences[at] ?? features));
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

function usesIn(evidence: readonly Evidence[]): Interpretation['uses'] {
  for (const { meaning } of evidence) {
    if (meaning.kind === 'event' && meaning.event.type === 'uses') return meaning.event.protocol;
  }
  return null;
}

function isExplain(meaning: Meaning): boolean {
  return meaning.kind === 'event' && meaning.event.type === 'explain';
}
