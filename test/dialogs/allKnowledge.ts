import { type Answer, FACTS, type Knowledge } from '../../dialogs/scenarios.ts';

/** All combinations of the values over the six facts; `undefined` leaves a fact unknown. */
export function allKnowledge(values: readonly (Answer | undefined)[]): Knowledge[] {
  return FACTS.reduce<Knowledge[]>(
    (all, fact) =>
      all.flatMap((known) =>
        values.map((value) => (value === undefined ? known : { ...known, [fact]: value })),
      ),
    [{}],
  );
}
