import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Listening } from './listening.ts';
import { type Sentence, sentences } from './sentences.ts';

/** The facts of which something only seems to tell. */
export function unsaidIn(read: readonly Sentence[], { findUnsaid }: Listening): ReadonlySet<Fact> {
  return new Set(read.flatMap((sentence) => findUnsaid(sentence).flatMap(({ label }) => label)));
}

/** Sentences without what only seems to tell of a fact. */
export function withoutUnsaid(
  read: readonly Sentence[],
  fact: Fact,
  { findUnsaid, lexicon, marks }: Listening,
): readonly Sentence[] {
  return read.flatMap((sentence) => {
    const found = findUnsaid(sentence).filter(({ label }) => label.includes(fact));
    if (found.length === 0) return [sentence];
    const left = sentence.words.filter((_, at) =>
      found.every(({ match }) => at < match.start || at >= match.end),
    );
    return sentences(left.join(' '), lexicon, marks);
  });
}
