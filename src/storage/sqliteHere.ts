import type { DatabaseSync } from 'node:sqlite';
import { CHECKPOINT, isBusy } from './sqliteFile.ts';
import type { ThreadWriter } from './sqliteThread.ts';
import { type Fate, failureOf, type Item, LOST, SqliteWriter, type Writer } from './sqliteWriter.ts';

/**
 * How long a commit may take here, in milliseconds; how much longer than that they may take in all, where what quicker
 * ones save is made up for; and for how long all are done elsewhere after that. A disk that is as quick as that is waited
 * for in less time than it takes to hand over to a thread and back: a turn costs a quarter less processor time. A slower one
 * would keep this thread from the next turns.
 */
const QUICK = 5;
const TOO_LONG = 100;
const ELSEWHERE = 60_000;
/** How long a write waits at most for others to share its commit, in milliseconds, while more and more come. */
const LINGER = 8;
/** How many pages the log may have to be emptied here. */
const FEW = 200;

type Write = { readonly items: readonly Item[]; readonly done: (fate: Fate) => void };

/**
 * A writer in this thread: the writes of the same moment share one commit. `elsewhere` takes over what would keep this
 * thread waiting: all writes while the disk is slow, those that another process holds up, and working the log into the file.
 */
export function writeHere(database: DatabaseSync, elsewhere?: ThreadWriter, quick = QUICK): Writer {
  const writer = new SqliteWriter(database);
  let waiting: Write[] = [];
  /** How many writes were waiting when it was last looked, and up to when it may be looked again. */
  let seen = 0;
  let due = 0;
  /** By how much the latest commits have taken too long. */
  let late = 0;
  let slowUntil = 0;
  /** How much is being done elsewhere, after which comes what is asked for now. */
  let handed = 0;
  let isWorkingIn = false;

  /** Whether everything is to be done elsewhere at the moment. */
  const isAway = () => handed > 0 || performance.now() < slowUntil;

  async function handOver<Result>(work: Result | Promise<Result>): Promise<Result> {
    handed++;
    try {
      return await work;
    } finally {
      handed--;
    }
  }

  /** Commits what is waiting, unless more has come with the last round of the event loop: the next one may bring more. */
  function look(): void {
    const mayBringMore = waiting.length > seen && performance.now() < due && !isAway();
    seen = waiting.length;
    if (mayBringMore) setImmediate(look);
    else commit();
  }

  function commit(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const fates = elsewhere && isAway() ? null : commitHere(batch);
    batch.forEach(({ items, done }, at) => {
      if (fates === null && elsewhere) handOver(elsewhere.write(items)).then(done);
      else done(fates?.[at] ?? LOST);
    });
    if (elsewhere && fates !== null && database.isOpen) keepLogShort(elsewhere);
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

  /** The fates of a batch; null where another process holds it up, and somebody else can wait for that. */
  function commitHere(batch: readonly Write[]): readonly Fate[] | null {
    const began = performance.now();
    try {
      return writer.commit(batch.map(({ items }) => items));
    } catch (error) {
      return elsewhere && isBusy(error) ? null : batch.map(() => failureOf(error));
    } finally {
      late = Math.max(0, late + performance.now() - began - quick);
      if (late > TOO_LONG) {
        late = 0;
        slowUntil = performance.now() + ELSEWHERE;
      }
    }
  }

  /** Has something done after all that was asked for before, here or, where it is long or this is not the time, elsewhere. */
  async function afterAll(
    ask: (of: SqliteWriter | ThreadWriter) => void | Promise<void>,
    isLong = () => false,
  ): Promise<void> {
    commit();
    if (elsewhere && (isAway() || isLong())) return handOver(ask(elsewhere));
    try {
      await ask(writer);
    } catch (error) {
      if (!elsewhere || !isBusy(error)) throw error;
      return handOver(ask(elsewhere));
    }
  }

  return {
    write: (items) =>
      new Promise((done) => {
        waiting.push({ items, done });
        if (waiting.length > 1) return;
        seen = 0;
        due = performance.now() + LINGER;
        setImmediate(look);
      }),
    remove: (keys, written) => afterAll((of) => of.remove(keys, written)),
    emptyLog: () =>
      afterAll(
        (of) => of.emptyLog(),
        () => writer.pagesInLog() > FEW,
      ),
    close() {
      commit();
      if (database.isOpen) database.close();
      return elsewhere?.close();
    },
  };
}
