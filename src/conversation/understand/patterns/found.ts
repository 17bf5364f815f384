import { FACTS, type Fact, type Facts } from '../../../../dialogs/scenarios.ts';
import { nameOf } from '../examples/labels.ts';
import { isNegated, type Sentence } from '../text/sentences.ts';
import { kindsIn } from './deviceKinds.ts';
import type { Listening } from './listening.ts';

/** The names of what patterns find in a sentence. */
export function* patternsIn(sentence: Sentence, listening: Listening): Generator<string> {
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

/** Those facts of which a pattern tells in a sentence. */
export function toldBy(facts: Facts, text: readonly Sentence[], listening: Listening): Facts {
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

/** Whether it is said in as many words, by what teaches or by what is sure. */
export function isSaidOf(name: string, text: readonly Sentence[], listening: Listening): boolean {
  return (
    isNamed(text, listening, name) ||
    text.some((sentence) => listening.findCertain(sentence).some(({ label }) => nameOf(label) === name))
  );
}
