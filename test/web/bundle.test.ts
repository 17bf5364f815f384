import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../src/web/bundle.ts';
import { openScripts } from '../../src/web/scripts.ts';
import { newFolder } from '../folders.ts';

/** The first of these modules, which lie in a folder of their own. */
function modules(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.js`), text);
  return join(folder, 'a.js');
}

describe('a page’s modules as one script', () => {
  test('are each in it once, in the order in which they need one another, without comments', async () => {
    const entry = modules({
      a: "import { b } from './b.js';\nimport { c } from './c.js';\n\nexport const said = [...c, b()];\n",
      b: "import { c } from './c.js';\n\n/** Twice. */\nexport function b() {\n  return c.push('b') + ' // no comment';\n}\n",
      c: "// A list.\nexport const c = ['c'];\n",
    });
    const script = await bundle(entry, 'es');
    expect(script).not.toMatch(/Twice|A list|import/);
    const { said }: { said: unknown } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
    expect(said).toEqual(['c', '2 // no comment']);
  });

  test('leave nothing in the scope of the page that they are to share nothing with', async () => {
    const entry = modules({
      a: "import { b } from './b.js';\nvar a = b;\na();\n",
      b: 'export const b = () => console.log(1);\n',
    });
    const { program } = parseSync('a.js', await bundle(entry, 'iife'));
    expect(program.body.map(({ type }) => type)).toEqual(['ExpressionStatement']);
  });

  test.each([
    ['that is not there', "import { b } from './c.js';\nb();\n", /c\.js.*a\.js/s],
    [
      'that does not have what is asked of it',
      "import { d } from './b.js';\nd();\n",
      /"d" is not exported by .*b\.js/,
    ],
    ['of a package, which no browser would find', "import b from 'zod-of-old';\nb();\n", /zod-of-old/],
    ['that is no JavaScript', 'const a = (;\n', /a\.js/],
  ])('are refused with one %s', async (_, code, message) => {
    const entry = modules({ a: code, b: 'export const b = 1;\n' });
    await expect(bundle(entry, 'es')).rejects.toThrow(message);
  });
});

test('every script of the website is one that a browser can read, and brings all that it needs', async () => {
  for (const [name, script] of Object.entries(await openScripts())) {
    const { errors, program, module } = parseSync(`${name}.js`, script);
    expect(errors, name).toEqual([]);
    expect(program.body.length, name).toBeGreaterThan(0);
    expect(module.staticImports, name).toEqual([]);
  }
});
