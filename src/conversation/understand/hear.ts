import type { DialogEvent } from '../../../dialogs/model.ts';
import { FACTS, type Fact } from '../../../dialogs/scenarios.ts';
import { type Classifier, train } from './classifier.ts';
import type { Examples } from './examples.ts';
import { featuresOf } from './features.ts';
import { type Meaning, nameOf, taughtBy } from './labels.ts';
import type { Listening } from './loadPatterns.ts';
import { normalise } from './normalise.ts';
import { isNegated, isPast, type Sentence, sentences } from './sentences.ts';

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

/** How likely a meaning has to be: where a pattern speaks for it, and where only the examples do. */
const WITH_PATTERN = 0.3;
const BY_EXAMPLES = 0.6;
/** Below that, down to this, the person is asked whether it is meant. */
const MAYBE = 0.35;

/** One sentence's evidence for one meaning. */
type Evidence = { readonly meaning: Meaning; readonly score: number; readonly sentence: number };

/**
 * Learns from the examples how far the patterns are to be trusted, and what no pattern catches. The result hears
 * each sentence by itself: what is denied counts the other way, what is over does not count.
 */
export function openHearing(examples: Examples, listening: Listening): Hear {
  const { classify, meanings } = learn(examples, listening);

  return (text) => {
    const evidence: Evidence[] = [];
    let maybe: { readonly meaning: Meaning; readonly score: number } | null = null;
    let corrects = false;
    text.forEach((sentence, number) => {
      corrects ||= sentence.symbols.has(listening.marks.correction);
      const found = new Set(patternsIn(sentence, listening));
      for (const { label, score } of classify(featuresOf(sentence, listening, found))) {
        const meaning = meanings.get(label);
        if (!meaning || score < WITH_PATTERN) continue;
        if (score >= BY_EXAMPLES || found.has(label)) evidence.push({ meaning, score, sentence: number });
        else if (score >= MAYBE && score > (maybe?.score ?? 0)) maybe = { meaning, score };
      }
    });

    const wants = evidence
      .filter(({ meaning }) => meaning.kind === 'event' && meaning.event.type !== 'uses')
      .sort((one, other) => other.score - one.score);
    const [first] = wants;
    const aside = first && isExplain(first.meaning) ? first.sentence : null;
    return {
      ...factsIn(evidence, aside, corrects),
      corrects,
      wants: wants.flatMap(({ meaning }) => (meaning.kind === 'event' ? meaning.event : [])),
      uses: usesIn(evidence),
      maybe: maybe === null ? null : (maybe as { meaning: Meaning }).meaning,
    };
  };
}

function learn(examples: Examples, listening: Listening) {
  const meanings = new Map<string, Meaning>();
  const labelsOf = new Map<string, string[]>();
  for (const { meaning, sentences: said } of taughtBy(examples)) {
    if (meaning.kind === 'answer') continue;
    const name = nameOf(meaning);
    meanings.set(name, meaning);
    for (const text of said) labelsOf.set(text, [...(labelsOf.get(text) ?? []), name]);
  }
  for (const text of examples.nothing) labelsOf.set(text, labelsOf.get(text) ?? []);
  const rows = [...labelsOf].flatMap(([text, labels]) =>
    sentences(normalise(text), listening.lexicon).map((sentence) => ({
      features: featuresOf(sentence, listening, new Set(patternsIn(sentence, listening))),
      labels,
    })),
  );
  const classify: Classifier<string> = train(rows, [...meanings.keys()]);
  return { classify, meanings };
}

/** The names of what patterns find in a sentence. */
function* patternsIn(sentence: Sentence, listening: Listening): Iterable<string> {
  const { marks } = listening;
  for (const { label, pattern, match } of listening.find(sentence)) {
    const denied = !pattern.saysNot && isNegated(sentence, match.start, match.end, match.taken, marks);
    if (label.kind === 'fact') {
      if (isPast(sentence, match.start, marks)) continue;
      yield nameOf({ ...label, is: label.is !== denied });
    } else if (label.kind === 'event' && label.event.type === 'uses') {
      if (!denied && !isPast(sentence, match.start, marks)) yield nameOf(label);
    } else {
      yield nameOf(label);
    }
  }
  if (kindsOfDevice(sentence, listening) > 1) yield 'multipleDevices=yes';
}

/**
 * Yes or no for each fact. "If I use IMAP, are my folders in step?" asks about IMAP and does not say how the
 * person uses mail: `aside` is such a sentence, which counts for nothing here.
 */
function factsIn(evidence: readonly Evidence[], aside: number | null, corrects: boolean) {
  const facts: { [F in Fact]?: boolean } = {};
  const unclear: Fact[] = [];
  for (const fact of FACTS) {
    const own = evidence.filter(
      ({ meaning, sentence }) => meaning.kind === 'fact' && meaning.fact === fact && sentence !== aside,
    );
    const best = (is: boolean) =>
      own
        .filter(({ meaning }) => meaning.kind === 'fact' && meaning.is === is)
        .reduce((most, { score, sentence }) => (score > most.score ? { score, sentence } : most), {
          score: 0,
          sentence: -1,
        });
    const [yes, no] = [best(true), best(false)];
    if (yes.score === 0 && no.score === 0) continue;
    if (Math.abs(yes.score - no.score) > CLEARLY) facts[fact] = yes.score > no.score;
    else if (corrects && yes.sentence !== no.sentence) facts[fact] = yes.sentence > no.sentence;
    else unclear.push(fact);
  }
  return { facts, unclear };
}

/** How much likelier one side has to be than the other. */
const CLEARLY = 0.15;

function usesIn(evidence: readonly Evidence[]): Heard['uses'] {
  for (const { meaning } of evidence) {
    if (meaning.kind === 'event' && meaning.event.type === 'uses') return meaning.event.protocol;
  }
  return null;
}

function isExplain(meaning: Meaning): boolean {
  return meaning.kind === 'event' && meaning.event.type === 'explain';
}

/** How many different kinds of device a sentence speaks of as the person's own and in use. */
function kindsOfDevice(sentence: Sentence, { kinds, marks }: Listening): number {
  const found = new Set<number>();
  sentence.at.forEach((here, at) => {
    for (const kind of kinds) {
      if (!here.some(({ symbol }) => symbol === kind)) continue;
      const before = [...(sentence.at[at - 1] ?? []), ...(sentence.at[at - 2] ?? [])];
      if (before.some(({ symbol }) => symbol === marks.owner || symbol === marks.replaced)) continue;
      if (here.some(({ symbol }) => symbol === marks.noDevice)) continue;
      if (isNegated(sentence, at, at + 1, new Set([at]), marks) || isPast(sentence, at, marks)) continue;
      found.add(kind);
    }
  });
  const [laptop, desktop, computer] = kinds.slice(-3);
  const named = (laptop !== undefined && found.has(laptop)) || (desktop !== undefined && found.has(desktop));
  if (computer !== undefined && named) found.delete(computer);
  return found.size;
}
