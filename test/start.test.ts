import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rehearse } from '../src/rehearse.ts';
import { newFolder } from './folders.ts';
import { startBot } from './server.ts';

const ROOT = join(import.meta.dirname, '..');
const START = join(ROOT, 'src/start.js');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** What Node prints as an error with these arguments where it calls itself so, and how it ends. */
function runUnder(version: string, ...args: readonly string[]) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, ...args],
    // Where the version is not looked at, the port says that the start went on.
    { cwd: ROOT, env: { PATH: process.env.PATH, PORT: 'no port' }, encoding: 'utf8' },
  );
  return { stderr, status };
}

test('an old Node is told what to do, and a new one goes on to the settings', () => {
  const old = runUnder('20.20.2', START);
  expect(old.status).toBe(1);
  expect(old.stderr).toMatch(/^This needs Node 26, .*"npm ci"/);
  const current = runUnder('26.0.0', START);
  expect(current.status).toBe(1);
  expect(current.stderr).toMatch(/PORT/);
});

test('so it is by every script that runs TypeScript', () => {
  const run = Object.values(scripts).filter((script) => /^node .*\.ts$/.test(script));
  expect(run).toContain(scripts.prepare);
  for (const script of run) {
    const { stderr, status } = runUnder('20.20.2', ...script.split(' ').slice(1));
    expect(status, script).toBe(1);
    expect(stderr, script).toMatch(/^This needs Node 26, .*"npm ci"/);
  }
});

test('where nothing of a developer is installed, pictures are not drawn, which is said in a sentence', () => {
  const folder = newFolder();
  for (const file of ['pictures.ts', 'chromium.ts'])
    copyFileSync(join(ROOT, 'test/browser', file), join(folder, file));
  const { stderr, status } = runUnder(process.versions.node, join(folder, 'pictures.ts'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^What draws the pictures is not installed: run "npm ci"/m);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a start says where talks are kept, by the full path, and whether that is new', async () => {
  const folder = realpathSync(newFolder());
  const file = join(folder, 'data/bot.db');
  const started = async (STORAGE: string) => {
    const bot = await startBot({ STORAGE }, folder);
    await bot.stop();
    return bot.output();
  };
  expect(await started('sqlite:./data/bot.db')).toContain(`Talks are kept in ${file}, which is new.\n`);
  expect(await started(`sqlite:${file}`)).toContain(`Talks are kept in ${file}.\n`);
  expect(await started('memory:')).not.toContain('Talks are kept');
});

test('a bug at the start is told with its place, and what the system refuses in a line', async () => {
  const broken = (fault: string) =>
    startBot({
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`import http from 'node:http'; http.createServer = () => { throw ${fault}; }`)}`,
    });
  await expect(broken("new TypeError('a bug')")).rejects.toThrow(
    /^ended with 1: TypeError: a bug\n( {4}at .+\n)+$/,
  );
  await expect(broken("Object.assign(new Error('EACCES: x'), { syscall: 'open' })")).rejects.toThrow(
    /^ended with 1: EACCES: x\n$/,
  );
});

test('a rehearsal leaves what Node has compiled in the folder of what is installed', async () => {
  const compiled = join(ROOT, 'node_modules/.cache/pop-or-imap/compiled');
  const entries = () =>
    readdirSync(compiled, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  rmSync(compiled, { recursive: true, force: true });
  await rehearse();
  expect(entries().length).toBeGreaterThan(2);
});
