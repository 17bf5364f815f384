import { expect, test } from 'vitest';
import { lineThrough } from '../../bench/fit.ts';

test('a line is found again from its points', () => {
  const { slope, start, share } = lineThrough([1, 4, 10].map((x) => [x, 50 + 3 * x] as const));
  expect(slope).toBeCloseTo(3);
  expect(start).toBeCloseTo(50);
  expect(share).toBeCloseTo(1);
});

test('points that lie on no line are told from those that do', () => {
  const square = lineThrough([1, 2, 3, 4, 5, 6].map((x) => [x, x * x] as const));
  expect(square.share).toBeLessThan(0.97);
  const noise = lineThrough([
    [0, 1],
    [1, -1],
    [2, 1],
    [3, -1],
  ]);
  expect(noise.share).toBeCloseTo(0.2);
});

test('what does not differ lies on a level line', () => {
  expect(
    lineThrough([
      [0, 7],
      [1, 7],
      [2, 7],
    ]),
  ).toEqual({ slope: 0, start: 7, share: 1 });
});
