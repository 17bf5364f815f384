import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kept, openKept } from '../src/kept.ts';
import { newFolder } from './folders.ts';

const whatIn = (folder: string, text = 'text', most = 2) => ({
  kind: 'test',
  most,
  folder,
  from: [Buffer.from(text)],
});

test('what was made is there at the next start, and made anew from something else', () => {
  const what = whatIn(newFolder());
  expect(kept(what, () => ({ made: 1 }))).toEqual({ made: 1 });
  expect(kept(what, () => ({ made: 2 }))).toEqual({ made: 1 });
  expect(kept({ ...what, from: [Buffer.from('other')] }, () => ({ made: 3 }))).toEqual({ made: 3 });
});

test('no more are kept than are to be', () => {
  const folder = newFolder();
  for (let n = 0; n < 5; n++) kept(whatIn(folder, String(n)), () => n);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a file that cannot be finished leaves nothing behind', () => {
  const folder = newFolder();
  const what = whatIn(folder);
  kept(what, () => 1);
  const [name = ''] = readdirSync(folder);
  // It can be written, and not be given its name.
  rmSync(join(folder, name));
  mkdirSync(join(folder, name, 'in the way'), { recursive: true });
  expect(kept(what, () => 2)).toBe(2);
  openKept(what).keep(3);
  expect(readdirSync(folder)).toEqual([name]);
});

test('where nothing can be kept, all is made', async () => {
  const folder = join(newFolder(), 'file');
  writeFileSync(folder, '');
  const what = whatIn(folder);
  expect([kept(what, () => 1), kept(what, () => 2)]).toEqual([1, 2]);
  openKept(what).keep(3);
  expect(await openKept(what).find()).toBeUndefined();
});

test('what somebody else put there is no obstacle', async () => {
  const folder = newFolder();
  const what = whatIn(folder);
  kept(what, () => 1);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'nonsense');
  expect(await openKept(what).find()).toBeUndefined();
  expect(kept(what, () => 2)).toBe(2);
});
