import { expect, test } from 'vitest';
import { waitBefore } from '../../src/web/page/waits.js';

/** How much of a wait is not worth a word to the person, see chat.js; in milliseconds. */
const UNNOTICED = 800;

test('a page whose connection is lost comes back before the person notices, where it can', () => {
  expect(waitBefore(0, 1)).toBeLessThan(UNNOTICED);
});

test('those whom the bot has lost in one moment come back over seconds, and none of them too late', () => {
  for (const failed of [3, 4, 100]) {
    const waits = Array.from({ length: 101 }, (_, percent) => waitBefore(failed, percent / 100));
    expect(waits.at(0)).toBeGreaterThanOrEqual(100);
    expect(waits.at(-1)).toBeLessThanOrEqual(10_000);
    // As many in each second as in any other.
    const steps = waits.slice(1).map((wait, at) => wait - (waits[at] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(150);
  }
});

test('each attempt is further from the last than the one before it', () => {
  const means = [0, 1, 2, 3].map((failed) => waitBefore(failed, 0.5));
  expect(means).toEqual(means.toSorted((one, other) => one - other));
});
