import type { DialogEvent } from '../../../../dialogs/events.ts';
import { FACTS, type Fact, type FactAnswer } from '../../../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, TROUBLES } from '../../../../dialogs/subjects.ts';
import { COMMANDS, type Examples } from './examples.ts';

/** What an example teaches: a fact with its polarity, an answer to whatever was asked, or an event. */
export type Meaning =
  | { readonly kind: 'fact'; readonly fact: Fact; readonly is: boolean }
  | { readonly kind: 'answer'; readonly answer: 'yes' | 'no' | 'unsure' }
  | { readonly kind: 'event'; readonly event: DialogEvent };

export type AnswerMeaning = Extract<Meaning, { kind: 'answer' }>;

/** A meaning's name: `multipleDevices=yes`, `trouble.setup`, `explain.pop`, `uses.IMAP`, `thanks`. */
export function nameOf(meaning: Meaning): string {
  if (meaning.kind === 'fact') return `${meaning.fact}=${meaning.is ? 'yes' : 'no'}`;
  if (meaning.kind === 'answer') return meaning.answer;
  const { event } = meaning;
  if (event.type === 'trouble') return `trouble.${event.trouble}`;
  if (event.type === 'explain') return `explain.${event.subject}`;
  return event.type === 'uses' ? `uses.${event.protocol}` : event.type;
}

/** All meanings there are, each with the examples that teach it. */
export function taughtBy(
  examples: Examples,
): { readonly meaning: Meaning; readonly sentences: readonly string[] }[] {
  const event = (event: DialogEvent, sentences: readonly string[] = []) =>
    ({ meaning: { kind: 'event', event }, sentences }) as const;
  return [
    ...FACTS.flatMap((fact) => [
      { meaning: { kind: 'fact', fact, is: true } as const, sentences: examples.facts[fact]?.yes ?? [] },
      { meaning: { kind: 'fact', fact, is: false } as const, sentences: examples.facts[fact]?.no ?? [] },
    ]),
    ...COMMANDS.map((command) => event({ type: command }, examples.commands[command])),
    ...LEARNT_SUBJECTS.map((subject) => event({ type: 'explain', subject }, examples.explain[subject])),
    ...TROUBLES.map((trouble) => event({ type: 'trouble', trouble }, examples.troubles[trouble])),
    event({ type: 'uses', protocol: 'IMAP' }, examples.uses.IMAP),
    event({ type: 'uses', protocol: 'POP' }, examples.uses.POP),
    ...(['yes', 'no', 'unsure'] as const).map((answer) => ({
      meaning: { kind: 'answer', answer } as const,
      sentences: examples.answers[answer],
    })),
  ];
}

/** The value of a fact that an answer to its question gives. */
export function answerOf(answer: AnswerMeaning['answer']): FactAnswer {
  return answer === 'unsure' ? 'unsure' : answer === 'yes';
}

/** All meanings but short answers, by name. */
export function meaningsByName(examples: Examples): Map<string, Meaning> {
  return new Map(
    taughtBy(examples).flatMap(({ meaning }) =>
      meaning.kind === 'answer' ? [] : ([[nameOf(meaning), meaning]] as const),
    ),
  );
}
