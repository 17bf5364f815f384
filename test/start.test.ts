import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const START = join(import.meta.dirname, '../src/start.js');

/** What starting it prints as an error under a Node that calls itself so, and how it ends. */
function startUnder(version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, START],
    // Where the version is not looked at, the port says that the start went on.
    { env: { PATH: process.env.PATH, PORT: 'no port' }, encoding: 'utf8' },
  );
  return { stderr, status };
}

test('an old Node is told what to do, and a new one goes on to the settings', () => {
  const old = startUnder('20.20.2');
  expect(old.status).toBe(1);
  expect(old.stderr).toMatch(/^This needs Node 26, .*"npm ci"/);
  const current = startUnder('26.0.0');
  expect(current.status).toBe(1);
  expect(current.stderr).toMatch(/PORT/);
});
