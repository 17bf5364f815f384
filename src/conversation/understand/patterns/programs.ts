import type { Program } from '../../../../dialogs/guides.ts';
import { normalise, words } from '../text/normalise.ts';

/** What people call a mail program; the device that has it, on which they may use another one; and what all its versions are called. */
export type ProgramNames = {
  readonly names: readonly string[];
  readonly devices: readonly string[];
  readonly loosely: readonly string[];
};

/** The mail program that is named; `byDevice` where that may be another one, as only its device or its family was named. */
export type Named = { readonly program: Program; readonly byDevice: boolean };

/** Finds the mail program that is named among words; the longest name wins. */
export type FindProgram = (said: readonly string[]) => Named | null;

type Name = { readonly parts: readonly string[]; readonly named: Named };

/** Gets the names ready: for each program what people call it. */
export function openPrograms(all: ReadonlyMap<Program, ProgramNames>): FindProgram {
  const byFirst = new Map<string, Name[]>();
  for (const [program, { names, devices, loosely }] of all) {
    for (const name of [...names, ...devices, ...loosely]) {
      const parts = words(normalise(name));
      const [first] = parts;
      const named = { program, byDevice: devices.includes(name) || loosely.includes(name) };
      if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { parts, named }]);
    }
  }
  for (const names of byFirst.values()) names.sort((one, other) => other.parts.length - one.parts.length);

  return (said) => {
    let longest: Name | undefined;
    for (const [at, word] of said.entries()) {
      const here = byFirst
        .get(word)
        ?.find(({ parts }) => parts.every((part, index) => said[at + index] === part));
      if (here && here.parts.length > (longest?.parts.length ?? 0)) longest = here;
    }
    return longest?.named ?? null;
  };
}
