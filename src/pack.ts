import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { forgetOld } from './kept.ts';
import { packedFile, ROOT } from './packed.ts';

/** How many are kept: an older one may be running. */
const MOST = 2;

/**
 * Packs the bot into one file, with all packages that it needs, for `src/start.js`; gives its path. What is loaded only where
 * a setting asks for it, as Redis, stays in files of its own beside it. Names are left as they are, so that the log tells
 * where an error was thrown.
 */
export async function pack(root = ROOT): Promise<string> {
  const file = packedFile(root);
  if (existsSync(file)) return file;
  const folder = dirname(file);
  const unfinished = `${folder}.${process.pid}`;
  const bundle = await rolldown({
    input: join(root, 'src/main.ts'),
    platform: 'node',
    plugins: [here(root)],
    logLevel: 'silent',
  });
  try {
    await bundle.write({
      dir: unfinished,
      format: 'esm',
      entryFileNames: 'main.mjs',
      chunkFileNames: '[name]-[hash].mjs',
      minify: {
        compress: false,
        mangle: { toplevel: false, keepNames: true },
        codegen: { removeWhitespace: true },
      },
    });
    // A start at the same moment must not find half of it.
    if (!existsSync(file)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    await bundle.close();
  }
  forgetOld(dirname(folder), 'packed', MOST);
  return file;
}

/** Our files still find what lies beside them, as sentences and pages do. */
function here(root: string): Plugin {
  const ours = ['src', 'dialogs'].map((folder) => join(root, folder) + sep);
  return {
    name: 'here',
    transform: (code, id) =>
      ours.some((folder) => normalize(id).startsWith(folder))
        ? code
            .replaceAll('import.meta.dirname', () => JSON.stringify(dirname(id)))
            .replaceAll('import.meta.url', () => JSON.stringify(pathToFileURL(id).href))
            .replaceAll('import.meta.main', 'false')
        : null,
  };
}
