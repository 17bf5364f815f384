import { seeded, seedOf } from '../../test/seeded.ts';

/** With `CHAOS_SEED` the same numbers are drawn again; who gets which of them still depends on how long things take. */
export const SEED = seedOf('CHAOS_SEED');

export const random = seeded(SEED);
export const between = (least: number, most: number) => least + random() * (most - least);
export const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
