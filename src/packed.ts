import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

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

/** The names and sizes of what is in a packed bot's folder; the last one is the file to start. */
export const CONTENTS = 'contents.txt';

/** The packed bot, or null where it is to be run from its sources, as what was packed is not there, or not all of it. */
export function packedBot(root = ROOT): string | null {
  try {
    const file = packedFile(root);
    const contents = readFileSync(join(dirname(file), CONTENTS), 'utf8')
      .trimEnd()
      .split('\n');
    if (contents.at(-1)?.split(' ')[0] !== basename(file)) return null;
    const isWhole = contents.every((line) => {
      const [name = '', size] = line.split(' ');
      return statSync(join(dirname(file), name)).size === Number(size);
    });
    return isWhole ? file : null;
  } catch {
    // Not packed yet, or installed by another than npm.
    return null;
  }
}
