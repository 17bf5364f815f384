import { describe, expect, test } from 'vitest';
import { advise } from '../../dialogs/advise.ts';
import { planQuestions } from '../../dialogs/questions.ts';
import { FACTS, type Fact, type Knowledge } from '../../dialogs/scenarios.ts';
import { allKnowledge } from './allKnowledge.ts';

const people = allKnowledge([true, false]);
const plan = planQuestions();

const outcome = (person: Knowledge) => {
  const verdict = advise(person);
  return verdict.kind === 'advice' ? verdict.protocol : verdict.kind;
};

/** Questions that a strategy asks one person until nobody who answered alike would be advised otherwise. */
function asked(person: Knowledge, next: (known: Knowledge) => Fact | null | undefined): number {
  let known: Knowledge = {};
  for (let count = 0; ; count++) {
    const alike = people.filter((other) =>
      Object.entries(known).every(([fact, is]) => other[fact as Fact] === is),
    );
    if (new Set(alike.map(outcome)).size === 1) return count;
    const fact = next(known);
    if (!fact)
      throw new Error(`Asks nothing although open answers could change the advice: ${JSON.stringify(known)}`);
    known = { ...known, [fact]: person[fact] === true };
  }
}

const mean = (next: (known: Knowledge) => Fact | null | undefined) =>
  people.reduce((sum, person) => sum + asked(person, next), 0) / people.length;

/** The least possible mean, found over sets of people instead of states of knowledge. */
function least(group: readonly Knowledge[], open: readonly Fact[]): number {
  if (new Set(group.map(outcome)).size === 1) return 0;
  return (
    group.length +
    Math.min(
      ...open.map((fact) => {
        const others = open.filter((other) => other !== fact);
        return (
          least(
            group.filter((person) => person[fact]),
            others,
          ) +
          least(
            group.filter((person) => !person[fact]),
            others,
          )
        );
      }),
    )
  );
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

describe('the order of questions', () => {
  test('asks as few questions on average as any strategy can', () => {
    const counts = people.map((person) => asked(person, plan.next));
    const average = counts.reduce((a, b) => a + b, 0) / people.length;
    console.log(`questions asked: mean ${average}, worst case ${Math.max(...counts)}`);
    expect(average).toBeCloseTo(least(people, FACTS) / people.length, 10);
    expect(plan.cost({})).toEqual({ mean: average, worst: Math.max(...counts) });
  });

  test('is beaten by none of the 720 fixed orders', () => {
    const own = mean(plan.next);
    for (const order of permutations(FACTS)) {
      expect(mean((known) => order.find((fact) => known[fact] === undefined))).toBeGreaterThanOrEqual(own);
    }
  });

  test('stops as soon as no open answer could change the advice', () => {
    expect(plan.next({ localOnly: false, poorConnection: false })).toBeNull();
    expect(plan.next({ sharedMailbox: true })).toBeNull();
  });

  test('never asks what is known, nor what the person could not say', () => {
    for (const known of allKnowledge([true, false, 'unsure', undefined])) {
      const next = plan.next(known);
      if (next !== null) expect(known[next]).toBeUndefined();
    }
  });

  test('follows the weights of real people where they are given', () => {
    const mostlyRemote = planQuestions((person) =>
      person.multipleDevices || person.sharedMailbox || person.offlineFolders ? 0.001 : 1,
    );
    expect(mostlyRemote.next({})).not.toBe(plan.next({}));
  });
});
