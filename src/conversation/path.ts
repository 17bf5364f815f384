import { adviceFor, type Protocol } from '../../dialogs/advise.ts';
import type { DialogEvent } from '../../dialogs/events.ts';
import type { Choice, Context, Say } from '../../dialogs/model.ts';
import type { Fact } from '../../dialogs/scenarios.ts';
import type { Dialog } from './dialog.ts';
import { askedAt, pathOf } from './states.ts';

/** One choice that was taken on the way, and what was asked there. */
export type Taken = {
  /** How the choice is named in a path, such as `multiple-devices-no`. */
  readonly step: string;
  readonly question: Say;
  readonly choice: Choice;
  /** It tells something of the person or their mail program; another choice is a wish, such as "why?". */
  readonly isAnswer: boolean;
};

/** Where a path of choices leads. */
export type AdvicePath = {
  readonly taken: readonly Taken[];
  /** Dotted state path, such as `asking.localOnly`. */
  readonly state: string;
  readonly asks: Fact | null;
  /** What is said on arriving, before the question. */
  readonly says: readonly Say[];
  readonly question: Say;
  readonly choices: readonly { readonly step: string; readonly choice: Choice }[];
  /** The protocol, where what is said is the advice. */
  readonly advice: Protocol | null;
};

/** No talk of use is longer, and none loops for ever. */
const LONGEST = 60;

const ANSWERS: ReadonlySet<DialogEvent['type']> = new Set([
  'tell',
  'answer',
  'prefer',
  'askMe',
  'program',
  'protocol',
  'symptom',
  'elsewhere',
]);

/**
 * The conversation as a path: the same machine, taken from its start by one choice after the other. Null where a step
 * is not offered at its place. A step names what it answers, so that an old path never answers another question.
 */
export function follow({ steps: machine }: Dialog, steps: readonly string[]): AdvicePath | null {
  if (steps.length > LONGEST) return null;
  let snapshot = machine.start;
  let says: readonly Say[] = [];
  const taken: Taken[] = [];
  for (const step of steps) {
    const { question, choices, asks } = askedAt(pathOf(snapshot.value), snapshot.context);
    const choice = choices.find((each) => stepOf(each, asks) === step);
    if (!choice) return null;
    taken.push({ step, question, choice, isAnswer: ANSWERS.has(choice.event.type) });
    const { next, says: said } = machine.step(snapshot, choice.event);
    snapshot = next;
    says = said;
  }
  const state = pathOf(snapshot.value);
  const { question, choices, asks } = askedAt(state, snapshot.context);
  return {
    taken,
    state,
    asks,
    says,
    question,
    choices: choices.map((choice) => ({ step: stepOf(choice, asks), choice })),
    advice: says.some(({ topic }) => topic === 'advice') ? protocolFor(snapshot.context) : null,
  };
}

function protocolFor({ known, preference }: Context): Protocol | null {
  return adviceFor(known, preference)?.protocol ?? null;
}

/** How a choice is named in a path: by its label's key, and by the fact that it answers. */
function stepOf({ label, event }: Choice, asks: Fact | null): string {
  if (event.type === 'answer' && asks) return kebab(`${asks}.${label.replace('choice.', '')}`);
  return kebab(label.replace(/^(choice|situation|program)\./, ''));
}

function kebab(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('.', '-')
    .toLowerCase();
}
