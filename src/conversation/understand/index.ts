import type { DialogEvent, StateMeta } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { byLabel, chosen, type Offered } from './choices.ts';
import { train } from './classifier.ts';
import type { Examples } from './examples.ts';
import { answerOf, type Meaning, taughtBy } from './labels.ts';
import { clauses, normalise, words } from './normalise.ts';

/** Where the talk stands, as far as it gives a message its meaning. */
export type Situation = {
  readonly asks: Fact | null;
  readonly offered: readonly Offered[];
  /** What yes, no and "not sure" mean here, where they mean anything. */
  readonly answers: StateMeta['answers'];
};

/** What a message means in a situation: one event or more, in the order in which they are to be taken up. */
export type Understand = (text: string, situation: Situation) => readonly DialogEvent[];

/** Below these scores a guess would cost more than a question. */
const SURE_OF_FACT = 0.55;
const SURE_OF_EVENT = 0.6;
const NOT_UNDERSTOOD: readonly DialogEvent[] = [{ type: 'notUnderstood' }];

/**
 * Learns from the examples once, at start. `buttons` are all labels there are, so that an old button still
 * means what it says. The result is pure: the same text in the same situation always means the same.
 */
export function openUnderstanding(examples: Examples, buttons: readonly Offered[]): Understand {
  const taught = taughtBy(examples);
  const exact = new Map<string, Meaning>();
  for (const { meaning, sentences } of taught) {
    for (const sentence of sentences) exact.set(essence(normalise(sentence)), meaning);
  }
  const classify = train(
    taught.flatMap(({ meaning, sentences }) =>
      meaning.kind === 'answer' ? [] : sentences.map((text) => ({ text: normalise(text), label: meaning })),
    ),
  );

  /** What one clause says, surest first; nothing where that would be a guess. */
  function meaningsOf(clause: string): Meaning[] {
    const known = exact.get(essence(clause));
    if (known) return [known];
    const [best, second] = classify(clause);
    if (!best || best.score < (best.label.kind === 'fact' ? SURE_OF_FACT : SURE_OF_EVENT)) return [];
    const both = second && second.label.kind === 'fact' && second.score >= SURE_OF_FACT;
    return both ? [best.label, second.label] : [best.label];
  }

  /** "My disk is full and my line is slow" says two things; "my wife and I" says one. */
  function meaningsOfClause(clause: string): Meaning[] {
    const parts = clause.split(/\b(?:and|plus|n)\b/u);
    if (parts.length > 1) {
      const each = parts.map(meaningsOf);
      if (each.every((meanings) => meanings.some(({ kind }) => kind === 'fact'))) return each.flat();
    }
    return meaningsOf(clause);
  }

  return (text, situation) => {
    const said = normalise(text);
    const choice = chosen(said, situation.offered) ?? byLabel(said, buttons);
    if (choice) return [choice.event];

    const whole = exact.get(essence(said));
    if (whole) return eventsOf([whole], situation) ?? NOT_UNDERSTOOD;

    const { answer, rest } = leadingAnswer(said, exact);
    const meanings = clauses(rest).flatMap(meaningsOfClause);
    if (answer) meanings.unshift(answer);
    return eventsOf(meanings, situation) ?? NOT_UNDERSTOOD;
  };
}

/** "Yes, my wife too": a short answer in front, and the rest of what was said. */
function leadingAnswer(said: string, exact: ReadonlyMap<string, Meaning>) {
  const all = words(said);
  for (const length of [3, 2, 1]) {
    const meaning = exact.get(all.slice(0, length).join(' '));
    if (meaning?.kind !== 'answer' || all.length <= length) continue;
    const rest = said.slice(said.indexOf(all[length - 1] ?? '') + (all[length - 1] ?? '').length);
    return { answer: meaning, rest };
  }
  return { answer: null, rest: said };
}

/** Facts first, all in one event, then what was asked; null where nothing was understood. */
function eventsOf(meanings: readonly Meaning[], situation: Situation): readonly DialogEvent[] | null {
  const facts: { [F in Fact]?: boolean } = {};
  const events: DialogEvent[] = [];
  let answer: DialogEvent | undefined;
  for (const meaning of meanings) {
    if (meaning.kind === 'fact') facts[meaning.fact] = meaning.is;
    else if (meaning.kind === 'event') events.push(meaning.event);
    else if (situation.asks) answer = { type: 'answer', answer: answerOf(meaning.answer) };
    else answer = situation.answers?.[meaning.answer];
  }
  // What somebody spells out outweighs the "no" or "well" that it began with.
  if (answer && !(situation.asks && situation.asks in facts)) events.unshift(answer);
  if (Object.keys(facts).length > 0) {
    const told: DialogEvent = { type: 'tell', facts, inOwnWords: true };
    if (events[0]?.type === 'answer') events.splice(1, 0, told);
    else events.unshift(told);
  }
  const distinct = events.filter(
    (event, at) => events.findIndex((other) => JSON.stringify(other) === JSON.stringify(event)) === at,
  );
  return distinct.length > 0 ? distinct : null;
}

/** A text as its bare words, for comparing. */
function essence(text: string): string {
  return words(text).join(' ') || text;
}
