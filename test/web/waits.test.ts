import { expect, test } from 'vitest';
import { waitBefore } from '../../src/web/page/waits.js';

/** How much of a wait is not worth a word to the person, see chat.js; in milliseconds. */
const UNNOTICED = 800;

test('a page whose connection is lost comes back before the person notices, where it can', () => {
  expect(waitBefore(0, 1)).toBeLessThan(UNNOTICED);
});

test.each([
  ['soon at first', 0, 500],
  ['over seconds later on', 3, 9000],
  ['over no more however long it takes', 100, 9000],
])('those whom the bot has lost in one moment come back evenly, %s', (_, failed, span) => {
  const waits = Array.from({ length: 101 }, (_, percent) => waitBefore(failed, percent / 100));
  const [first = 0, last = 0] = [waits.at(0), waits.at(-1)];
  expect(first).toBeGreaterThanOrEqual(100);
  expect(last - first).toBeGreaterThan(span);
  expect(last).toBeLessThanOrEqual(10_000);
  // As many in each second as in any other.
  const steps = waits.slice(1).map((wait, at) => wait - (waits[at] ?? 0));
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1);
});

test('each attempt is further from the last than the one before it', () => {
  const means = [0, 1, 2, 3].map((failed) => waitBefore(failed, 0.5));
  expect(means).toEqual(means.toSorted((one, other) => one - other));
});
