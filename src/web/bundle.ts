import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compact } from './compact.ts';

const IMPORT = /^import \{[^}]*\} from '(\.{1,2}\/\w+\.js)';$/gm;
const EXPORT = /^export (?=(?:async )?(?:function|const|class) )/gm;
const DECLARED = /^(?:async )?(?:function|const|let|class) ([\w$]+|\{[^}]*\})/gm;

/**
 * A page's modules as one script, so that a browser asks once: what a module needs stands before it, and all share one
 * scope, without comments. They are written with `import { a } from './b.js';`, or `'../b.js'`, and `export function|const|class`. Throws where it meets
 * another form, or a name that two of them have.
 */
export function bundle(folder: string, entry: string): string {
  const done = new Set<string>();
  const owners = new Map<string, string>();
  const parts: string[] = [];
  add(join(folder, `${entry}.js`));
  return parts.join('');

  function add(file: string): void {
    done.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, named = ''] of source.matchAll(IMPORT)) {
      const other = join(dirname(file), named);
      if (!done.has(other)) add(other);
    }
    const text = source.replace(IMPORT, '').replace(EXPORT, '');
    const odd = /^(import|export)\b.*$/m.exec(text);
    if (odd) throw new Error(`${file}: "${odd[0]}" cannot be bundled; src/web/bundle.ts says what can.`);
    for (const [, declared = ''] of text.matchAll(DECLARED)) {
      for (const each of declared.match(/[\w$]+(?=\s*[,}]|$)/g) ?? []) {
        const owner = owners.get(each);
        if (owner) throw new Error(`${file}: "${each}" is a name in ${owner} too: give one of them another.`);
        owners.set(each, file);
      }
    }
    parts.push(compact(text, file));
  }
}
