import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { failureText } from '../src/failedStart.ts';
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

/** A copy of the bot with these of its packages, from its sources; what a start of it prints as an error. */
function startCopy(packages: readonly string[], change: (folder: string) => void = () => {}) {
  const folder = newFolder();
  for (const own of ['src', 'dialogs', 'package.json'])
    cpSync(join(ROOT, own), join(folder, own), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  for (const name of packages)
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  change(folder);
  return runUnder(process.versions.node, join(folder, 'src/start.js'));
}

test('what is not installed, or not wholly, or missing of the bot itself is told with what brings it back', () => {
  const all = readdirSync(join(ROOT, 'node_modules')).filter((name) => !name.startsWith('.'));
  const without = (gone: string) => all.filter((name) => name !== gone);
  const toldOf = (gone: string) => ({
    status: 1,
    stderr: expect.stringMatching(new RegExp(`^${gone}\\S* is missing: [^\\n]+ Run "npm ci"\\.\\n$`)),
  });
  expect(startCopy([])).toEqual(toldOf('\\w'));
  for (const gone of ['yaml', 'pino']) expect(startCopy(without(gone))).toEqual(toldOf(gone));
  const withoutModule = startCopy(all, (folder) => rmSync(join(folder, 'src/wiring.ts')));
  expect(withoutModule.stderr).toBe('src/wiring.ts is missing. Put it back, as by "git checkout -- src".\n');
});

test('so is what is missing of the bot later in its start, and of nobody else', () => {
  const missing = (file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      return failureText(error);
    }
  };
  expect(missing(join(ROOT, 'src/web/page/gone.css'))).toBe(
    'src/web/page/gone.css is missing. Put it back, as by "git checkout -- src".',
  );
  expect(missing('/somewhere/else.pem')).toMatch(/^ENOENT: /);
  expect(
    failureText(
      Object.assign(new Error("Cannot find module 'rolldown/package.json'\nRequire stack"), {
        code: 'MODULE_NOT_FOUND',
      }),
    ),
  ).toBe(
    'rolldown/package.json is missing: what the bot needs is not installed, or not all of it. Run "npm ci".',
  );
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
