import { expect, test } from 'vitest';
import { openRecord } from '../../bench/load/latency.ts';
import { median, percentile } from '../../bench/median.ts';

const upTo = (last: number) => Array.from({ length: last }, (_, at) => last - at);

test('the median is the middle one by size, and not by text or place', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test('one slow turn in a hundred is above p99, two are not', () => {
  expect(percentile(upTo(100), 0.99)).toBe(99);
  expect(percentile([...upTo(98), 5000, 5000], 0.99)).toBe(5000);
  expect(percentile([7], 0.99)).toBe(7);
});

test('a record tells of the first wrong reply and counts them all', () => {
  const record = openRecord();
  for (const fault of [null, 'first', null, 'second']) record.turn(performance.now(), fault);
  expect(record.seen()).toMatchObject({ turns: 4, wrong: 2, firstWrong: 'first' });
});
