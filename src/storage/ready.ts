import type { Storage } from 'botbuilder';

/** Room for the largest items that a turn usually writes: a full disk shows before it fails a talk. */
const FILLER = 'x'.repeat(32 * 1024);
/** How long a result holds, in milliseconds: asking often costs no more than asking once. */
const HOLDS = 1000;
const KEY = 'ready';

/** Whether the storage can be written to, tried by writing: a storage that can only be read saves no talk. */
export function openReadiness(storage: Storage, now: () => number = Date.now): () => Promise<void> {
  let trial: { readonly began: number; readonly result: Promise<void> } | undefined;
  const tried = async () => {
    await storage.write({ [KEY]: { filler: FILLER } });
    await storage.delete([KEY]);
  };
  return () => {
    if (!trial || now() - trial.began >= HOLDS) trial = { began: now(), result: tried() };
    return trial.result;
  };
}
