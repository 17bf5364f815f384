import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../folders.ts';
import { reasonOf } from '../reason.ts';
import { isBusy } from './sqliteFile.ts';

/** How long another process is waited for, in milliseconds: one that is being stopped takes some four seconds. */
const PATIENCE = 10_000;
const AGAIN = 200;

/** Another process of the bot has the database, and keeps it. */
export class DatabaseInUse extends Error {
  override name = 'DatabaseInUse';
}

/**
 * Has a database for this process alone, by a lock on a small file beside it; gives what lets go of it. The system takes
 * the lock away from a process that dies, however it does. Waits for another process that may be about to end, of which
 * `tell` hears once, and throws `DatabaseInUse` where it does not. Where no lock can be had for another reason `doubt` says so, and
 * the bot goes on without: it guards against a mistake only.
 */
export async function lockDatabase(
  file: string,
  tell: (sentence: string) => void,
  { patience = PATIENCE, again = AGAIN } = {},
): Promise<{ readonly letGo: () => void; readonly doubt: string | null }> {
  // A link to a database is that database.
  const held = `${existsSync(file) ? realpathSync(file) : file}.lock`;
  const end = performance.now() + patience;
  let hasTold = false;
  for (;;) {
    const { letGo, reason } = lock(held);
    if (letGo) return { letGo, doubt: null };
    if (reason !== null) {
      return {
        letGo: () => undefined,
        doubt: `STORAGE: ${held} cannot be locked (${reason}), so that a second process of the bot on this database would not be found out: see to it that there is none, and that this user may write that file.`,
      };
    }
    if (performance.now() >= end)
      throw new DatabaseInUse(`another process of the bot uses the database ${file}`);
    if (!hasTold) tell(`STORAGE: another process of the bot uses the database ${file}; waiting for its end.`);
    hasTold = true;
    await sleep(again);
  }
}

type Lock =
  | { readonly letGo: () => void; readonly reason: null }
  /** Why it cannot be had; null where somebody has it. */
  | { readonly letGo: null; readonly reason: string | null };

function lock(file: string): Lock {
  let database: DatabaseSync | undefined;
  try {
    makeFolder(dirname(resolve(file)));
    const opened = new DatabaseSync(file);
    database = opened;
    // Nothing is ever written to it, so that no journal need be there for a crash to leave.
    opened.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { letGo: () => opened.close(), reason: null };
  } catch (error) {
    database?.close();
    return { letGo: null, reason: isBusy(error) ? null : reasonOf(error) };
  }
}
