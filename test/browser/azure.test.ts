import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAzure } from '../channels/azure.ts';
import { type Running, startBot } from '../server.ts';
import { launchBrowser } from './chromium.ts';

const SECRET = 'the-secret-of-direct-line';

let azure: Awaited<ReturnType<typeof startAzure>>;
let bot: Running;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  mkdirSync('test-results', { recursive: true });
  azure = await startAzure(SECRET, () => bot.url);
  bot = await startBot({ AZURE_DIRECT_LINE_SECRET: SECRET, AZURE_DIRECT_LINE_URL: azure.url });
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 900, height: 700 } });
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
  azure?.close();
});

const complaints: string[] = [];
const bubble = (page: Page, text: string) => page.locator('.webchat__bubble__content', { hasText: text });

async function openPage(): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(bot.url);
  await bubble(page, 'I help you choose').waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
  await page.keyboard.press('Enter');
}

describe('the page with Azure’s Direct Line', () => {
  test('has one talk from the greeting to the advice, and goes on with it after a reload', async () => {
    const page = await openPage();
    await say(page, 'I want my mail only on my own machine');
    await bubble(page, 'more than one device').waitFor();
    await page.reload();
    await bubble(page, 'more than one device').waitFor();
    await say(page, 'no');
    await bubble(page, 'Choose POP.').waitFor();
    await page.screenshot({ path: 'test-results/azure.png' });
    for (const text of [
      'I help you choose',
      'only on my own machine',
      'more than one device',
      'Choose POP.',
    ]) {
      expect(await bubble(page, text).count(), text).toBe(1);
    }
    expect([...azure.talks.keys()]).toHaveLength(1);
    await page.close();
  });

  test('leaves the one connection that Azure allows to the tab that is used', async () => {
    const first = await openPage();
    const second = await openPage();
    await bubble(second, 'Choose POP.').waitFor();
    await say(second, 'we share one mailbox');
    await bubble(second, 'Choose IMAP.').waitFor();
    const before = azure.connections();
    await second.waitForTimeout(2000);
    expect(azure.connections(), 'the tabs throw one another out').toBe(before);
    expect(await bubble(first, 'Choose IMAP.').count()).toBe(0);
    await first.evaluate('dispatchEvent(new Event("focus"))');
    await bubble(first, 'Choose IMAP.').waitFor();
    expect(await bubble(first, 'we share one mailbox').count()).toBe(1);
  });

  test('tells of no error', () => {
    expect(complaints).toEqual([]);
  });
});
