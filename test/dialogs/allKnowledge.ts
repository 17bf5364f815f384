import { FACTS, type FactAnswer, type Knowledge } from '../../dialogs/scenarios.ts';

/** All combinations of the values over the six facts; `undefined` leaves a fact unknown. */
export function allKnowledge(values: readonly (FactAnswer | undefined)[]): Knowledge[] {
  return FACTS.reduce<Knowledge[]>(
    (all, fact) =>
      all.flatMap((known) =>
        values.map((value) => (value === undefined ? known : { ...known, [fact]: value })),
      ),
    [{}],
  );
}
