import { expect, test } from 'vitest';
import { nearest } from '../src/nearest.ts';

const KNOWN = ['PORT', 'PROXIES', 'LOG_LEVEL', 'LOG_HOURS', 'MicrosoftAppId'];

test.each([
  ['PROT', 'PORT'],
  ['Port', 'PORT'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['LOG_LEVLE', 'LOG_LEVEL'],
  ['MICROSOFT_APP_ID', 'MicrosoftAppId'],
  ['PATH', undefined],
  ['HOME', undefined],
  ['', undefined],
])('"%s" is meant as %s', (name, meant) => {
  expect(nearest(name, KNOWN)).toBe(meant);
});
