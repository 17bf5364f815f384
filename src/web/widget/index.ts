import { LANGUAGE } from '../../../dialogs/language.ts';
import { label, type Words } from '../../conversation/words.ts';
import { type openAssets, scriptFrom } from '../assets.ts';
import type { Scripts } from '../scripts.ts';

const SHOWN = ['title', 'open', 'close', 'greeting', 'back', 'unread', 'dismiss', 'unreachable'] as const;

/** Serves `/widget.js`, and the launcher with its words, which that script brings once the page has loaded. */
export function mountWidget(
  assets: ReturnType<typeof openAssets>,
  { words, scripts }: { readonly words: Words; readonly scripts: Scripts },
): void {
  const shown = Object.fromEntries(SHOWN.map((name) => [name, label(words, `widget.${name}`)]));
  const said = { language: LANGUAGE, ...shown };
  assets.script('/widget.js', scriptFrom(scripts.widget), {
    parameter: 'launcher',
    module: scriptFrom(`${scripts.launcher}export const said = ${JSON.stringify(said)};\n`),
  });
}
