import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { label, type Words } from '../../conversation/words.ts';
import { type openAssets, scriptFrom } from '../assets.ts';

const SCRIPT = join(import.meta.dirname, 'widget.js');
/** What stands in the script for the words of each language. */
const GAP = 'POP_OR_IMAP_WORDS';

const SHOWN = ['title', 'open', 'close', 'greeting', 'back', 'unread', 'dismiss', 'unreachable'] as const;

/** Serves the launcher at `/widget.js`, with its words in it. */
export function mountWidget(assets: ReturnType<typeof openAssets>, words: Words): void {
  const en = Object.fromEntries(SHOWN.map((name) => [name, label(words, `widget.${name}`)]));
  assets.file('/widget.js', scriptFrom(launcher(readFileSync(SCRIPT, 'utf8'), { en })));
}

/** The script with words by language, and without indentation and lines of comment. */
function launcher(source: string, words: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  return source
    .replace(/^\s*(\/\/|\/\*\*).*$/gm, '')
    .replace(/^\s+/gm, '')
    .replace(GAP, () => JSON.stringify(words));
}
