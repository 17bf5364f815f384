import { expect, test } from 'vitest';
import { growthOf } from '../../bench/memory/growth.ts';

const sample = (talks: number, resident: number) => ({ talks, resident, heap: 0 });
const upTo = (count: number, resident: (talks: number) => number) =>
  Array.from({ length: 101 }, (_, at) => sample((at * count) / 100, resident((at * count) / 100)));

test('a leak of 300 bytes a talk shows', () => {
  const { slope, first, last } = growthOf(upTo(200_000, (talks) => 200 + (talks * 300) / 1024 ** 2));
  expect(slope).toBeCloseTo((300 * 100_000) / 1024 ** 2);
  expect(last.middle).toBeGreaterThan(first.most);
});

test('what comes in while it warms up is no growth', () => {
  const { slope, first, last } = growthOf(upTo(200_000, (talks) => (talks < 20_000 ? talks / 100 : 200)));
  expect(slope).toBe(0);
  expect(first).toEqual({ least: 200, middle: 200, most: 200 });
  expect(last).toEqual(first);
});
