import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { freshStorage, startBot } from '../server.ts';
import { openBotAndBrowser, PICTURES } from './botAndBrowser.ts';

const there = openBotAndBrowser({ STORAGE: freshStorage() });
const problems: string[] = [];

const bubble = (page: Page, text: string) => page.locator('.webchat__bubble__content', { hasText: text });

async function openChat(width: number): Promise<Page> {
  const page = await there.browser.newPage({ viewport: { width, height: 760 } });
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) problems.push(message.text());
  });
  await page.goto(there.bot.url);
  await bubble(page, 'I help you choose').waitFor();
  return page;
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
  await page.keyboard.press('Enter');
}

test.each([320, 480])(
  'a set-up of POP in Outlook shows where the option is, %d pixels wide',
  async (width) => {
    const page = await openChat(width);
    await type(page, 'set up pop in outlook classic');
    const guide = bubble(page, 'Does it work now?');
    await guide.waitFor();
    const picture = guide.getByRole('img', { name: /Leave a copy of messages on the server/ });
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((img) => Number(Reflect.get(img, 'naturalWidth'))))
      .toBeGreaterThan(0);
    const box = await picture.boundingBox();
    expect(box?.width).toBeGreaterThan(200);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await page.screenshot({ path: `${PICTURES}/guide-${width}.png` });
    const cells = await guide.locator('table td').allInnerTexts();
    expect(cells).toEqual(expect.arrayContaining(['pop.mail.example', '995', 'smtp.mail.example', '465']));
    await page.close();
  },
);

test('a page that is open under another address than the public one shows its pictures too', async () => {
  const elsewhere = await startBot({ PUBLIC_URL: 'https://bot.example' });
  const page = await there.browser.newPage();
  await page.routeWebSocket(/.*/, (socket) => socket.close());
  await page.goto(elsewhere.url);
  await bubble(page, 'I help you choose').waitFor();
  await type(page, 'set up pop in outlook classic');
  const picture = bubble(page, 'Does it work now?').getByRole('img', { name: /Leave a copy of messages/ });
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((img) => Number(Reflect.get(img, 'naturalWidth'))))
    .toBeGreaterThan(0);
  await page.close();
  await elsewhere.stop();
});

test('an iPhone’s guide links to a profile that is there', async () => {
  const page = await openChat(480);
  await type(page, 'set up imap on my iphone');
  const link = bubble(page, 'Does it work now?').getByRole('link', { name: 'this profile' });
  await link.waitFor();
  const response = await page.request.get(
    new URL((await link.getAttribute('href')) ?? '', there.bot.url).href,
  );
  expect(response.headers()['content-type']).toBe('application/x-apple-aspen-config');
  await page.close();
});

test('nothing is refused by the page’s own policy', () => {
  expect(problems).toEqual([]);
});
