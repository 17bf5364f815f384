import type { Fact } from '../../../../dialogs/scenarios.ts';
import type { Listening } from '../patterns/listening.ts';
import { type Sentence, type Span, sentences } from '../text/sentences.ts';

/** The facts of which something only seems to tell. */
export function unsaidIn(read: readonly Sentence[], listening: Listening): ReadonlySet<Fact> {
  return new Set(read.flatMap((sentence) => unsaidAt(sentence, listening).flatMap(({ facts }) => facts)));
}

/** Sentences without what only seems to tell of a fact. */
export function withoutUnsaid(
  read: readonly Sentence[],
  fact: Fact,
  listening: Listening,
): readonly Sentence[] {
  const { lexicon, marks } = listening;
  return read.flatMap((sentence) => {
    const found = unsaidAt(sentence, listening).filter(({ facts }) => facts.includes(fact));
    if (found.length === 0) return [sentence];
    const left = sentence.words.filter((_, at) => found.every(({ start, end }) => at < start || at >= end));
    return sentences(left.join(' '), lexicon, marks);
  });
}

/** `weight` is how much it takes to say it. */
type Unsaid = Span & { readonly facts: readonly Fact[]; readonly weight: number };

/** What only seems to tell of facts: what patterns know, and a device that is denied behind it. */
export function unsaidAt(sentence: Sentence, { findUnsaid, kinds, marks }: Listening): readonly Unsaid[] {
  const isPlace = (symbol: number) => symbol === marks.webmail || kinds.has(symbol);
  const denied = sentence.deniedBehind.filter(({ start, negation }) =>
    sentence.at.slice(start, negation).some((here) => here.some(({ symbol }) => isPlace(symbol))),
  );
  return [
    ...findUnsaid(sentence).map(({ label, match: { start, end }, pattern: { weight } }) => ({
      facts: label,
      start,
      end,
      weight,
    })),
    ...denied.map(({ start, end }) => ({ facts: OF_DEVICES, start, end, weight: end - start })),
  ];
}

const OF_DEVICES: readonly Fact[] = ['multipleDevices'];
