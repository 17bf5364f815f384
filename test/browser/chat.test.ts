import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/freePort.ts';
import { freshStorage, type Running, startBot } from '../server.ts';
import { barriersIn } from './accessibility.ts';
import { launchBrowser } from './chromium.ts';

const PICTURES = 'test-results';

let browser: Browser;
let bot: Running;
const settings = { STORAGE: freshStorage(), PORT: String(await freePort()) };

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  bot = await startBot(settings);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

async function openChat(
  size = { width: 900, height: 820 },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(bot.url);
  await bubble(page, 'I help you choose').waitFor();
  return page;
}
const problems: string[] = [];

const bubble = (page: Page, text: string) => page.locator('.webchat__bubble__content', { hasText: text });
const choose = (page: Page, label: string) =>
  page.getByRole('toolbar').getByRole('button', { name: label, exact: true }).click();

async function type(page: Page, text: string): Promise<void> {
  await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
  await page.keyboard.press('Enter');
}

describe('the chat page in a real browser', () => {
  test('greets once and clicks its way to IMAP', async () => {
    const page = await openChat();
    await page.screenshot({ path: `${PICTURES}/greeting.png` });
    await choose(page, 'I use several computers or phones');
    await bubble(page, 'Choose IMAP.').waitFor();
    await choose(page, 'Why?');
    await bubble(page, 'would be right if').waitFor();
    expect(await bubble(page, 'I help you choose').count()).toBe(1);
    await page.screenshot({ path: `${PICTURES}/advice-imap.png` });
    await page.context().close();
  });

  test('types its way to POP, with bold text as bold', async () => {
    const page = await openChat();
    await type(page, 'i want my mail only on my own pc not on your servers');
    await bubble(page, 'more than one device').waitFor();
    await type(page, 'nope only my pc');
    await page.locator('.webchat__bubble__content strong', { hasText: 'Choose POP.' }).waitFor();
    expect(await bubble(page, 'nope only my pc').count()).toBe(1);
    await page.screenshot({ path: `${PICTURES}/advice-pop.png` });
    await page.context().close();
  });

  test('goes on where it was after a reload and after the bot has been killed', async () => {
    const page = await openChat({ width: 320, height: 640 });
    await page.screenshot({ path: `${PICTURES}/phone.png` });
    await type(page, 'I want my mail only on my own machine');
    await bubble(page, 'more than one device').waitFor();
    await bot.stop('SIGKILL');
    bot = await startBot(settings);
    await page.reload();
    await bubble(page, 'more than one device').waitFor();
    expect(await bubble(page, 'I help you choose').count()).toBe(1);
    await type(page, 'no');
    await bubble(page, 'Choose POP.').waitFor();
    await page.context().close();
  });

  test.each([
    ['light', 'light', { width: 900, height: 820 }],
    ['dark', 'dark', { width: 900, height: 820 }],
    ['phone-dark', 'dark', { width: 390, height: 780 }],
  ] as const)('has no barrier that axe-core knows: %s', async (name, colorScheme, size) => {
    const page = await openChat(size, colorScheme);
    expect(await barriersIn(page)).toEqual([]);
    await type(page, 'how do i set up outlook classic with imap');
    await page.locator('.webchat__bubble__content table').waitFor();
    expect(await barriersIn(page)).toEqual([]);
    await page.locator('.webchat__bubble__content table').scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${PICTURES}/chat-${name}.png` });
    await page.context().close();
  });

  test('shows no error in the console', () => {
    expect(problems.filter((text) => !/WebSocket|ERR_CONNECTION_REFUSED/.test(text))).toEqual([]);
  });
});
