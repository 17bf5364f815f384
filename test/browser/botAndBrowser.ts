import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { launchBrowser } from './chromium.ts';

/** Where tests put what they saw, for people to look at. */
export const PICTURES = 'test-results';

/** A bot and a browser, there while the tests of a file run; each test has windows of its own. */
export function openBotAndBrowser(settings: Readonly<Record<string, string>> = {}) {
  let bot: Running;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    bot = await startBot(settings);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await bot?.stop();
  });
  return {
    get bot(): Running {
      return bot;
    },
    get browser(): Browser {
      return browser;
    },
  };
}
