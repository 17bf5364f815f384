import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { barriersIn } from './accessibility.ts';
import { openBotAndBrowser, PICTURES } from './botAndBrowser.ts';

const there = openBotAndBrowser();
const complaints: string[] = [];

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await there.browser.newContext({ viewport: { width: 800, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(there.bot.url + path);
  return page;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

describe('the pages under /advice in a real browser', () => {
  test('are where the chat leads somebody without JavaScript, and go as far as the steps', async () => {
    const page = await openPage('/', { javaScriptEnabled: false });
    await page.screenshot({ path: `${PICTURES}/page-noscript.png` });
    await page.getByRole('main').waitFor({ state: 'attached' });
    await page.locator('noscript a').click();
    expect(await heading(page)).toBe('Which of these sounds most like you?');
    await page.getByRole('link', { name: "I'm not sure, ask me" }).click();
    for (const answer of ['No', 'No', 'Yes'])
      await page.getByRole('link', { name: answer, exact: true }).click();
    expect(await heading(page)).toMatch(/^Choose (POP|IMAP)\.$/);
    await page.screenshot({ path: `${PICTURES}/advice-result.png`, fullPage: true });

    await page
      .getByRole('link', { name: /^Change ?: Do you read this mail on more than one device/ })
      .click();
    expect(await heading(page)).toContain('on more than one device');
    await page.getByRole('link', { name: 'Yes', exact: true }).click();
    expect(await heading(page)).toBe('Choose IMAP.');
    await page.getByRole('link', { name: 'Set it up' }).click();
    await page.getByRole('link', { name: 'Thunderbird' }).click();
    expect(await page.getByRole('listitem').filter({ hasText: 'imap.mail.example' }).count()).toBe(1);

    // Whoever gets the link sees the same.
    const again = await openPage(new URL(page.url()).pathname);
    expect(await again.locator('main').innerText()).toBe(await page.locator('main').innerText());
  });

  test('can be used with the keyboard alone', async () => {
    const page = await openPage('/advice');
    for (let at = 0; at < 4; at++) await page.keyboard.press('Tab');
    await page.screenshot({ path: `${PICTURES}/advice-keyboard.png` });
    await page.keyboard.press('Enter');
    await page.waitForURL('**/advice/local-only');
  });

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 320, height: 640 }, isMobile: true }],
  ] as const)('have no barrier that axe-core knows and never scroll sideways: %s', async (name, options) => {
    for (const [at, path] of [
      '',
      '/ask-me',
      '/local-only/multiple-devices-no',
      '/multiple-devices/why',
      '/multiple-devices/setup/outlook-classic',
      '/nonsense',
    ].entries()) {
      const page = await openPage(`/advice${path}`, options);
      expect(await barriersIn(page), path).toEqual([]);
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(overflow), path).toBe(0);
      await page.screenshot({ path: `${PICTURES}/advice-${name}-${at}.png`, fullPage: true });
      await page.context().close();
    }
  });

  test('print the advice with its answers and its address, and no buttons', async () => {
    const page = await openPage('/advice/local-only/multiple-devices-no');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('link', { name: 'Set it up' }).isVisible()).toBe(false);
    expect(await page.getByText('I want my mail only on my own machine').isVisible()).toBe(true);
    expect(await page.getByText(page.url()).isVisible()).toBe(true);
    await page.screenshot({ path: `${PICTURES}/advice-print.png`, fullPage: true });
  });

  test('give the browser nothing to complain of', () => {
    // That is said of the page that leads nowhere.
    expect(complaints.filter((text) => !text.includes('404 (Not Found)'))).toEqual([]);
  });
});
