import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';

/** What begins the first thing that the bot says. */
export const GREETING = 'I help you choose';

/** A window of its own on the chat page, in which Web Chat has greeted; `prepare` gets the page before it is loaded. */
export async function openChatPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(25_000);
  await prepare(page);
  await page.goto(address);
  await bubble(page, GREETING).waitFor();
  return page;
}

type Place = Page | FrameLocator;

export const bubble = (place: Place, text: string): Locator =>
  place.locator('.webchat__bubble__content', { hasText: text });
export const box = (place: Place): Locator => place.locator('[data-id="webchat-sendbox-input"]');
export const choices = (place: Place): Locator => place.locator('.webchat__suggested-actions button');

export async function say(place: Place, text: string): Promise<void> {
  await box(place).fill(text);
  await box(place).press('Enter');
}
