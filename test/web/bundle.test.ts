// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are scripts with templates in them.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, parseSync } from 'rolldown/experimental';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../src/web/bundle.ts';
import { compact } from '../../src/web/compact.ts';
import { newFolder } from '../folders.ts';

const WEB = join(import.meta.dirname, '../../src/web');

/** A folder with these modules. */
function modules(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.js`), text);
  return folder;
}

/** What a parser makes of a script: the same for scripts that differ in comments and indentation alone. */
function meaningOf(script: string): string {
  expect(parseSync('script.js', script).errors).toEqual([]);
  return minifySync('script.js', script, { compress: false, mangle: false }).code;
}

describe('a page’s modules as one script', () => {
  test('are in the order in which they need one another, each once, and share one scope', () => {
    const folder = modules({
      a: "import { b } from './b.js';\nimport { c } from './c.js';\n\nexport const a = b + c;\n",
      b: "import { c } from './c.js';\n\n/** Twice. */\nexport function b() {\n  return c * 2;\n}\n",
      c: '// A number.\nexport const c = 1;\n',
    });
    expect(bundle(folder, 'a')).toBe('const c = 1;\nfunction b() {\nreturn c * 2;\n}\nconst a = b + c;\n');
  });

  test.each([
    ['a string that looks like a comment', "f('x/*y*/z', \"//\", 'it\\'s /* ');"],
    ['a string before a comment', "f('*/*'); /* d */ f('*/');"],
    ['a comment within a line', 'f(/** @type {string} */ (a)); // and at its end, it’s "so"'],
    ['a comment between two names', 'if (a) f(); else/* not */g();'],
    ['a comment as the only end of a line', 'let x = a /* one\n two */ ++b;'],
    ['a template of several lines', 'f(`\n    /* a */\n      // b\n  ${a}  \n  `);'],
    ['templates within templates', "f(`a ${b ? `  // ${{ c: '}' }.c}\n  ` : '/*'} // ${d}`); // e"],
    ['a template with signs that open nothing', 'f(`$ \\` \\${ // $`, `$`);'],
    ['a pattern with quotes and slashes', "f(/[/'\"`]\\/\\/*/g, /`/);\nreturn_ = x => /'/.test(x);"],
    ['a pattern behind a comment', "f([\n  // it's one\n  /'/, /* and */ /\"/,\n]);"],
    ['a pattern within a template', "f(`${/'/.test(a)}`);"],
    ['slashes that divide', "f(a / 2, (b) / c / 'd'.length, e[0] / 2); // it's so"],
  ])('keep their meaning, with %s', (_, code) => {
    const folder = modules({ a: `function a() {\n  ${code}\n}\n` });
    expect(meaningOf(bundle(folder, 'a'))).toBe(meaningOf(`function a() {\n  ${code}\n}\n`));
  });

  test.each([
    [
      'a quote in a pattern that looks like a division',
      "if (a) /'/.test(b);\n",
      /a\.js: cannot tell where the ' ends/,
    ],
    ['a template that nothing ends', 'f(`${a}\n', /a\.js: cannot tell where the } ends/],
    ['another form of import', "import a from './b.js';\n", /"import a from '.\/b.js';" cannot be bundled/],
    [
      'a name that two of them have',
      "import { b } from './b.js';\nconst c = 1;\n",
      /"c" is a name in .*b\.js too/,
    ],
  ])('are refused with %s', (_, code, message) => {
    const folder = modules({ a: code, b: 'export const b = 1;\nconst c = 2;\n' });
    expect(() => bundle(folder, 'a')).toThrow(message);
  });

  test('mean what all scripts of the page and of the launcher mean as they are written', () => {
    const files = globSync('{page,widget}/*.js', { cwd: WEB });
    expect(files.length).toBeGreaterThan(25);
    for (const file of files) {
      const source = readFileSync(join(WEB, file), 'utf8');
      const short = compact(source, file);
      expect(meaningOf(short), file).toBe(meaningOf(source));
      expect(short, file).not.toMatch(/^\s*\/[/*]/m);
    }
  });
});
