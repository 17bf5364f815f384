import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const IMPORT = /^import \{([^}]*)\} from '\.\/(\w+)\.js';$/gm;
const EXPORT = /^export ((?:async )?(?:function|const|class) ([\w$]+))/gm;

/**
 * A page's modules as one script, so that a browser asks once. It takes the forms that these modules are written in:
 * `import { a } from './b.js';` and `export function|const|class`. Throws where it meets another.
 */
export function bundle(folder: string, entry: string): string {
  const done = new Set<string>();
  const parts: string[] = [];
  add(entry);
  return parts.join('\n');

  /** What a module needs comes before it; what it keeps to itself stays in its own function. */
  function add(name: string): void {
    done.add(name);
    const file = join(folder, `${name}.js`);
    const source = readFileSync(file, 'utf8');
    for (const [, , other = ''] of source.matchAll(IMPORT)) if (!done.has(other)) add(other);
    const text = source
      .replace(IMPORT, (_, names: string, other: string) => `const {${names}} = ${other}Module;`)
      .replace(EXPORT, '$1')
      .replace(/^\s*(\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, '')
      .replace(/^\s+/gm, '');
    const odd = /^(import|export)\b.*$/m.exec(text);
    if (odd) throw new Error(`${file}: "${odd[0]}" cannot be bundled; src/web/bundle.ts says what can.`);
    const exported = [...source.matchAll(EXPORT)].map(([, , each]) => each).join(', ');
    parts.push(
      name === entry ? text : `const ${name}Module = (() => {\n${text}return { ${exported} };\n})();`,
    );
  }
}
