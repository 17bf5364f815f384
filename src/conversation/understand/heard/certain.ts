import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import type { Meaning } from '../examples/labels.ts';
import type { Listening } from '../patterns/listening.ts';
import {
  isDeniedBehind,
  isNegated,
  isQuestion,
  lengthOf,
  overlap,
  type Sentence,
  sentences,
} from '../text/sentences.ts';
import { withoutDoubtfulOne } from './doubts.ts';
import { UNLESS_MORE_IS_SAID } from './events.ts';
import type { Interpretation } from './hear.ts';

/** Commands that mean something only while a mail program is being set up, or mended. */
const AT_STEPS: ReadonlySet<DialogEvent['type']> = new Set([
  'oneByOne',
  'repeat',
  'allAtOnce',
  'next',
  'previous',
  'works',
  'worksNot',
]);

/** What was heard, and what is said for sure. */
export function withCertain(
  heard: Interpretation,
  read: readonly Sentence[],
  isAtSteps: boolean,
  listening: Listening,
): Interpretation {
  // Of what is corrected only the order tells what is true in the end: what is sure of itself behind the correction.
  const corrected = certainFacts(heard.corrects ? fromCorrection(read, listening) : [], listening);
  const isOpen = (fact: Fact) => !heard.corrects || !(fact in heard.facts || heard.unclear.includes(fact));
  const said = new Map([
    ...[...certainFacts(read, listening)].filter(([fact]) => isOpen(fact)),
    ...corrected,
  ]);
  const wants: DialogEvent[] = [];
  for (const meaning of certainIn(read, listening)) {
    if (
      meaning.kind === 'event' &&
      (isAtSteps ? meaning.event.type !== 'back' : !AT_STEPS.has(meaning.event.type))
    )
      wants.push(meaning.event);
  }
  const facts: { [F in Fact]?: boolean } = { ...withoutDoubtfulOne(heard.facts, read, listening) };
  for (const [fact, values] of said) {
    const [is] = values;
    // Both yes and no are as good as nothing.
    if (values.size > 1) delete facts[fact];
    else if (is !== undefined) facts[fact] = is;
  }
  const unclear = [...said].filter(([, values]) => values.size > 1).map(([fact]) => fact);
  return {
    ...heard,
    facts,
    unclear: [...heard.unclear.filter((fact) => !said.has(fact)), ...unclear],
    // What is wanted comes before a goodbye.
    wants:
      wants.length > 0 && !isObjection(wants, heard, read)
        ? wants.toSorted(
            (one, other) =>
              Number(UNLESS_MORE_IS_SAID.has(one.type)) - Number(UNLESS_MORE_IS_SAID.has(other.type)),
          )
        : heard.wants,
  };
}

/** What is said from the last correction on: "wait, also the tablet". */
function fromCorrection(read: readonly Sentence[], { lexicon, marks }: Listening): readonly Sentence[] {
  const last = read.findLastIndex(({ symbols }) => symbols.has(marks.correction));
  return read.slice(last).flatMap((sentence, at) => {
    const correction = at === 0 ? sentence.symbols.get(marks.correction)?.at(-1) : undefined;
    // "On the same computer, actually" corrects with what stands before it.
    const from = correction && correction.end < sentence.words.length ? correction.start : 0;
    return from === 0 ? [sentence] : sentences(sentence.words.slice(from).join(' '), lexicon, marks);
  });
}

/** An objection to the advice is a short message: "my neighbour says POP is better". */
const OBJECTION = 12;

/** Whether nothing but an objection was found where something else is said: "my nephew says convert to IMAP, how is it done?" */
function isObjection(
  wants: readonly DialogEvent[],
  heard: Interpretation,
  read: readonly Sentence[],
): boolean {
  if (wants.some(({ type }) => type !== 'why')) return false;
  const [first] = heard.wants;
  // "My boss says POP is safer" sounds like a provider that gives it up.
  return lengthOf(read) > OBJECTION || (first?.type === 'trouble' && first.trouble !== 'popEnds');
}

/** The facts that are told for sure: yes, no, or both, which tells as little as neither. */
export function certainFacts(
  read: readonly Sentence[],
  listening: Listening,
): ReadonlyMap<Fact, ReadonlySet<boolean>> {
  const said = new Map<Fact, Set<boolean>>();
  for (const meaning of certainIn(read, listening)) {
    if (meaning.kind === 'fact') said.set(meaning.fact, new Set(said.get(meaning.fact)).add(meaning.is));
  }
  return said;
}

/** What is sure in the sentences, and in each item of a list; how many devices there are is told by all items together. */
function* certainIn(read: readonly Sentence[], listening: Listening): Generator<Meaning> {
  yield* certainOf(read, listening);
  for (const meaning of certainOf(read.flatMap(listening.itemsOf), listening)) {
    if (meaning.kind === 'fact' && meaning.fact !== 'multipleDevices') yield meaning;
  }
}

function* certainOf(
  read: readonly Sentence[],
  { findCertain, findUnsaid, marks, littleWords }: Listening,
): Generator<Meaning> {
  for (const sentence of read) {
    const unsaid = findUnsaid(sentence);
    const told = findCertain(sentence).filter(({ label, pattern, match }) => {
      if (label.kind !== 'fact') return true;
      const denied =
        !pattern.saysNot &&
        (isNegated(sentence, match.start, match.end, marks, match.taken) ||
          match.taken.values().some((at) => isDeniedBehind(sentence, at)));
      // "And on my phone?" tells of one, and asks what that changes.
      const isAsked = isQuestion(sentence) && !littleWords.goesOn.has(sentence.words[0] ?? '');
      const sounds = unsaid.some(
        (one) => label.is && one.label.includes(label.fact) && overlap(match, one.match),
      );
      return !denied && !isAsked && !sounds && sentence.over[match.start] !== true;
    });
    for (const one of told) if (!told.some((other) => outdoes(other, one))) yield one.label;
  }
}

type Certain = ReturnType<Listening['findCertain']>[number];

/**
 * "One laptop, one tablet" is more than "one … tablet": a yes in more of the same words is meant, and not the no. By a no POP
 * may be advised, so that a yes in fewer words is still asked about.
 */
function outdoes(one: Certain, other: Certain): boolean {
  if (one.label.kind !== 'fact' || other.label.kind !== 'fact') return false;
  if (one.label.fact !== other.label.fact || !one.label.is || other.label.is) return false;
  const [{ match }, inside] = [one, other.match];
  const covers = match.start <= inside.start && inside.end <= match.end;
  return covers && match.taken.size > inside.taken.size;
}
