import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { follow } from '../../src/conversation/path.ts';
import { pathPage, wrongPage } from '../../src/web/advice/page.ts';
import { type Running, startBot } from '../server.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ PUBLIC_URL: 'https://bot.example' });
});
afterAll(async () => {
  await bot?.stop();
});

const page = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(bot.url + path, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, html: await response.text() };
};
/** A page as one is asked for under another host. */
async function ask(of: Running, path: string, host: string) {
  const [response] = await once(http.get(of.url + path, { headers: { host } }), 'response');
  return { headers: response.headers, html: await text(response) };
}
const textIn = (html: string, tag: string) =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'gs'))].map(([, text]) => text);

describe('the pages under /advice', () => {
  test('ask one question a page and give the advice with the answers that led to it', async () => {
    const start = await page('/advice');
    expect(textIn(start.html, 'h1')).toEqual(['Which of these sounds most like you?']);
    expect(start.html).toContain('href="/advice/local-only"');

    const question = await page('/advice/local-only');
    expect(textIn(question.html, 'h1')[0]).toContain('on more than one device');
    expect(question.html).toContain('href="/advice/local-only/multiple-devices-no"');

    const advice = await page('/advice/local-only/multiple-devices-no');
    expect(textIn(advice.html, 'h1')).toEqual(['Choose POP.']);
    expect(textIn(advice.html, 'dd').map((text) => text?.replace(/<.*/s, ''))).toContain('No');
    // To change the second answer is to go back to its question, and to change the first to the start.
    const changes = [...advice.html.matchAll(/<a href="([^"]*)">Change/g)].map(([, href]) => href);
    expect(changes).toEqual(['/advice', '/advice/local-only']);
  });

  test('have no script, a strict policy, a name, a description and an address of their own', async () => {
    for (const path of ['/advice', '/advice/multiple-devices', '/advice/ask-me', '/advice/nonsense']) {
      const { html, headers } = await page(path);
      expect(html, path).not.toMatch(/<script|javascript:|\son\w+=|style=/i);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src|unsafe|\*/);
      expect(textIn(html, 'h1'), path).toHaveLength(1);
      expect(textIn(html, 'title')[0], path).toMatch(/ – POP or IMAP\? – Example Mail$/);
    }
    const { html } = await page('/advice/multiple-devices');
    expect(html).toContain('<link rel="canonical" href="https://bot.example/advice/multiple-devices">');
    expect(html).toMatch(/<meta name="description" content="You read your mail in more than one place/);
  });

  test('name no address where the bot knows none of its own, and stay in no cache, as anybody can write any host', async () => {
    const unknown = await startBot({});
    for (const path of ['/advice', '/advice/multiple-devices', '/advice/nonsense']) {
      const { headers, html } = await ask(unknown, path, 'evil.example');
      expect(headers['cache-control'], path).toBe('no-store');
      expect(html).not.toContain('canonical');
      const known = await ask(bot, path, 'evil.example');
      expect(known.headers['cache-control'], path).toBe('public, max-age=300');
      expect(known.html).not.toContain('evil.example');
    }
    await unknown.stop();
  });

  test('let search engines in at the start and the six situations only', async () => {
    for (const path of ['', '/multiple-devices', '/shared-mailbox', '/poor-connection']) {
      expect((await page(`/advice${path}`)).html, path).not.toContain('noindex');
    }
    for (const path of ['/ask-me', '/multiple-devices/why', '/nonsense']) {
      expect((await page(`/advice${path}`)).html, path).toContain('noindex');
    }
  });

  test('are friendly where an address leads nowhere', async () => {
    for (const path of [
      'nonsense',
      'multiple-devices/no',
      '<script>alert(1)</script>',
      'a'.repeat(5000),
      '..%2f..',
    ]) {
      const { status, html } = await page(`/advice/${path}`);
      expect(status, path).toBe(404);
      expect(html).toContain('<a href="/advice">Start over</a>');
      expect(html).not.toContain('alert(1)');
    }
    const slash = await page('/advice/multiple-devices/');
    expect(slash.status).toBe(301);
    expect(slash.headers.get('location')).toBe('/advice/multiple-devices');
    expect((await page('/advice', { method: 'HEAD' })).status).toBe(200);
    expect((await page('/advice', { method: 'POST' })).status).toBe(405);
  });

  test('lead as far as the steps for a mail program, with the settings as a table', async () => {
    const { html } = await page('/advice/multiple-devices/setup/thunderbird');
    expect(textIn(html, 'h1')).toEqual(['Thunderbird']);
    expect(textIn(html, 'ol')[0]).toContain('<strong>imap.mail.example</strong>');
    expect(html).toContain(
      '<th scope="row">Incoming (IMAP)</th><td>imap.<wbr />mail.<wbr />example</td><td>993</td>',
    );
  });
});

describe('the text of a page', () => {
  const dialog = openDialog();
  const shell = { dialog, assets: '/assets/x', origin: 'https://"><script>', isOriginKnown: true };

  test('never becomes markup', () => {
    const place = follow(dialog, ['multiple-devices']);
    if (!place) throw new Error('leads nowhere');
    expect(pathPage(shell, place)).not.toContain('<script');
    expect(wrongPage(shell)).not.toContain('<script');
  });
});
