import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBotAndBrowser } from './botAndBrowser.ts';
import { box, bubble, choices, openChatPage, say } from './chatPage.ts';

const there = openBotAndBrowser();

/** The messages of the person that arrive at the bot. */
function sentFrom(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/activities'))
      sent.push(request.postDataJSON().text);
  });
  return sent;
}

const readOnly = (page: Page) => box(page).getAttribute('readonly');

test('a fast double click on a choice says it once, and the person can go on writing', async () => {
  const page = await openChatPage(there.browser, there.bot.url);
  const sent = sentFrom(page);
  // In one go, as a page that is busy gets it.
  await page.evaluate(`
    for (const detail of [1, 2])
      document.querySelectorAll('.webchat__suggested-actions button')[3]?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
  `);
  await bubble(page, 'Choose IMAP.').waitFor();
  await say(page, 'why?');
  await bubble(page, 'My advice rests on').waitFor();
  expect(await readOnly(page)).toBe(null);
  expect(sent).toEqual(['We share one mailbox', 'why?']);
});

test('so does Enter that is held on a choice', async () => {
  const page = await openChatPage(there.browser, there.bot.url);
  const sent = sentFrom(page);
  await choices(page).first().focus();
  // In one go, as a page that is busy gets it.
  await page.evaluate('for (let i = 0; i < 3; i++) document.activeElement.click()');
  await bubble(page, 'Choose IMAP.').waitFor();
  await expect.poll(() => readOnly(page)).toBe(null);
  expect(sent).toEqual(['I use several computers or phones']);
});

test.each([
  ['Web Chat', '.webchat__suggested-actions button', false],
  ['the early view', '#early-choices button', true],
])('the second press of a slow double click answers no other question: %s', async (_, path, isEarly) => {
  const page = isEarly ? await openEarly() : await openChatPage(there.browser, there.bot.url);
  const sent = sentFrom(page);
  const all = page.locator(path);
  await all.first().waitFor();
  await page.evaluate(`(${PRESS_NEXT})('${path}')`);
  await all.nth(2).click();
  await page.getByText('more than one device').first().waitFor();
  await all.filter({ hasText: 'Not sure' }).waitFor();
  expect(await page.evaluate('pressed')).toBe(1);
  // One that is meant is taken a moment later.
  await all.filter({ hasText: /^No/ }).first().click();
  await page.getByText('Choose POP.').first().waitFor();
  expect(sent).toEqual(['I want my mail only on my own machine', expect.stringMatching(/^No/)]);
});

async function openEarly(): Promise<Page> {
  const page = await (await there.browser.newContext()).newPage();
  page.setDefaultTimeout(25_000);
  await page.route('**/webchat.js', () => {});
  await page.goto(there.bot.url, { waitUntil: 'commit' });
  return page;
}

/** Runs in the page: presses the first choice of the next set in the moment in which it appears. */
const PRESS_NEXT = `(path) => {
  pressed = 0;
  const before = document.querySelector(path).textContent;
  const watcher = new MutationObserver(() => {
    const first = document.querySelector(path);
    if (!first || first.textContent === before) return;
    watcher.disconnect();
    pressed++;
    first.click();
  });
  watcher.observe(document.querySelector('#chat'), { subtree: true, childList: true, characterData: true });
}`;
