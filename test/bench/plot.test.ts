import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { lineChart, placeOf } from '../../bench/plot/lineChart.ts';
import { linearAxis, logAxis, short } from '../../bench/plot/ticks.ts';

describe('an axis', () => {
  test.each([
    [237, [0, 50, 100, 150, 200, 250]],
    [100, [0, 20, 40, 60, 80, 100]],
    [0.27, [0, 0.1, 0.2, 0.3]],
    [1200, [0, 250, 500, 750, 1000, 1250]],
  ])('has its marks at round numbers and reaches beyond the largest value, %d', (largest, ticks) => {
    const axis = linearAxis(largest);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.to).toBeGreaterThanOrEqual(largest);
    expect(axis.ticks.at(-1)).toBeCloseTo(axis.to);
  });

  test('in powers of ten holds all values', () => {
    expect(logAxis([10, 4000, 10_000])).toEqual({ from: 10, to: 10_000, ticks: [10, 100, 1000, 10_000] });
    expect(logAxis([1000, 1000]).ticks).toEqual([1000, 10_000]);
    expect(logAxis([15, 20_000]).ticks).toEqual([10, 100, 1000, 10_000, 100_000]);
  });

  test('places values as far apart as they differ', () => {
    expect(placeOf(25, linearAxis(100), 'linear')).toBeCloseTo(0.25);
    expect(placeOf(100, logAxis([10, 10_000]), 'log')).toBeCloseTo(1 / 3);
  });

  test('is written in few signs', () => {
    expect([0, 0.25, 950, 1000, 25_000, 250_000, 1_000_000].map(short)).toEqual([
      '0',
      '0.25',
      '950',
      '1,000',
      '25,000',
      '250 k',
      '1 M',
    ]);
  });
});

describe('a chart', () => {
  const chart = lineChart({
    title: 'Cost < time & memory',
    description: 'It stays level.',
    x: { label: 'talks', scale: 'log' },
    y: { label: 'µs' },
    series: [
      {
        name: 'one',
        points: [
          [1000, 100],
          [100_000, 50],
        ],
      },
      { name: 'other', points: [[1000, 0]], marked: false },
    ],
  });

  test('is well-formed, on white, with a title and a description for screen readers', () => {
    expect(XMLValidator.validate(chart)).toBe(true);
    const { svg } = new XMLParser({ ignoreAttributes: false }).parse(chart);
    expect(svg['@_aria-labelledby']).toBe('title description');
    expect(svg.title['#text']).toBe('Cost < time & memory');
    expect(svg.desc['#text']).toBe('It stays level.');
    expect(svg.rect['@_fill']).toBe('#ffffff');
  });

  test('draws from the lower left for small values to the upper right for large ones', () => {
    const [, x1, y1, x2, y2] = /d="M(\S+) (\S+) L(\S+) (\S+)" fill="none"/.exec(chart) ?? [];
    expect(Number(x1)).toBeLessThan(Number(x2));
    expect(Number(y1)).toBeLessThan(Number(y2));
    expect(Number(y1)).toBe(76);
  });

  test('marks each point unless it is told not to', () => {
    expect(chart.match(/<circle/g)).toHaveLength(3);
    expect(chart.match(/m-4 -4/g)).toBeNull();
  });
});
