import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Program, Purpose, Symptom } from '../../../dialogs/guides.ts';
import type { Answers } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Subject } from '../../../dialogs/subjects.ts';

/** A button as the person sees it, and what it means. */
export type Offered = { readonly label: string; readonly event: DialogEvent };

/** Where the talk stands, as far as it gives a message its meaning. */
export type Situation = {
  readonly asks: Fact | null;
  readonly offered: readonly Offered[];
  /** What yes, no and "not sure" mean here, where they mean anything. */
  readonly answers: Answers;
  /** Whether what is offered is shown with numbers. */
  readonly isNumbered: boolean;
  /** Whether what they say takes the place of something that they said before. */
  readonly isCorrection?: boolean;
  /** Whether POP is advised or set up, or what is known so far leads to it. */
  readonly isNearPop?: boolean;
  /** Whether they ask for somebody else, of whom is told what is told. */
  readonly isOnBehalf?: boolean;
  /** What was explained last, which "is that bad?" is about. */
  readonly spokenOf?: Subject | null;
  /** What they are helped with. */
  readonly purpose?: Purpose | null;
  /** Their mail program. */
  readonly program?: Program | null;
  /** What the program says, where they are helped with that. */
  readonly symptom?: Symptom | null;
};

/** Whether one of the choices that are shown means such a thing. */
export function offers({ offered }: Situation, ...types: readonly DialogEvent['type'][]): boolean {
  return offered.some(({ event }) => types.includes(event.type));
}

/** What is offered while a mail program is being set up, or mended. */
const OF_STEPS = ['works', 'worksNot', 'next', 'program', 'symptom', 'elsewhere', 'rate', 'reason'] as const;

/** Whether a mail program is being set up, or mended. */
export function atSteps(situation: Situation): boolean {
  return offers(situation, ...OF_STEPS);
}

/** Whether it is asked if a protocol is wanted all the same by which mail would be lost. */
export function isWarned({ offered }: Situation): boolean {
  return offered.some(({ event }) => event.type === 'protocol' && event.despite === true);
}

/** Whether the advice, or what it rests on, is before the person. */
export function isAdvised(situation: Situation): boolean {
  return offers(situation, 'doesNotFit', 'change');
}
