import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { DialogEvent } from '../../dialogs/events.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { pathOf } from '../../src/conversation/states.ts';
import { EVENTS } from '../dialogs/events.ts';

const { machine, steps } = openDialog();
const BY_TYPE: readonly (readonly DialogEvent[])[] = Object.values(EVENTS);

test('a step gives what xstate’s own transition gives, from the snapshot before and from one made anew', () => {
  const random = seeded(2026);
  const reached = new Set<string>();
  const [start, first] = initialTransition(machine);
  expect(first).toEqual([]);
  expect(steps.start).toMatchObject({ value: start.value, context: start.context, status: start.status });
  let snapshot = start;
  let own = steps.start;
  for (let count = 0; count < 4000; count++) {
    const event = pick(pick(BY_TYPE, random), random);
    const which = `${count}: ${JSON.stringify(event)} at ${pathOf(snapshot.value)}`;
    const [next, actions] = transition(machine, snapshot, event);
    // What is raised has been done within the transition.
    const others = actions.filter(({ type }) => type !== 'xstate.raise');
    for (const { type } of others) expect(type, which).toBe('say');
    const says = others.map(({ params }) => params);
    for (const before of [own, steps.at(pathOf(own.value), own.context)]) {
      const step = steps.step(before, event);
      expect(step.next.value, which).toEqual(next.value);
      expect(step.next.context, which).toEqual(next.context);
      expect(step.says, which).toEqual(says);
    }
    own = steps.step(own, event).next;
    snapshot = next;
    reached.add(pathOf(next.value));
  }
  // A walk that stays where it began would prove nothing.
  expect(reached.size).toBeGreaterThan(20);
});

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** Park and Miller's generator, from 0 to below 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
