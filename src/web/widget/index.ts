import { label, type Words } from '../../conversation/words.ts';
import { type openAssets, scriptFrom } from '../assets.ts';
import { bundle } from '../bundle.ts';

/** What stands in the script for the words of each language. */
const GAP = 'POP_OR_IMAP_WORDS';

const SHOWN = ['title', 'open', 'close', 'greeting', 'back', 'unread', 'dismiss', 'unreachable'] as const;

/** Serves the launcher at `/widget.js`, with its words in it. */
export function mountWidget(assets: ReturnType<typeof openAssets>, words: Words): void {
  const en = Object.fromEntries(SHOWN.map((name) => [name, label(words, `widget.${name}`)]));
  const script = bundle(import.meta.dirname, 'widget').replace(GAP, () => JSON.stringify({ en }));
  // It leaves nothing in the page's own scope.
  assets.file('/widget.js', scriptFrom(`(() => {\n${script}})();`));
}
