import { describe, expect, test } from 'vitest';
import { advise, certain } from '../../dialogs/advise.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { type AdvicePath, follow } from '../../src/conversation/path.ts';
import { ADVICE_TYPE } from '../../src/conversation/reply.ts';
import { turn } from '../../src/conversation/turn.ts';
import { label } from '../../src/conversation/words.ts';

const dialog = openDialog();

/** Every path of up to so many choices, with the place that it leads to. */
function* paths(depth: number, steps: readonly string[] = []): Generator<[readonly string[], AdvicePath]> {
  const place = follow(dialog, steps);
  if (!place) throw new Error(`/${steps.join('/')} leads nowhere`);
  yield [steps, place];
  if (depth === 0) return;
  for (const { step, choice } of place.choices) {
    if (choice.event.type !== 'restart') yield* paths(depth - 1, [...steps, step]);
  }
}

describe('a path of choices', () => {
  test('leads on from everywhere, by steps that no two choices of a place share', () => {
    let count = 0;
    for (const [steps, { choices }] of paths(4)) {
      count++;
      const names = choices.map(({ step }) => step);
      expect(names.length, steps.join('/')).toBeGreaterThan(0);
      expect(new Set(names).size, steps.join('/')).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
    expect(count).toBeGreaterThan(500);
  });

  test('gives the advice that the talk gives to somebody who says the same', () => {
    let compared = 0;
    for (const [steps, place] of paths(3)) {
      if (!place.taken.every(({ isAnswer }) => isAnswer)) continue;
      let last = turn(dialog, undefined, { kind: 'joined' });
      for (const { choice } of place.taken) {
        const text = label(dialog.words, choice.label);
        last = turn(dialog, last.conversation, { kind: 'message', text });
      }
      const said = last.reply.valueType === ADVICE_TYPE ? last.reply.value : null;
      expect(place.advice, steps.join('/')).toBe(said?.protocol ?? null);
      if (said) {
        const verdict = advise(certain(said.facts));
        if (verdict.kind === 'advice') expect(place.advice, steps.join('/')).toBe(verdict.protocol);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  test('names the fact that it answers, so that it answers no other question', () => {
    expect(follow(dialog, ['ask-me', 'multiple-devices-no'])?.taken[1]?.step).toBe('multiple-devices-no');
    expect(follow(dialog, ['ask-me', 'no'])).toBeNull();
    expect(follow(dialog, ['ask-me', 'shared-mailbox-no'])).toBeNull();
  });

  test('that nobody offers, or that never ends, leads nowhere', () => {
    for (const steps of [['nonsense'], ['constructor'], [''], ['multiple-devices', 'multiple-devices']]) {
      expect(follow(dialog, steps), steps.join('/')).toBeNull();
    }
    const round = Array.from({ length: 200 }, () => 'difference');
    expect(follow(dialog, ['multiple-devices', ...round.slice(0, 50)])).not.toBeNull();
    expect(follow(dialog, ['multiple-devices', ...round])).toBeNull();
  });
});
