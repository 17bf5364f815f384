/** The seed of a run: that of an environment variable, so that a run can be had again, or else a new one. */
export function seedOf(variable: string): number {
  return Number(process.env[variable] ?? 1 + Math.floor(Math.random() * (MODULUS - 1)));
}

const MODULUS = 2_147_483_647;

/** Park and Miller's generator, from 0 to below 1; the same `seed`, from 1 on, gives the same numbers. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % MODULUS;
    return state / MODULUS;
  };
}
