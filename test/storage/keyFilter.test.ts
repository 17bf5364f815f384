import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeyFilter } from '../../src/storage/keyFilter.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { newFolder } from '../folders.ts';
import { seeded, seedOf } from '../seeded.ts';

const keyOf = (number: number) => `directline/conversations/talk-${number}`;

test('a filter has all that was added, and little else', () => {
  const filter = new KeyFilter();
  for (let number = 0; number < 200_000; number++) filter.add(keyOf(number));
  let wrong = 0;
  for (let number = 0; number < 200_000; number++) {
    expect(filter.mayHave(keyOf(number))).toBe(true);
    if (filter.mayHave(keyOf(number + 1_000_000))) wrong++;
  }
  expect(wrong).toBeLessThan(200);
});

describe('what was written is found, whenever a sweep comes by', () => {
  const open = (file: string) => new SqliteStorage(file, { expireAfterSeconds: () => 3600 });

  test('before, during and after it, and in the next process', async () => {
    const file = join(newFolder(), 'bot.db');
    const seed = seedOf('FUZZ_SEED');
    const random = seeded(seed);
    const about = (key: string) => `${key}, FUZZ_SEED=${seed}`;
    let storage = open(file);
    const written = new Map<string, number>();
    const number = (item: unknown) =>
      typeof item === 'object' && item !== null && 'n' in item ? item.n : undefined;
    for (let round = 0; round < 60; round++) {
      const key = keyOf(Math.floor(random() * 400));
      const [sweepsFirst, sweepsLast] = [round % 3 === 0, round % 3 === 1];
      const sweeps = [sweepsFirst && storage.sweep()];
      const writes = Array.from({ length: 20 }, async (_, at) => {
        const other = `${key}-${at}`;
        await storage.write({ [other]: { n: round, eTag: '*' } });
        written.set(other, round);
        // What was just written, from a read that has only the database.
        expect(number((await storage.read([other]))[other]), about(other)).toBe(round);
      });
      sweeps.push(sweepsLast && storage.sweep());
      await Promise.all([...writes, ...sweeps]);
      if (round % 7 === 0) {
        await storage.delete([`${key}-0`]);
        written.delete(`${key}-0`);
      }
      if (round % 20 !== 19) continue;
      await storage.close();
      storage = open(file);
    }
    for (let turn = 0; turn < 2; turn++) {
      for (const [key, n] of written) expect(number((await storage.read([key]))[key]), about(key)).toBe(n);
      await storage.sweep();
    }
    expect(await storage.read([keyOf(-1)])).toEqual({});
    await storage.close();
  });

  test('also where another process has written it, once a write has met it', async () => {
    const file = join(newFolder(), 'bot.db');
    const [one, other] = [open(file), open(file)];
    await one.sweep();
    await other.write({ talk: { n: 1, eTag: '' } });
    await expect(one.write({ talk: { n: 2, eTag: '' } })).rejects.toThrow(/eTag/);
    expect((await one.read(['talk'])).talk).toMatchObject({ n: 1 });
    await Promise.all([one.close(), other.close()]);
  });
});
