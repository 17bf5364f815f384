import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { forgetOld } from './diskCache.ts';
import { makeFolder } from './folders.ts';
import { CONTENTS, packedBot, packedFile, ROOT } from './packed.ts';

/** How many packed bots stay: an older one may be running. */
const MOST = 2;

/**
 * Packs the bot into one file, with all packages that it needs, for `src/start.js`; gives its path. What is loaded only where
 * a setting asks for it, as Redis, stays in files of its own beside it. Functions keep their names, which are what tells in the
 * log where an error was thrown.
 */
export async function pack(root = ROOT): Promise<string> {
  const done = packedBot(root);
  if (done !== null) return done;
  const file = packedFile(root);
  const folder = dirname(file);
  const main = basename(file);
  const unfinished = `${folder}.${process.pid}`;
  // Where nothing can be written, the system says why.
  makeFolder(unfinished);
  const bundle = await rolldown({
    input: join(root, 'src/main.ts'),
    platform: 'node',
    // It brings a library of its own for each system, and is not used by a start that finds what it once made.
    external: ['rolldown'],
    plugins: [here(root), later(), narrow()],
    logLevel: 'silent',
  });
  try {
    await bundle.write({
      dir: unfinished,
      format: 'esm',
      entryFileNames: main,
      chunkFileNames: '[name]-[hash].mjs',
      minify: {
        compress: false,
        mangle: { toplevel: false, keepNames: true },
        codegen: { removeWhitespace: true },
      },
    });
    const names = readdirSync(unfinished).sort((one, other) => Number(one === main) - Number(other === main));
    const sizes = names.map((name) => `${name} ${statSync(join(unfinished, name)).size}\n`);
    writeFileSync(join(unfinished, CONTENTS), sizes.join(''));
    // A start at the same moment must not find half of it; what is there is no whole one.
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
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

/**
 * Packages of which a start, and most talks, use nothing; together they are half of all that would be read. They stay where
 * npm has put them, and are loaded when something of theirs is first asked for.
 */
const LATER = [
  // Tokens and keys of Microsoft, where the bot has an id there.
  '@azure/identity',
  '@azure/msal-node',
  'cross-fetch',
  'node-fetch',
  // For bots that talk with other bots.
  'axios',
  // What the SDK and restify could do besides.
  'csv',
  'formidable',
  'fs-extra',
  'htmlparser2',
  'http-signature',
  'send',
  // What a YAML file says is cached for the next start.
  'yaml',
];

/** Characters that are not ASCII, written as escapes: with one of them in it, a file takes two bytes for each character in memory. */
function narrow(): Plugin {
  return {
    name: 'narrow',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk')
          file.code = file.code.replace(
            /[^\0-\x7f]/g,
            (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
          );
      }
    },
  };
}

const PREFIX = '\0later:';

/** Puts a stand-in where one of those packages would be. */
function later(): Plugin {
  return {
    name: 'later',
    async resolveId(source, importer, { kind }) {
      if (!LATER.includes(source)) return null;
      const found = await this.resolve(source, importer, { kind, skipSelf: true });
      return found && `${PREFIX}${found.id}`;
    },
    load: (id) => (id.startsWith(PREFIX) ? standIn(id.slice(PREFIX.length)) : null),
  };
}

/** A module with all the names of the one in `file`, which loads that one when the first of them is used. */
function standIn(file: string): string {
  const real: object = createRequire(file)(file);
  const names = Object.keys(real).filter((name) => name !== '__esModule');
  const exported =
    typeof real === 'function'
      ? 'function (...args) { return new.target ? Reflect.construct(real(), args) : Reflect.apply(real(), this, args); }'
      : '{}';
  return `
const { createRequire } = require('node:module');
let found;
const real = () => (found ??= createRequire(${JSON.stringify(file)})(${JSON.stringify(file)}));
module.exports = ${exported};
if (${'__esModule' in real}) Object.defineProperty(module.exports, '__esModule', { value: true });
for (const name of ${JSON.stringify(names)})
  Object.defineProperty(module.exports, name, { enumerable: true, get: () => real()[name] });`;
}
