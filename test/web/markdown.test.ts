import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { follow } from '../../src/conversation/path.ts';
import { inWords } from '../../src/conversation/words.ts';
import { renderMarkdown } from '../../src/web/page/markdown.js';

describe('Markdown in a bubble', () => {
  test('is all that the bot says: no sign of it is left in any place of the conversation', () => {
    const dialog = openDialog();
    let count = 0;
    const visit = (steps: readonly string[], depth: number) => {
      const place = follow(dialog, steps);
      if (!place) throw new Error(`/${steps.join('/')} leads nowhere`);
      const markdown = inWords(dialog.words, dialog.guides, [...place.says, place.question], 0);
      const text = renderMarkdown(markdown).replace(/<[^>]*>/g, ' ');
      expect(text, markdown).not.toMatch(/\*\*|\|-|`|\]\(|!\[|^\s*[-*] /m);
      count++;
      if (depth === 0) return;
      for (const { step, choice } of place.choices) {
        if (choice.event.type !== 'restart') visit([...steps, step], depth - 1);
      }
    };
    visit([], 4);
    expect(count).toBeGreaterThan(500);
  });

  test('has paragraphs, lines, bold, code and addresses', () => {
    expect(
      renderMarkdown(
        '**Choose POP.** Port `995`,\nsee https://mail.example/help.\n\nWrite to a@mail.example!',
      ),
    ).toBe(
      '<p><strong>Choose POP.</strong> Port <code>995</code>,<br />see ' +
        '<a href="https://mail.example/help" target="_blank" rel="noopener noreferrer">https://mail.example/help</a>.</p>' +
        '<p>Write to <a href="mailto:a@mail.example">a@mail.example</a>!</p>',
    );
  });

  test('has lists after a sentence, each of its own kind, with long items and a number to begin with', () => {
    expect(renderMarkdown('Do this:\n1. Open **it**\n   and wait.\n2. Done\n- or\n- not')).toBe(
      '<p>Do this:</p><ol><li>Open <strong>it</strong> and wait.</li><li>Done</li></ol><ul><li>or</li><li>not</li></ul>',
    );
    expect(renderMarkdown('3. Third')).toBe('<ol start="3"><li>Third</li></ol>');
  });

  test('has tables with headings of columns and rows', () => {
    expect(renderMarkdown('| | Server |\n|---|---|\n| In | **i.example** |')).toBe(
      '<table><thead><tr><td></td><th scope="col">Server</th></tr></thead>' +
        '<tbody><tr><th scope="row">In</th><td><strong>i.example</strong></td></tr></tbody></table>',
    );
  });

  test('shows a table that is nothing but its rule as an empty one', () => {
    expect(renderMarkdown('|---|')).toBe('<table><tbody><tr><td></td></tr></tbody></table>');
  });

  test('breaks the name of a server in a table after its dots', () => {
    expect(renderMarkdown('| imap.mail.example | 993 |')).toBe(
      '<table><tbody><tr><td>imap.<wbr />mail.<wbr />example</td><td>993</td></tr></tbody></table>',
    );
  });

  test('has links, and pictures of our own', () => {
    expect(renderMarkdown('![A window](/pictures/a.svg)')).toBe(
      '<p><img src="/pictures/a.svg" alt="A window" /></p>',
    );
    expect(renderMarkdown('[all **steps**](/advice/x)')).toBe(
      '<p><a href="/advice/x" target="_blank" rel="noopener noreferrer">all <strong>steps</strong></a></p>',
    );
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>)',
    '[x](//evil.example)',
    '![x](https://evil.example/track.png)',
    '![x](//evil.example/track.png)',
    '![" onerror="alert(1)](/pictures/a.svg)',
    '[x](/a"onclick="alert(1))',
    'https://x.example/"onmouseover="alert(1)',
    '**<b onclick=x>**',
    '| <b> | `<i>` |',
    '`</code><script>`',
    '1. <svg onload=x>',
  ])('makes no markup of %s', (text) => {
    const html = renderMarkdown(text);
    const tags = [...html.matchAll(/<\/?([a-z]+)((?:\s+[a-z]+="[^"<>]*")*)\s*\/?>/g)];
    // What is left without the tags that we write has no sign of another, and no tag has a handler or a stranger's address.
    expect(html.replace(/<\/?[a-z]+(?:\s+[a-z]+="[^"<>]*")*\s*\/?>/g, '')).not.toMatch(/[<>]/);
    for (const [tag, name, attributes = ''] of tags) {
      expect([
        'p',
        'strong',
        'code',
        'a',
        'img',
        'ol',
        'li',
        'table',
        'wbr',
        'tbody',
        'tr',
        'td',
        'br',
      ]).toContain(name);
      for (const [, attribute, value] of attributes.matchAll(/([a-z]+)="([^"]*)"/g)) {
        expect(['src', 'alt', 'href', 'target', 'rel', 'start', 'scope'], tag).toContain(attribute);
        if (attribute === 'src') expect(value).toMatch(/^\/(?!\/)/);
        if (attribute === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:|\/(?!\/))/);
      }
    }
  });

  test('stays what it is for other text', () => {
    expect(renderMarkdown('2 * 3 * 4 < 20 & "so on" [sic] (x)')).toBe(
      '<p>2 * 3 * 4 &lt; 20 &amp; &quot;so on&quot; [sic] (x)</p>',
    );
    expect(renderMarkdown('')).toBe('');
  });
});
