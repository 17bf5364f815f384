import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new folder, which is gone at the end of the test file, or of the bench that uses what tests use. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pop-or-imap-'));
  made.push(folder);
  return folder;
}

/** Removes what `newFolder` has made. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A small disk is still mounted there, for a test that was left out.
    }
  }
}

process.once('exit', removeFolders);
