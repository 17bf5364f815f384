import type { DatabaseSync } from 'node:sqlite';
import type { Disk } from './sqliteDisk.ts';
import { CHECKPOINT, isBusy } from './sqliteFile.ts';
import { openDiskSync } from './sqliteSync.ts';
import type { ThreadWriter } from './sqliteThread.ts';
import { type DatedItem, type Fate, failureOf, LOST, SqliteWriter, type Writer } from './sqliteWriter.ts';

/** How long a write waits at most for others to share its commit, in milliseconds, while more and more come. */
const LINGER = 8;
/** How many pages the log may have to be emptied here. */
const FEW = 200;

type Write = { readonly items: readonly DatedItem[]; readonly done: (fate: Fate) => void };

export type GroupWriter = Writer & {
  /**
   * Resolves when what the database has of these items is on the disk; undefined where it is. Rejects where that failed, and
   * throws where something else may not be on the disk and cannot be brought there.
   */
  onDisk(keys: readonly string[]): Promise<unknown> | undefined;
};

/**
 * A writer in this thread with group commit: the writes of the same moment share one. A slow disk is waited for while this thread goes
 * on, and what comes meanwhile shares the next commit. `elsewhere` takes over what else would keep this thread waiting: the
 * writes that another process holds up, and working the log into the file.
 */
export function openGroupCommit(database: DatabaseSync, disk: Disk, elsewhere?: ThreadWriter): GroupWriter {
  const writer = new SqliteWriter(database);
  let waiting: Write[] = [];
  /** How many writes were waiting at the last look, and until when there may be another one. */
  let seen = 0;
  let due = 0;
  /** How much is being done elsewhere, after which comes what is asked for now. */
  let handed = 0;
  let isWorkingIn = false;

  async function handOver<Result>(work: Result | Promise<Result>): Promise<Result> {
    handed++;
    try {
      return await work;
    } finally {
      handed--;
    }
  }

  const diskSync = openDiskSync(disk, () => {
    if (waiting.length > 0) begin();
  });
  const assure = () => diskSync.assure(() => writer.emptyLog());

  function begin(): void {
    seen = 0;
    due = performance.now() + LINGER;
    setImmediate(look);
  }

  /** Commits what is waiting, unless more has come with the last round of the event loop: the next one may bring more. */
  function look(): void {
    const mayBringMore = waiting.length > seen && performance.now() < due && handed === 0;
    seen = waiting.length;
    if (mayBringMore) setImmediate(look);
    else commit();
  }

  function commit(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    let fates: readonly Fate[] | null = null;
    try {
      assure();
      if (!elsewhere || handed === 0) fates = writer.commit(batch.map(({ items }) => items));
    } catch (error) {
      if (!elsewhere || !isBusy(error)) {
        tell(batch, () => failureOf(error));
        return;
      }
    }
    if (fates) save(batch, fates);
    else if (elsewhere) for (const { items, done } of batch) handOver(elsewhere.write(items)).then(done);
  }

  /** Tells of a batch that was committed when the disk has it. */
  function save(batch: readonly Write[], fates: readonly Fate[]): void {
    const writes = batch.map(({ items }) => items);
    diskSync.save(writes, (failure) => tell(batch, (at) => (failure ? failureOf(failure) : fates[at])));
    if (elsewhere) keepLogShort(elsewhere);
  }

  function keepLogShort(there: ThreadWriter): void {
    const pages = writer.pagesInLog();
    if (pages < CHECKPOINT) return;
    if (!isWorkingIn) workIn(there);
    // It grows faster than it is worked in, so writes wait for that.
    else if (pages >= 2 * CHECKPOINT) handOver(there.workIn()).catch(() => undefined);
  }

  /**
   * Has the log worked into the file while commits go on here. They wait only for the last of three times, which is
   * short: with nothing left to be worked in the log can begin anew.
   */
  async function workIn(there: ThreadWriter): Promise<void> {
    isWorkingIn = true;
    try {
      await there.workIn();
      await there.workIn();
      await handOver(there.workIn());
    } catch {
      // The log is as it was, and the next commit tries again.
    } finally {
      isWorkingIn = false;
    }
  }

  /** Has something done after all that was asked for before, here or, where it is long or held up, elsewhere. */
  async function afterAll(
    ask: (of: SqliteWriter | ThreadWriter) => unknown,
    isLong = () => false,
  ): Promise<void> {
    commit();
    assure();
    if (elsewhere && (handed > 0 || isLong())) {
      await handOver(ask(elsewhere));
      return;
    }
    try {
      ask(writer);
    } catch (error) {
      if (!elsewhere || !isBusy(error)) throw error;
      await handOver(ask(elsewhere));
      return;
    }
    await diskSync.saveAll();
  }

  return {
    write: (items) =>
      new Promise((done) => {
        waiting.push({ items, done });
        if (waiting.length === 1 && !diskSync.isUnderWay()) begin();
      }),
    onDisk(keys) {
      assure();
      return diskSync.onDisk(keys);
    },
    remove: (keys, written) => afterAll((of) => of.remove(keys, written)),
    emptyLog: () =>
      afterAll(
        (of) => of.emptyLog(),
        () => writer.pagesInLog() > FEW,
      ),
    async close() {
      commit();
      await diskSync.close();
      if (database.isOpen) database.close();
      await elsewhere?.close();
    },
  };
}

function tell(batch: readonly Write[], fateAt: (at: number) => Fate | undefined): void {
  batch.forEach(({ done }, at) => {
    done(fateAt(at) ?? LOST);
  });
}
