import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');

/** What the files of a folder import: packages by name, our own files by their path from the root. */
function importsOf(folder: string): { readonly file: string; readonly from: string }[] {
  return globSync(`${folder}/**/*.ts`, { cwd: ROOT }).flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gms)].map(
      ([, fixed, late]) => {
        const name = fixed ?? late ?? '';
        return { file, from: name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), name)) : name };
      },
    );
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
