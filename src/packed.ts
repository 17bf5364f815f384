import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the bot is. */
export const ROOT = join(import.meta.dirname, '..');
/** Where in it all is that is kept from one start to the next. */
export const CACHE = 'node_modules/.cache/pop-or-imap';

/**
 * The file into which `pack.ts` packs what is in `root` now, code and packages, for this version of Node. It is not there
 * where that has not been done since something was changed.
 */
export function packedFile(root = ROOT): string {
  const hash = createHash('sha256').update(process.version).update(root);
  for (const folder of ['src', 'dialogs']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).map(String).sort()) {
      if (/\.[jt]s$/.test(name)) hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  // What npm has installed.
  hash.update(readFileSync(join(root, 'node_modules/.package-lock.json')));
  return join(root, CACHE, `${hash.digest('hex').slice(0, 16)}.packed`, 'main.mjs');
}

/** The packed bot, or null where it is to be run from its sources. */
export function packedBot(root = ROOT): string | null {
  try {
    const file = packedFile(root);
    return existsSync(file) ? file : null;
  } catch {
    // Installed by another than npm.
    return null;
  }
}
