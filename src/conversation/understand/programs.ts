import type { Program } from '../../../dialogs/guides.ts';
import { normalise, words } from './normalise.ts';

/** Finds the mail program that is named among words; the longest name wins. */
export type FindProgram = (said: readonly string[]) => Program | null;

/** Gets the names ready: for each program what people call it. */
export function openPrograms(names: ReadonlyMap<Program, readonly string[]>): FindProgram {
  const byFirst = new Map<string, { readonly name: readonly string[]; readonly program: Program }[]>();
  for (const [program, own] of names) {
    for (const name of own.map((text) => words(normalise(text)))) {
      const [first] = name;
      if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { name, program }]);
    }
  }
  for (const entries of byFirst.values()) entries.sort((one, other) => other.name.length - one.name.length);

  return (said) => {
    let found: { readonly name: readonly string[]; readonly program: Program } | null = null;
    said.forEach((word, at) => {
      const here = byFirst
        .get(word)
        ?.find(({ name }) => name.every((part, index) => said[at + index] === part));
      if (here && here.name.length > (found?.name.length ?? 0)) found = here;
    });
    return (found as { readonly program: Program } | null)?.program ?? null;
  };
}
