import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLesson, keptOr, learningCode } from '../src/conversation/understand/learning/learning.ts';
import { cached, openCache } from '../src/diskCache.ts';
import { ROOT } from '../src/packed.ts';
import { isRecord } from '../src/record.ts';
import { newFolder } from './folders.ts';

const entryIn = (folder: string, text = 'text', most = 2) => ({
  kind: 'test',
  most,
  folder,
  from: [Buffer.from(text)],
});

const isNumber = (value: unknown) => typeof value === 'number';

test('what was made is there at the next start, and made anew from something else', () => {
  const entry = entryIn(newFolder());
  expect(cached(entry, () => ({ made: 1 }), isRecord)).toEqual({ made: 1 });
  expect(cached(entry, () => ({ made: 2 }), isRecord)).toEqual({ made: 1 });
  expect(cached({ ...entry, from: [Buffer.from('other')] }, () => ({ made: 3 }), isRecord)).toEqual({
    made: 3,
  });
});

test('no more are kept than are to be', () => {
  const folder = newFolder();
  for (let n = 0; n < 5; n++) cached(entryIn(folder, String(n)), () => n, isNumber);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a file that cannot be finished leaves nothing behind', () => {
  const folder = newFolder();
  const entry = entryIn(folder);
  cached(entry, () => 1, isNumber);
  const [name = ''] = readdirSync(folder);
  // It can be written, and not be given its name.
  rmSync(join(folder, name));
  mkdirSync(join(folder, name, 'in the way'), { recursive: true });
  expect(cached(entry, () => 2, isNumber)).toBe(2);
  openCache(entry).write(3);
  expect(readdirSync(folder)).toEqual([name]);
});

test('where nothing can be kept, all is made', async () => {
  const folder = join(newFolder(), 'file');
  writeFileSync(folder, '');
  const entry = entryIn(folder);
  expect([cached(entry, () => 1, isNumber), cached(entry, () => 2, isNumber)]).toEqual([1, 2]);
  openCache(entry).write(3);
  expect(await openCache(entry).read()).toBeUndefined();
});

test('what somebody else put there is no obstacle', async () => {
  const folder = newFolder();
  const entry = entryIn(folder);
  cached(entry, () => 1, isNumber);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'nonsense');
  expect(await openCache(entry).read()).toBeUndefined();
  expect(cached(entry, () => 2, isNumber)).toBe(2);
});

test('what was kept in another form is made anew, and kept', () => {
  const entry = entryIn(newFolder());
  cached(entry, () => ({ made: 1 }), isRecord);
  expect(cached(entry, () => 2, isNumber)).toBe(2);
  expect(cached(entry, () => 3, isNumber)).toBe(2);
});

describe('a lesson', () => {
  const files = ['examples/en.yaml', 'examples/en.stories.yaml', 'patterns/en.yaml'].map((file) =>
    join(ROOT, 'dialogs', file),
  );
  const lesson = () =>
    keptOr(files, () => {
      throw new Error('the tests begin with learning');
    });

  test.each([
    'examples',
    'examples.nothing',
    'patterns.terms.words',
    'patterns.lists',
    'learnt.weights',
    'vocabulary.letters',
  ])('without its %s is none', (path) => {
    const whole = lesson();
    expect(isLesson(whole)).toBe(true);
    const without = (value: unknown, [name = '', ...rest]: readonly string[]): unknown =>
      isRecord(value)
        ? { ...value, [name]: rest.length > 0 ? without(value[name], rest) : undefined }
        : value;
    expect(isLesson(without(whole, path.split('.')))).toBe(false);
  });

  test('is learnt anew with each change of the code that has a part in it', () => {
    // What keeps it has none.
    const others = ['diskCache.ts', 'packed.ts'].map((name) => join(ROOT, 'src', name));
    const used = new Set<string>();
    const follow = (file: string): void => {
      if (used.has(file) || others.includes(file)) return;
      used.add(file);
      const imports = /^(?:import|export)\b(?! type)[^;]*?from '(\.[^']+)'/gms;
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(imports))
        follow(join(dirname(file), from));
    };
    follow(join(ROOT, 'src/conversation/understand/ears.ts'));
    expect(used.size).toBeGreaterThan(20);
    const code = new Set(learningCode().map(String));
    expect([...used].filter((file) => !code.has(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
