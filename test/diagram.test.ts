import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawStatechart } from '../src/diagram/draw.ts';

test('the statechart in the README is that of the machine (else: npm run diagram)', () => {
  const file = join(import.meta.dirname, '../docs/statechart.svg');
  expect(readFileSync(file, 'utf8')).toBe(drawStatechart());
});
