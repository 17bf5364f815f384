import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBotAndBrowser, PICTURES } from './botAndBrowser.ts';
import { box, bubble, choices, openChatPage, say } from './chatPage.ts';

const there = openBotAndBrowser();

async function placeOf(one: Locator) {
  const place = await one.boundingBox();
  if (!place) throw new Error('not shown');
  return { ...place, right: place.x + place.width, bottom: place.y + place.height };
}

const list = (page: Page) => page.locator('.webchat__suggested-actions');
const maskOf = (page: Page) =>
  page.evaluate<string>(`(() => {
  const { maskImage } = getComputedStyle(document.querySelector('.webchat__suggested-actions'));
  return maskImage.replace(/rgb\\(.*?\\)|rgba\\(.*?\\)/g, '').replace(/\\s/g, '');
})()`);

test.each([
  ['the widget on a laptop', 398, 495],
  ['a small phone', 320, 568],
])(
  'choices that do not fit fade out, and the last is reached with the arrow keys: %s',
  async (name, width, height) => {
    const page = await openChatPage(there.browser, there.bot.url, { viewport: { width, height } });
    await expect.poll(() => list(page).getAttribute('data-after')).toBe('');
    expect(await list(page).getAttribute('data-before')).toBe(null);
    expect(await maskOf(page)).toContain('calc(100%-40px)');
    await page.screenshot({ path: `${PICTURES}/choices-${name.replaceAll(' ', '-')}.png` });
    await choices(page).first().focus();
    for (let at = 1; at < (await choices(page).count()); at++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => list(page).getAttribute('data-after')).toBe(null);
    expect(await list(page).getAttribute('data-before')).toBe('');
    const last = await placeOf(choices(page).last());
    expect(await choices(page).last().innerText()).toBe("I'm not sure, ask me");
    expect(last.bottom).toBeLessThanOrEqual((await placeOf(list(page))).bottom);
  },
);

test.each([
  ['above the keyboard of a phone that lies', 640, 150, 2],
  ['at 400 percent', 320, 200, 3],
])('with little height what was said can be read: %s', async (name, width, height, lines) => {
  const page = await openChatPage(there.browser, there.bot.url, { viewport: { width, height } });
  await say(page, 'we share one mailbox');
  await bubble(page, 'Choose IMAP.').waitFor();
  await choices(page).filter({ hasText: 'Set it up' }).waitFor();
  await page.screenshot({ path: `${PICTURES}/low-${width}.png` });
  const transcript = await placeOf(page.locator('.webchat__basic-transcript'));
  const [lineHeight, padding] = [16 * 1.45, 10];
  // The text's first line, once it has been scrolled to: the bubble's own edge may be above.
  const begin = async () => (await placeOf(bubble(page, 'Choose IMAP.'))).y + padding;
  await expect.poll(begin, { message: name }).toBeGreaterThanOrEqual(transcript.y - 1);
  const { bottom } = await placeOf(bubble(page, 'Choose IMAP.'));
  expect(Math.min(bottom, transcript.bottom) - (await begin())).toBeGreaterThan(lines * lineHeight - 1);
  // All in one row, the box below it.
  const places = await Promise.all((await choices(page).all()).map(placeOf));
  expect(new Set(places.map(({ y }) => y)).size).toBe(1);
  expect((await placeOf(box(page))).bottom).toBeLessThanOrEqual(height);
});

test('with letters of twice the size nothing is beside the screen', async () => {
  const page = await openChatPage(
    there.browser,
    there.bot.url,
    { viewport: { width: 360, height: 780 } },
    async (fresh) => {
      const devtools = await fresh.context().newCDPSession(fresh);
      await devtools.send('Page.enable');
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    },
  );
  await page.screenshot({ path: `${PICTURES}/large-letters.png` });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect((await placeOf(page.locator('.webchat__send-box__button'))).right).toBeLessThanOrEqual(360);
});

test('a short talk begins at the top, on one line with the title, the choices and the box', async () => {
  const page = await openChatPage(there.browser, there.bot.url, { viewport: { width: 900, height: 820 } });
  const { x, bottom } = await placeOf(page.locator('body > header'));
  const greeting = await placeOf(bubble(page, 'I help you choose'));
  expect(greeting.y - bottom).toBeLessThan(24);
  for (const one of [choices(page).first(), page.locator('.webchat__send-box__text-box')]) {
    expect((await placeOf(one)).x).toBe(greeting.x);
  }
  expect(greeting.x - x).toBe(16);
  expect((await placeOf(page.locator('h1'))).x).toBe(greeting.x);
  expect((await placeOf(choices(page).first())).height).toBeGreaterThanOrEqual(40);
  expect((await placeOf(page.locator('.webchat__send-box__button'))).height).toBeGreaterThanOrEqual(44);
});

test('in the widget the names of servers stand on one line', async () => {
  const page = await openChatPage(there.browser, there.bot.url, { viewport: { width: 398, height: 620 } });
  await say(page, 'set up imap in outlook');
  await page.locator('.webchat__bubble__content table').waitFor();
  const lines =
    await page.evaluate(`[...document.querySelectorAll('.webchat__bubble__content td:nth-child(2)')].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(({ top }) => top)).size;
  })`);
  expect(lines).toEqual([1, 1]);
});

test('without scripts there is the way to the plain pages, and no empty panel', async () => {
  const page = await (await there.browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(there.bot.url);
  expect(await page.locator('#early, #web-chat').filter({ visible: true }).count()).toBe(0);
  await page.getByRole('main').getByRole('link', { name: 'Which of these sounds most like you?' }).click();
  await page.waitForURL('**/advice');
});
