import { closeSync, fdatasync, fdatasyncSync, fstatSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/** The disk below a database whose commits do not wait for it. */
export type Disk = {
  /** Returns when all that was committed before is on the disk. Throws what failed. */
  sync(): void;
  /** Resolves when all that was committed before is on the disk, for which one of Node's threads waits. Rejects with what failed. */
  syncMeanwhile(): Promise<void>;
  close(): void;
};

const flush = promisify(fdatasync);

/**
 * Takes waiting for the disk out of a connection's commits. With `synchronous = NORMAL` a commit is in the log, and the
 * log is synced before it is worked into the file and begun anew (SQLite, "Write-Ahead Logging"), so a commit is on the
 * disk once the log has been synced after it. A database in memory, or on a file system
 * that takes no such log, has nothing to be synced here. A log that was deleted meanwhile can take nothing to the disk.
 */
export function openDisk(database: DatabaseSync): Disk {
  const mode = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  if (mode !== 'wal')
    return { sync: () => undefined, syncMeanwhile: async () => undefined, close: () => undefined };
  database.exec('PRAGMA synchronous = NORMAL');
  const log = openSync(`${database.location()}-wal`, 'r+');
  let isOpen = true;
  // Some file systems count no names at all.
  const isCounted = fstatSync(log).nlink > 0;
  const opened = () => {
    if (!isOpen) throw new Error('it is closed');
    // What is written to a file without a name is gone with the process, and nothing else would tell.
    if (isCounted && fstatSync(log).nlink === 0)
      throw new Error('its files were deleted while the bot runs: start the bot anew');
    return log;
  };
  return {
    sync: () => fdatasyncSync(opened()),
    syncMeanwhile: async () => flush(opened()),
    close() {
      if (isOpen) closeSync(log);
      isOpen = false;
    },
  };
}
