import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';
import { dialogWith } from './otherHost.ts';

const page = (await import('../../src/web/page/markdown.js')) as { renderMarkdown(text: string): string };
/** What a person sees of a sentence on the page. */
const seen = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll('\u2060', '');
const tagsIn = (html: string) => [...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag);

describe('what provider.yaml says', () => {
  const greeting = (name: string) => turn(dialogWith({ name }), undefined, { kind: 'joined' }).reply.text;
  const usual = tagsIn(page.renderMarkdown(greeting('Mail')));

  test.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    'a & b "c" \'d\'',
    '[Mail](javascript:alert(1))',
    '[Mail](//evil.example/)',
    '![Mail](/evil.png)',
    '_Mail_ of __ours__',
    'first_last',
    'Mail\n\n- [x](mailto:evil)\n# Title',
    '| a | b |',
  ])('is shown as text: %j', (name) => {
    const text = greeting(name);
    const html = page.renderMarkdown(text);
    expect(tagsIn(html)).toEqual(usual);
    const shown = name.replace(/\n+/g, ' ').replaceAll('|', '∣');
    expect(seen(html)).toContain(`your ${shown} mailbox`);
    // Nor do Markdown's own rules, which other channels go by, find anything in it.
    const written = /for your (.*) mailbox/.exec(text)?.[1];
    expect(written).not.toMatch(/\]\(|<\w|[*`\n]/);
  });

  test.each([
    ['Mail **bold** and *slanted*', 'Mail ∗∗bold∗∗ and ∗slanted∗'],
    ['`code`', 'ˋcodeˋ'],
  ])('is shown as text that looks like it: %j', (name, shown) => {
    const html = page.renderMarkdown(greeting(name));
    expect(tagsIn(html)).toEqual(usual);
    expect(seen(html)).toContain(shown);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://webmail.example/)[x](https://evil.example',
    'https://webmail.example/|',
    'ftp://webmail.example/',
  ])('is no address that a browser should not open: %s', (webmail) => {
    expect(() => dialogWith({ webmail })).toThrow(/provider\.yaml.*webmail/s);
  });
});

describe('what a person says', () => {
  test.each([
    '<img src=x onerror=alert(1)> my wife and I share one mailbox',
    '[share](javascript:alert(1)) one mailbox with my wife **Zanzibar**',
    '{support.email} {name} #{process.env} {{7*7}} we share one mailbox',
  ])('is not said back to them: %s', (text) => {
    const dialog = openDialog();
    for (const said of [text, text.replaceAll('share', 'xyz')]) {
      const { reply } = turn(dialog, undefined, { kind: 'message', text: said });
      expect(JSON.stringify(reply)).not.toMatch(/onerror|javascript|Zanzibar|process|7\*7|49/);
    }
  });
});
