import { hash } from 'node:crypto';
import { z } from 'zod';

/** How many characters a code has. */
const LENGTH = 4;
const codeOf = (name: string) => hash('sha256', name, 'base64url').slice(0, LENGTH);

/**
 * Short codes for names of the dialog, to be stored instead of them: the same in every version of the dialog that has the
 * name. Throws where two names have the same code.
 */
export function codesFor<Name extends string>(names: readonly Name[]) {
  const known = new Map<string, Name>();
  for (const name of names) {
    const code = codeOf(name);
    const other = known.get(code);
    if (other) throw new Error(`The names "${name}" and "${other}" have the same code: rename one of them.`);
    known.set(code, name);
  }
  const codes = new Map([...known].map(([code, name]) => [name, code]));
  /** '' for a name that there is not. */
  const encoded = (name: Name): string => codes.get(name) ?? '';
  const name = z.string().transform((code, context): Name => {
    const name = known.get(code);
    if (name !== undefined) return name;
    context.addIssue('is the code of no name of this dialog');
    return z.NEVER;
  });
  return {
    encoded,
    encodedAll: (names: readonly Name[]): string => names.map(encoded).join(''),
    /** Reads a code. */
    name,
    /** Reads any number of codes. */
    names: z
      .string()
      .transform((codes): string[] => codes.match(/.{4}/g) ?? [])
      .pipe(z.array(name)),
  };
}
