import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/pop-or-imap');

/** What is kept under one name: of which kind it is, how many of that kind are, and all that it is made from, code included. */
type Kept = { readonly kind: string; readonly most: number; readonly from: readonly Buffer[] };

/**
 * What `make` gave the last time from the same, or else what it gives now, which is kept for the next start: plain data of
 * the form that `make` has. Where nothing can be kept, it is made anew at each start.
 */
export function kept<Made>({ kind, most, from }: Kept, make: () => Made): Made {
  const hash = createHash('sha256').update(process.version);
  for (const bytes of from) hash.update(bytes);
  const file = join(CACHE, `${hash.digest('hex').slice(0, 16)}.${kind}`);
  try {
    return deserialize(readFileSync(file));
  } catch {
    // Not made yet.
  }
  const made = make();
  try {
    mkdirSync(CACHE, { recursive: true });
    // Under another name first: a start at the same moment must not read half of it.
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, serialize(made));
    renameSync(unfinished, file);
    forgetOld(kind, most);
  } catch {
    // A folder that cannot be written to costs time at the next start and nothing else.
  }
  return made;
}

function forgetOld(kind: string, most: number): void {
  const all = globSync(`*.${kind}`, { cwd: CACHE }).map((name) => join(CACHE, name));
  const age = new Map(all.map((file) => [file, statSync(file).mtimeMs]));
  const newestFirst = all.sort((one, other) => (age.get(other) ?? 0) - (age.get(one) ?? 0));
  for (const file of newestFirst.slice(most)) rmSync(file, { force: true });
}
