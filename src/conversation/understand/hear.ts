import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Meaning } from './labels.ts';
import type { Listening } from './loadPatterns.ts';
import { isNegated, isPast, type Sentence } from './sentences.ts';

/** What patterns found in a message. */
export type Heard = {
  readonly facts: { readonly [F in Fact]?: boolean };
  /** Facts for which the message says both yes and no. */
  readonly unclear: readonly Fact[];
  /** Said as a correction of something said before. */
  readonly corrects: boolean;
  /** What is asked or wanted besides, most telling first. */
  readonly wants: readonly DialogEvent[];
  readonly uses: 'IMAP' | 'POP' | null;
};

type Want = { readonly event: DialogEvent; readonly weight: number; readonly sentence: number };

/** What weighs in for one side of a fact, and where it was last said. */
type Side = { weight: number; at: number };

/** Places count words; sentences begin this far apart. */
const SENTENCE = 10_000;

/** Two kinds of device in a person's hands say as much as a short sentence about them. */
const KINDS_WEIGHT = 2.5;

/** Searches sentences for facts and questions; what is denied counts the other way, what is over does not count. */
export function hear(text: readonly Sentence[], listening: Listening): Heard {
  const sides = new Map<Fact, { yes: Side; no: Side }>();
  const wants = new Map<string, Want>();
  let uses: Heard['uses'] = null;
  let corrects = false;

  const weigh = (fact: Fact, is: boolean, weight: number, at: number) => {
    const both = sides.get(fact) ?? { yes: { weight: 0, at: -1 }, no: { weight: 0, at: -1 } };
    sides.set(fact, both);
    const side = is ? both.yes : both.no;
    side.weight = Math.max(side.weight, weight);
    side.at = Math.max(side.at, at);
  };

  text.forEach((sentence, number) => {
    if (sentence.symbols.has(listening.marks.correction)) corrects = true;
    for (const { label, pattern, match } of listening.find(sentence)) {
      if (label.kind === 'fact') {
        if (isPast(sentence, match.start, listening.marks)) continue;
        const denied =
          !pattern.saysNot && isNegated(sentence, match.start, match.end, match.taken, listening.marks);
        weigh(label.fact, label.is !== denied, pattern.weight, number * SENTENCE + match.start);
      } else if (label.kind === 'event') {
        if (label.event.type === 'uses') {
          const over = isPast(sentence, match.start, listening.marks);
          const denied = isNegated(sentence, match.start, match.end, match.taken, listening.marks);
          if (!over && !denied) uses = label.event.protocol;
        } else {
          const weight = pattern.weight + rank(label);
          const key = JSON.stringify(label.event);
          if (weight > (wants.get(key)?.weight ?? 0)) {
            wants.set(key, { event: label.event, weight, sentence: number });
          }
        }
      }
    }
  });
  if (kindsOfDevice(text, listening) > 1) weigh('multipleDevices', true, KINDS_WEIGHT, 0);

  const [first, ...others] = [...wants.values()].sort((a, b) => b.weight - a.weight);
  if (first?.event.type === 'explain') dropFactsOf(first.sentence, sides);

  const facts: { [F in Fact]?: boolean } = {};
  const unclear: Fact[] = [];
  for (const [fact, { yes, no }] of sides) {
    if (yes.weight === 0 || no.weight === 0) facts[fact] = yes.weight > 0;
    else if (corrects) facts[fact] = yes.at > no.at;
    else if (Math.abs(yes.weight - no.weight) >= 1) facts[fact] = yes.weight > no.weight;
    else unclear.push(fact);
  }
  return {
    facts,
    unclear,
    corrects,
    uses,
    wants: [first, ...others].flatMap((want) => want?.event ?? []),
  };
}

/** "If I use IMAP, are my folders in step?" asks about IMAP; it does not say how the person uses mail. */
function dropFactsOf(sentence: number, sides: Map<Fact, { yes: Side; no: Side }>): void {
  for (const [fact, { yes, no }] of sides) {
    const last = Math.max(yes.at, no.at);
    if (Math.floor(last / SENTENCE) === sentence) sides.delete(fact);
  }
}

/** Where a message fits several, troubles and questions go before small talk, and that before "off the topic". */
function rank(meaning: Meaning): number {
  if (meaning.kind !== 'event') return 0;
  const { type } = meaning.event;
  if (type === 'trouble') return 1;
  if (type === 'explain') return 0.8;
  if (type === 'person') return 0.7;
  if (type === 'askMe') return 0.3;
  return type === 'offTopic' ? -0.5 : 0;
}

/** How many different kinds of device the person speaks of as theirs and in use. */
function kindsOfDevice(text: readonly Sentence[], { kinds, marks }: Listening): number {
  const found = new Set<number>();
  for (const sentence of text) {
    sentence.at.forEach((here, at) => {
      for (const kind of kinds) {
        if (!here.some(({ symbol }) => symbol === kind)) continue;
        const before = [...(sentence.at[at - 1] ?? []), ...(sentence.at[at - 2] ?? [])];
        if (before.some(({ symbol }) => symbol === marks.owner || symbol === marks.replaced)) continue;
        if (here.some(({ symbol }) => symbol === marks.noDevice)) continue;
        if (isNegated(sentence, at, at + 1, new Set([at]), marks)) continue;
        if (isPast(sentence, at, marks)) continue;
        found.add(kind);
      }
    });
  }
  const [computer] = kinds.slice(-1);
  const named = kinds.slice(-3, -1);
  if (computer !== undefined && found.has(computer) && named.some((kind) => found.has(kind))) {
    found.delete(computer);
  }
  return found.size;
}
