import { reasonOf } from '../reason.ts';
import type { Disk } from './sqliteDisk.ts';
import type { DatedItem } from './sqliteWriter.ts';

/**
 * How long the disk may take for a commit to be waited for here, in milliseconds; how much longer than that it may take in
 * all, where what quicker ones save is made up for; and for how long it is waited for in a thread after that. Handing over to
 * a thread and back costs more processor time than the commit, but a slow disk would keep this thread from the next turns.
 */
const QUICK = 5;
const TOO_LONG = 100;
const MEANWHILE = 60_000;

/** Writes that the database has. */
type Writes = readonly (readonly DatedItem[])[];

/**
 * Syncs to the disk (fdatasync) what was committed without waiting for it: at once where the disk is quick, else while this thread goes
 * on. `idle` is called when nothing is under way any more.
 */
export function openDiskSync(disk: Disk, idle: () => void) {
  const underWay = new Set<{ readonly writes: Writes; readonly synced: Promise<void> }>();
  /** By how much the disk has taken too long of late, and up to when it counts as slow. */
  let late = 0;
  let slowUntil = 0;
  let doubt: Error | null = null;

  function sync(): void {
    const began = performance.now();
    try {
      disk.sync();
    } finally {
      late = Math.max(0, late + performance.now() - began - QUICK);
      if (late > TOO_LONG) {
        late = 0;
        slowUntil = performance.now() + MEANWHILE;
      }
    }
  }

  /** A system that could not bring something to the disk may tell only once, and then count it as being there. */
  function failed(error: unknown): Error {
    doubt = error instanceof Error ? error : new Error(reasonOf(error));
    return doubt;
  }

  async function syncMeanwhile(writes: Writes): Promise<void> {
    const one = { writes, synced: disk.syncMeanwhile() };
    underWay.add(one);
    try {
      await one.synced;
    } catch (error) {
      throw failed(error);
    } finally {
      underWay.delete(one);
      if (underWay.size === 0) idle();
    }
  }

  return {
    /** `told` hears when the writes are on the disk, or why they may not be. */
    save(writes: Writes, told: (failure: Error | null) => void): void {
      if (underWay.size > 0 || performance.now() < slowUntil) {
        syncMeanwhile(writes).then(() => told(null), told);
        return;
      }
      try {
        sync();
      } catch (error) {
        told(failed(error));
        return;
      }
      told(null);
    },
    /** Resolves when everything that was committed is on the disk. Rejects with what failed. */
    saveAll: () => syncMeanwhile([]),
    isUnderWay: () => underWay.size > 0,
    /** Resolves when what was committed of these items is on the disk; undefined where it is. Rejects with what failed. */
    onDisk(keys: readonly string[]): Promise<unknown> | undefined {
      const theirs = [...underWay].filter(({ writes }) =>
        writes.some((items) => items.some(({ key }) => keys.includes(key))),
      );
      return theirs.length === 0 ? undefined : Promise.all(theirs.map(({ synced }) => synced));
    },
    /**
     * Has everything brought into the database file where something may not be on the disk; `emptyLog` does that, or says
     * that it cannot. Throws then: nothing else may be written before, and nothing shown.
     */
    assure(emptyLog: () => boolean): void {
      if (doubt === null) return;
      if (!emptyLog()) throw doubt;
      doubt = null;
    },
    async close(): Promise<void> {
      await Promise.allSettled([...underWay].map(({ synced }) => synced));
      disk.close();
    },
  };
}
