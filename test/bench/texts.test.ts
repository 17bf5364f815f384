import { expect, test } from 'vitest';
import { openTexts } from '../../bench/scale/message/texts.ts';

test('a text has as many bytes as asked for, and is never said again', () => {
  const fresh = openTexts('x');
  const sizes = [10, 100, 1000, 10_000];
  const said = Array.from({ length: 200 }, () => sizes.map(fresh)).flat();
  expect(said.every((text, at) => Buffer.byteLength(text) === sizes[at % sizes.length])).toBe(true);
  expect(new Set(said).size).toBe(said.length);
  const [, , long] = said;
  expect(long).toMatch(/mail/i);
});
