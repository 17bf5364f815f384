import { label, type Words } from '../../conversation/words.ts';
import { type openAssets, scriptFrom } from '../assets.ts';
import { bundle } from '../bundle.ts';

const SHOWN = ['title', 'open', 'close', 'greeting', 'back', 'unread', 'dismiss', 'unreachable'] as const;

/** Serves `/widget.js`, and the launcher with its words, which that script brings once the page has loaded. */
export function mountWidget(assets: ReturnType<typeof openAssets>, words: Words): void {
  const said = Object.fromEntries(SHOWN.map((name) => [name, label(words, `widget.${name}`)]));
  const launcher = bundle(import.meta.dirname, 'launcher');
  const start = `export const start = (script) => startLauncher(script, ${JSON.stringify(said)});\n`;
  // It leaves nothing in the page's own scope.
  const script = `(() => {\n${bundle(import.meta.dirname, 'widget')}})();`;
  assets.script('/widget.js', scriptFrom(script), {
    parameter: 'launcher',
    module: scriptFrom(launcher + start),
  });
}
