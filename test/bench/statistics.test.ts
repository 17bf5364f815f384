import { describe, expect, test } from 'vitest';
import { difference } from '../../bench/widget/statistics.ts';

const pairs = (differences: readonly number[]) => differences.map((one) => [100 + one, 100] as const);

describe('the difference of two pages', () => {
  test('is none where one is as often ahead as the other', () => {
    const { median, from, to } = difference(pairs([-30, 20, -10, 10, 0, 30, -20, 5, -5]));
    expect(median).toBe(0);
    expect(from).toBeLessThan(0);
    expect(to).toBeGreaterThan(0);
  });

  test('is told where it is larger than what varies', () => {
    const { median, from, to } = difference(pairs([48, 52, 55, 45, 50, 60, 40, 51, 49]));
    expect(median).toBe(50);
    expect(from).toBeGreaterThanOrEqual(40);
    expect(to).toBeLessThanOrEqual(60);
  });

  test('is not moved by one visit that hung', () => {
    expect(difference(pairs([1, -1, 2, -2, 0, 1, -1, 0, 9000])).to).toBeLessThan(10);
  });

  test('has no interval where each visit takes as long', () => {
    expect(difference(pairs([7, 7, 7]))).toEqual({ median: 7, from: 7, to: 7 });
  });
});
