import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pack } from '../src/pack.ts';
import { CONTENTS, packedBot } from '../src/packed.ts';
import { newFolder } from './folders.ts';

const SOURCES = join(import.meta.dirname, '../src');

/** A small program where the bot would be, which is started as the bot is and tells where its parts stand. */
function newProgram() {
  const root = realpathSync(newFolder());
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  for (const name of ['start.js', 'nodeVersion.js', 'packed.ts'])
    cpSync(join(SOURCES, name), join(root, 'src', name));
  write('package.json', '{ "type": "module" }');
  write('node_modules/.package-lock.json', '{}');
  write('node_modules/greeting/package.json', '{ "version": "1.0.0", "main": "index.cjs" }');
  write('node_modules/greeting/index.cjs', "module.exports = 'hello';");
  write('dialogs/words.ts', 'export const folder: string = import.meta.dirname;');
  write(
    'src/main.ts',
    `import greeting from 'greeting';
import { folder } from '../dialogs/words.ts';
const { later } = await import('./later.ts');
const isPacked = new Error('where').stack?.includes('.packed');
console.log(greeting, isPacked ? 'packed' : 'from sources', folder, new URL('x', import.meta.url).pathname, later.name, /^[é😀]+$/u.test('é😀') && 'é😀');`,
  );
  write('src/later.ts', 'export function later(): void {}');
  const run = () => execFileSync(process.execPath, [join(root, 'src/start.js')], { encoding: 'utf8' }).trim();
  const told = (how: string) => `hello ${how} ${join(root, 'dialogs')} ${join(root, 'src/x')} later é😀`;
  return { root, write, run, told };
}

test('a program runs from its sources, and once packed from one file that finds the same and keeps its names', async () => {
  const { root, run, told } = newProgram();
  expect(run()).toBe(told('from sources'));
  expect(packedBot(root)).toBeNull();
  const file = await pack(root);
  expect(packedBot(root)).toBe(file);
  expect(run()).toBe(told('packed'));
});

test.each([
  ['a file of ours', 'src/later.ts', 'export function later(): void { "otherwise"; }'],
  ['a file that is new', 'dialogs/more.ts', ''],
  ['what is installed', 'node_modules/.package-lock.json', '{ "other": true }'],
])('after a change of %s it runs from its sources until it is packed again', async (_, name, text) => {
  const { root, write, run, told } = newProgram();
  await pack(root);
  write(name, text);
  expect(run()).toBe(told('from sources'));
  await pack(root);
  expect(run()).toBe(told('packed'));
});

test.each([
  ['is cut off', (folder: string) => truncateSync(join(folder, 'main.mjs'), 10)],
  ['is empty', (folder: string) => truncateSync(join(folder, 'main.mjs'), 0)],
  ['is gone', (folder: string) => rmSync(join(folder, 'main.mjs'))],
  [
    'lacks a part',
    (folder: string) => {
      for (const name of readdirSync(folder)) if (/^later-.*[.]mjs$/.test(name)) rmSync(join(folder, name));
    },
  ],
  ['does not say what belongs to it', (folder: string) => truncateSync(join(folder, CONTENTS), 5)],
])('a packed file that %s is not started, and made anew', async (_, damage) => {
  const { root, run, told } = newProgram();
  damage(dirname(await pack(root)));
  expect(run()).toBe(told('from sources'));
  await pack(root);
  expect(run()).toBe(told('packed'));
});

test('a package that a start does not need is loaded when something of it is first used, and is what it was', async () => {
  const { root, write, run } = newProgram();
  const installs = (name: string, code: string) => {
    write(`node_modules/${name}/package.json`, '{ "main": "index.cjs" }');
    write(`node_modules/${name}/index.cjs`, `console.log('${name} is loaded');\n${code}`);
  };
  installs('yaml', "exports.parse = (text) => '<' + text + '>';");
  installs('axios', 'module.exports = function (url) { this.url = url; }; module.exports.get = () => "got";');
  // As TypeScript writes it.
  installs(
    'node-fetch',
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = () => "fetched";',
  );
  write(
    'src/main.ts',
    `import Axios from 'axios';
import fetch from 'node-fetch';
import { parse } from 'yaml';
console.log('started');
console.log(parse('a'));
console.log(new Axios('b').url, Axios.get());
console.log(fetch.default?.() ?? fetch());`,
  );
  const used = ['<a>', 'b got', 'fetched'];
  const loaded = ['axios is loaded', 'node-fetch is loaded', 'yaml is loaded'];
  expect(run().split('\n')).toEqual([...loaded, 'started', ...used]);
  await pack(root);
  expect(run().split('\n')).toEqual([
    'started',
    ...['yaml', 'axios', 'node-fetch'].flatMap((name, at) => [`${name} is loaded`, used[at]]),
  ]);
});

test('what was packed long ago is thrown away', async () => {
  const { root, write } = newProgram();
  for (let n = 0; n < 4; n++) {
    write('src/later.ts', `export function later(): void { ${n}; }`);
    await pack(root);
  }
  expect(readdirSync(join(root, 'node_modules/.cache/pop-or-imap'))).toHaveLength(2);
});

test('a program that was not installed by npm runs from its sources', () => {
  const { root } = newProgram();
  expect(packedBot(join(root, 'dialogs'))).toBeNull();
});
