import {
  type Advice,
  adviceFor,
  advise,
  NEEDS_IMAP,
  OTHERS,
  type Preference,
  type Protocol,
} from './advise.ts';
import { planQuestions } from './questions.ts';
import { FACTS, type Fact, type Knowledge } from './scenarios.ts';

/** What decides where the talk goes on: enough to undo an answer by going back to the moment before it. */
export type Moment = {
  readonly known: Knowledge;
  readonly preference: Preference | null;
  /** The person asked to be interviewed: nothing is left open that could still change the advice. */
  readonly thorough: boolean;
  /** Questions that are put next, whatever is known: one that the person wants to answer again, or what may have been told. */
  readonly reasked: readonly Fact[];
};

export type Step = 'greeting' | `asking.${Fact}` | 'weighing' | 'advice.given';

const questions = planQuestions();

/**
 * Where the talk goes on, given what is known. Someone who described their situation gets advice at once;
 * someone who asked to be interviewed, or said only what is not so, is asked until the answer is settled.
 */
export function nextStep({ known, preference, thorough, reasked }: Moment): Step {
  const [first] = reasked;
  if (first !== undefined) return `asking.${first}`;
  if (!thorough && FACTS.every((fact) => known[fact] === undefined)) return 'greeting';

  const saidSomethingTrue = FACTS.some((fact) => known[fact] === true);
  if (thorough || !saidSomethingTrue) {
    const question = questions.next(known);
    if (question !== null) return `asking.${question}`;
  }

  const verdict = advise(known, preference);
  switch (verdict.kind) {
    case 'ask':
      return `asking.${verdict.fact}`;
    case 'conflict':
      return 'weighing';
    case 'advice':
      return 'advice.given';
  }
}

/** The advice that the person has had, if they have. */
export function advisedIn(moment: Moment): Advice | null {
  const isGiven = nextStep({ ...moment, reasked: [] }) === 'advice.given';
  return isGiven ? adviceFor(moment.known, moment.preference) : null;
}

/** Whether the person was advised, and the other protocol. */
export function isAgainstAdvice(moment: Moment, protocol: Protocol): boolean {
  const advised = advisedIn(moment);
  return advised !== null && advised.protocol !== protocol;
}

/** What is still to be asked once something is told or answered; nothing where these need IMAP, which costs no other device or reader its mail. */
export function stillAsked(
  { reasked }: Moment,
  facts: Knowledge,
  doubtful: readonly Fact[] = [],
): readonly Fact[] {
  if (NEEDS_IMAP.some((fact) => facts[fact] === true)) return [];
  // The first of them has just been put, and is put once more only where POP would take mail from others.
  const open = reasked.filter((fact, at) => at > 0 || OTHERS.some((other) => other === fact));
  return [...new Set([...doubtful, ...open])].filter((fact) => facts[fact] === undefined);
}
