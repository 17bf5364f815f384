import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { barriersIn } from './accessibility.ts';
import { openBotAndBrowser, PICTURES } from './botAndBrowser.ts';
import { box, bubble, openChatPage, say } from './chatPage.ts';

const there = openBotAndBrowser();

const styleOf = (page: Page, path: string, name: string) =>
  page.evaluate<string>(`getComputedStyle([...document.querySelectorAll('${path}')].at(-1)).${name}`);

/** The contrast between two colours as `rgb(…)`. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other]
    .map((colour) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    })
    .toSorted((first, second) => second - first);
  return light / dark;
}

const OWN = '.webchat__bubble--from-user .webchat__bubble__content';
const BOTS = '.webchat__bubble:not(.webchat__bubble--from-user) .webchat__bubble__content';

test('on dark paper a dark colour still has bubbles, buttons and focus frames that can be seen', async () => {
  const page = await openChatPage(there.browser, `${there.bot.url}/?color=%231a1d22`, {
    colorScheme: 'dark',
  });
  await say(page, 'we share one mailbox');
  await bubble(page, 'Choose IMAP.').waitFor();
  const paper = await styleOf(page, '#chat', 'backgroundColor');
  expect(contrast(await styleOf(page, OWN, 'boxShadow'), paper)).toBeGreaterThan(3);
  expect(contrast(await styleOf(page, '.webchat__suggested-actions button', 'color'), paper)).toBeGreaterThan(
    6.5,
  );
  await page.locator('.webchat__basic-transcript').focus();
  await page.keyboard.press('ArrowUp');
  const frame = await styleOf(page, '.webchat__basic-transcript__focus-indicator', 'borderTopColor');
  expect(contrast(frame, paper)).toBeGreaterThan(3);
  await page.screenshot({ path: `${PICTURES}/dark-colour.png` });
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('dialog').waitFor();
  await page.screenshot({ path: `${PICTURES}/dark-keyboard-help.png` });
  expect(await styleOf(page, '.webchat__keyboard-help__scrollable', 'backgroundColor')).toBe(paper);
});

test.each(['light', 'dark'] as const)(
  "links in bubbles have the page's colour and can be read: %s",
  async (colorScheme) => {
    const page = await openChatPage(there.browser, there.bot.url, { colorScheme });
    await say(page, 'i want to talk to a person');
    await page.locator(`${BOTS} a`).last().waitFor();
    const link = await styleOf(page, `${BOTS} a`, 'color');
    expect(link).toBe(await styleOf(page, '.webchat__suggested-actions button, #new-talk', 'color'));
    expect(contrast(link, await styleOf(page, BOTS, 'backgroundColor'))).toBeGreaterThan(4.5);
    expect(await barriersIn(page)).toEqual([]);
  },
);

test("with the system's colours one sees who said what, and where to send", async () => {
  const page = await openChatPage(there.browser, there.bot.url, { forcedColors: 'active' });
  await say(page, 'we share one mailbox');
  await bubble(page, 'Choose IMAP.').waitFor();
  await page.screenshot({ path: `${PICTURES}/forced-colours.png` });
  const widths = [await styleOf(page, OWN, 'borderTopWidth'), await styleOf(page, BOTS, 'borderTopWidth')];
  expect(widths).toEqual(['3px', '1px']);
  expect(await styleOf(page, '.webchat__send-button', 'fill')).toBe(
    await page.evaluate(`(() => {
      const { style } = document.body.appendChild(document.createElement('p'));
      style.color = 'ButtonText';
      return getComputedStyle(document.body.lastChild).color;
    })()`),
  );
});

test('on paper there is the whole talk', async () => {
  const page = await openChatPage(there.browser, there.bot.url, { viewport: { width: 800, height: 500 } });
  await say(page, 'we share one mailbox');
  await bubble(page, 'Choose IMAP.').waitFor();
  await say(page, 'set it up in outlook');
  await page.locator(`${BOTS} table`).waitFor();
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: `${PICTURES}/print.png`, fullPage: true });
  expect(await box(page).isVisible()).toBe(false);
  const first = await bubble(page, 'I help you choose').boundingBox();
  const last = await page.locator(`${BOTS} table`).boundingBox();
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  expect(first?.y).toBeGreaterThan(0);
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeGreaterThan(500);
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan(height);
});
