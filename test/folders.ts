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

function removeAll(): void {
  for (const folder of made.splice(0)) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A small disk is still mounted there, for a test that was left out.
    }
  }
}

// After all that the file itself does at its end, as hooks run in the opposite order. Vitest's processes are ended without
// the event of their end.
if (process.env.VITEST) (await import('vitest')).afterAll(removeAll);
else process.once('exit', removeAll);
