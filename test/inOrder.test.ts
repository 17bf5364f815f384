import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openOrder } from '../src/inOrder.ts';

test('what is asked for under one key runs one after the other, and other keys do not wait for it', async () => {
  const inOrder = openOrder();
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const run = (key: string, name: string, until: Promise<void> = Promise.resolve()) =>
    inOrder(key, async () => {
      begun.push(name);
      await until;
      return name;
    });
  const all = [
    run('a', 'first', first.promise),
    run('a', 'second'),
    run('b', 'elsewhere'),
    run('a', 'third'),
  ];
  expect(begun).toEqual(['first', 'elsewhere']);
  await nextRound();
  expect(begun).toEqual(['first', 'elsewhere']);
  first.resolve();
  expect(await Promise.all(all)).toEqual(['first', 'second', 'elsewhere', 'third']);
  expect(begun).toEqual(['first', 'elsewhere', 'second', 'third']);
});

test('one that fails tells whoever asked for it, and those behind it run', async () => {
  const inOrder = openOrder();
  const failing = inOrder('a', () => Promise.reject(new Error('no')));
  const next = inOrder('a', async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
