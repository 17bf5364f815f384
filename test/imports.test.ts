import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');

/** `isType` where nothing is left of it when the bot runs. */
type Import = { readonly file: string; readonly from: string; readonly isType: boolean };

/** What the files of a folder import: packages by name, our own files by their path from the root. */
function importsOf(folder: string): Import[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT }).flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return [
      ...text.matchAll(/^(?:import|export)\b( type\b)?[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gms),
    ].map(([, type, fixed, late]) => {
      const name = fixed ?? late ?? '';
      const from = name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), name)) : name;
      return { file, from, isType: type !== undefined };
    });
  });
}

describe('imports run downwards', () => {
  test('the dialog knows xstate and itself', () => {
    const imports = importsOf('dialogs');
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter(({ from }) => from !== 'xstate' && !from.startsWith('dialogs/'))).toEqual([]);
  });

  test('the conversation knows no platform', () => {
    const platform =
      /^(bot(builder|framework)|restify|ws|redis|@azure|node:(http|https|net|sqlite)|src\/(bot|channels|storage|web)\/)/;
    const imports = importsOf('src/conversation');
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter(({ from }) => platform.test(from))).toEqual([]);
  });

  test.each([
    ['src/bot', /^src\/(channels|web|storage\/(?!conflict|failure|versions))/],
    ['src/storage', /^(dialogs|src\/(bot|channels|conversation|web))\//],
  ])('%s knows nothing of what is above it', (folder, above) => {
    expect(importsOf(folder).filter(({ from }) => above.test(from))).toEqual([]);
  });
});

describe('each folder of what understands a message stands on those before it', () => {
  const UNDERSTAND = 'src/conversation/understand';
  /** What is known of language; none of it knows of messages, and of the situations that they are read in. */
  const LANGUAGE = ['text', 'examples', 'patterns', 'learning'];
  /** What reads a message: of what stands on it, it knows no more than types. */
  const READING = ['heard', 'shown', 'guide', 'ownWords'];
  const ALL = [...LANGUAGE, ...READING];
  const fromAbove = (folder: string) => {
    const imports = importsOf(`${UNDERSTAND}/${folder}`);
    expect(imports.length).toBeGreaterThan(2);
    const below = ALL.slice(0, ALL.indexOf(folder) + 1).map((name) => `${UNDERSTAND}/${name}/`);
    return imports.filter(
      ({ from }) => from.startsWith(`${UNDERSTAND}/`) && !below.some((name) => from.startsWith(name)),
    );
  };

  test('they are all there are', () => {
    const there = readdirSync(join(ROOT, UNDERSTAND), { withFileTypes: true });
    expect(there.flatMap((one) => (one.isDirectory() ? one.name : [])).sort()).toEqual([...ALL].sort());
  });

  test.each(LANGUAGE)('%s', (folder) => {
    expect(fromAbove(folder)).toEqual([]);
  });

  test.each(READING)('%s', (folder) => {
    const message = ['reading', 'situation'].map((name) => `${UNDERSTAND}/${name}.ts`);
    const values = fromAbove(folder).filter(({ from, isType }) => !isType && !message.includes(from));
    expect(values).toEqual([]);
  });
});

/** What package.json names, by kind. */
const { dependencies, devDependencies } = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

test.each([
  // What the Teams app is packed with is loaded late, and whoever runs the bot does without.
  ['src', { ...dependencies, '@microsoft/app-manifest': '', fflate: '' }],
  ['dialogs', dependencies],
  ['bench', { ...dependencies, ...devDependencies }],
])('%s imports no package that is there only because another one needs it', (folder, declared) => {
  const strange = importsOf(folder).filter(({ from }) => {
    const [name = ''] = /^(@[^/]+\/)?[^/]+/.exec(from) ?? [];
    return !/^node:|\.(ts|js)$/.test(from) && !Object.hasOwn(declared, name);
  });
  expect(strange).toEqual([]);
});
