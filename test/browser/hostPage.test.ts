import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { launchBrowser } from './chromium.ts';

let browser: Browser;
let bot: Running;
let server: Server;
/** What the page of another origin has beside the launcher, and its policy. */
let html = '';
let policy = '';

beforeAll(async () => {
  bot = await startBot({});
  server = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy && { 'content-security-policy': policy }),
    });
    response.end(`<!doctype html>${html}<script src="${bot.url}/widget.js" async></script>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await bot?.stop();
});

async function openHost(body: string, contentPolicy = ''): Promise<Page> {
  html = body;
  policy = contentPolicy;
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  page.setDefaultTimeout(25_000);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.locator('.launcher').waitFor();
  return page;
}

const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const inside = document.activeElement.shadowRoot?.activeElement;
    return inside ? inside.className : document.activeElement.tagName;
  })()`);

test('a chat that the page does not let in is told of aloud, and Escape closes it', async () => {
  const page = await openHost(
    '<title>Host</title><h1>Host</h1>',
    `default-src 'none'; script-src ${bot.url}/widget.js`,
  );
  await page.locator('.launcher').focus();
  await page.keyboard.press('Enter');
  await page.locator('dialog .away[role=status]', { hasText: 'cannot be reached' }).waitFor();
  expect(await focused(page)).toBe('cross');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('launcher');
});

test.each([
  ['its language', '<html lang="ar" dir="rtl"><title>Host</title>'],
  ['its style sheet', '<style>* { direction: rtl !important }</style><title>Host</title>'],
])('a page that is written from right to left by %s does not turn the launcher', async (_, body) => {
  const page = await openHost(body);
  await page.locator('.launcher').click();
  await page.locator('dialog[open]').waitFor();
  const title = await page.locator('dialog h2').boundingBox();
  const cross = await page.locator('dialog .cross').boundingBox();
  expect(title?.x).toBeLessThan(cross?.x ?? 0);
  const launcher = await page.locator('.launcher').boundingBox();
  expect(launcher?.x).toBeGreaterThan(900);
});

test('the panel has a title, but is no second head of its page', async () => {
  const page = await openHost('<title>Host</title><header>Example Mail</header>');
  await page.locator('.launcher').click();
  await page.getByRole('dialog').getByRole('heading', { name: 'POP or IMAP?' }).waitFor();
  expect(await page.getByRole('banner').allInnerTexts()).toEqual(['Example Mail']);
});

test('what the page brings later with the highest z-index of all does not cover the launcher', async () => {
  const page = await openHost('<title>Host</title>');
  await page.evaluate(`
    const bar = document.body.appendChild(document.createElement('div'));
    bar.style = 'position: fixed; inset: auto 0 0; height: 120px; z-index: 2147483647; background: gold';
  `);
  await page.locator('.launcher').click();
  await page.locator('dialog[open]').waitFor();
  // As pages do that are drawn anew.
  await page.evaluate(`document.querySelector('pop-or-imap').remove(); PopOrImap.close(); PopOrImap.open()`);
  await page.locator('dialog[open]').waitFor();
  await page.locator('.launcher').click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
});
