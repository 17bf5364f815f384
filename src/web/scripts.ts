import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { openCache } from '../diskCache.ts';
import { reasonOf } from '../reason.ts';
import { StartError } from '../startError.ts';

const HERE = import.meta.dirname;
/** How many versions of the scripts are cached. */
const MOST = 2;

/** What a browser loads, each with all modules that it needs; `ahead` stands in the page itself. */
const scripts = z.object({ chat: z.string(), ahead: z.string(), widget: z.string(), launcher: z.string() });
export type Scripts = Readonly<z.infer<typeof scripts>>;

/**
 * The website's scripts as they were bundled the last time from the same files, or as they are bundled now, which is cached
 * for the next start. Rejects with the file and what is wrong with it where one of them cannot be bundled, or with what to do where the
 * bundler is missing.
 */
export async function openScripts(): Promise<Scripts> {
  const cache = openCache({ kind: 'scripts', most: MOST, from: madeFrom() });
  const { data: found } = scripts.safeParse(await cache.read());
  if (found) return found;
  const { bundle } = await loadBundler();
  const [chat, ahead, widget, launcher] = await Promise.all([
    bundle(join(HERE, 'page/chat.js'), 'es'),
    bundle(join(HERE, 'page/ahead.js'), 'iife'),
    bundle(join(HERE, 'widget/widget.js'), 'iife'),
    bundle(join(HERE, 'widget/launcher.js'), 'es'),
  ]);
  const made = { chat, ahead, widget, launcher };
  cache.write(made);
  return made;
}

/** The bundler, which takes as long to load as half of a start that need not do it. Rejects with what to do where it is missing. */
async function loadBundler(): Promise<typeof import('./bundle.ts')> {
  try {
    return await import('./bundle.ts');
  } catch (cause) {
    throw new StartError(
      `The website's scripts cannot be bundled, as rolldown cannot be loaded: run "npm ci" again, without --omit=optional, as it brings a part of its own for each system. (${reasonOf(cause)})`,
      { cause },
    );
  }
}

/** What the scripts are made from, and by what. */
function madeFrom(): Buffer[] {
  const ours = globSync(['**/*.js', 'bundle.ts', 'scripts.ts'], { cwd: HERE }).sort();
  const bundler = createRequire(import.meta.url).resolve('rolldown/package.json');
  return [...ours.map((name) => join(HERE, name)), bundler].map((file) => readFileSync(file));
}
