import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { freePort } from '../../src/freePort.ts';
import { freshStorage, type Running, startBot } from '../server.ts';
import { launchBrowser } from './chromium.ts';
import { type Host, startHost } from './host.ts';

export const PICTURES = 'test-results';
export const DESKTOP = { viewport: { width: 1100, height: 800 } } as const;
export const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true } as const;

/**
 * A bot, a website that has its launcher, and people who visit that: there while the tests of a file run. At their end the
 * browser must not have complained of anything, but that the bot was away.
 */
export function openWebsite() {
  let browser: Browser;
  let bot: Running;
  let host: Host;
  let settings: { readonly STORAGE: string; readonly PORT: string };
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    settings = { STORAGE: freshStorage(), PORT: String(await freePort()) };
    bot = await startBot(settings);
    host = await startHost(bot.url);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    host?.close();
    await bot?.stop();
    expect(complaints).toEqual([]);
  });

  async function visit(options: BrowserContextOptions = DESKTOP): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    contexts.push(context);
    return context;
  }

  async function openPage(context: BrowserContext, path = '/'): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(25_000);
    page.on('console', (message) => {
      if (
        message.type() === 'error' &&
        !/ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|WebSocket/.test(message.text())
      )
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(host.url + path);
    await launcher(page).waitFor();
    return page;
  }

  return {
    visit,
    openPage,
    /** The website's address. */
    url: () => host.url,
    botUrl: () => bot.url,
    stopBot: (signal?: NodeJS.Signals) => bot.stop(signal),
    /** The bot as it was, on the same port and with the same storage. */
    async startBotAgain() {
      bot = await startBot(settings);
    },
  };
}

export const launcher = (page: Page) => page.locator('button.launcher');
export const chat = (page: Page): FrameLocator => page.frameLocator('pop-or-imap iframe');
export const bubble = (page: Page, text: string) =>
  chat(page).locator('.webchat__bubble__content', { hasText: text });
const box = (page: Page) => chat(page).locator('[data-id="webchat-sendbox-input"]');
export const status = (page: Page) => chat(page).locator('#status');
export const greeted = (page: Page) => bubble(page, 'I help you choose').waitFor();

export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** Each bubble once, and in this order. */
export async function expectTalk(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await bubble(page, text).waitFor();
  const shown = await chat(page).locator('.webchat__bubble__content').allInnerTexts();
  const places = texts.map((text) => shown.flatMap((all, at) => (all.includes(text) ? [at] : [])));
  expect(
    places.map(({ length }) => length),
    shown.join(' | '),
  ).toEqual(texts.map(() => 1));
  expect(places.flat()).toEqual(places.flat().toSorted((one, other) => one - other));
}

export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(
    `getComputedStyle(document.querySelector('pop-or-imap').shadowRoot.querySelector('${selector}')).${property}`,
  );
}
