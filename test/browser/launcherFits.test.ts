import { describe, expect, test } from 'vitest';
import { barriersIn } from './accessibility.ts';
import { chat, DESKTOP, greeted, launcher, openWebsite, PHONE, PICTURES, say } from './launcher.ts';

const { visit, openPage } = openWebsite();

describe('the launcher fits', () => {
  test.each([
    ['phone-light', { ...PHONE, colorScheme: 'light' }],
    ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
    ['phone-narrow', { ...PHONE, viewport: { width: 320, height: 568 } }],
    ['desktop-light', { ...DESKTOP, colorScheme: 'light' }],
    ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }],
    ['zoomed', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ] as const)('%s, without a barrier that axe-core knows', async (name, options) => {
    const page = await openPage(await visit(options));
    expect(await barriersIn(page)).toEqual([]);
    await launcher(page).click();
    await greeted(page);
    await say(page, 'how do I set up thunderbird with imap');
    await chat(page).locator('.webchat__bubble__content table').waitFor();
    const panel = await page.locator('dialog').boundingBox();
    const { width, height } = options.viewport;
    const isFull = width <= 480 || height <= 420;
    expect(panel?.width).toBe(isFull ? width : 400);
    if (isFull) expect(panel).toEqual({ x: 0, y: 0, width, height });
    for (const frame of page.frames()) {
      expect(await barriersIn(frame), frame.url()).toEqual([]);
      const overflow = await frame.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, 'scrolls sideways').toBeLessThanOrEqual(0);
    }
    await page.screenshot({ path: `${PICTURES}/widget-${name}.png` });
  });
});
