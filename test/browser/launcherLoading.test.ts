import { describe, expect, test } from 'vitest';
import { greeted, launcher, openWebsite } from './launcher.ts';

const { visit, url, botUrl } = openWebsite();

describe('the launcher on a page that is still loading', () => {
  /** Opens a page with a picture that does not come before it is let through; gives what was asked of the bot. */
  async function openSlowPage() {
    const page = await (await visit()).newPage();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(botUrl())) asked.push(request.url().slice(botUrl().length));
    });
    const picture = Promise.withResolvers<void>();
    await page.route(`${url()}/picture`, async (route) => {
      await picture.promise;
      await route.abort();
    });
    await page.goto(`${url()}/slow`, { waitUntil: 'commit' });
    await expect.poll(() => page.evaluate('typeof PopOrImap')).toBe('object');
    return { page, asked, letThrough: picture.resolve };
  }

  test('it waits, so that the page is not slower', async () => {
    const { page, asked, letThrough } = await openSlowPage();
    await page.waitForTimeout(500);
    expect(asked).toEqual(['/widget.js']);
    letThrough();
    await launcher(page).waitFor();
    expect(asked).toEqual(['/widget.js', '/widget.js?launcher=1']);
  });

  test('it is asked for again where it could not be had', async () => {
    const { page, asked } = await openSlowPage();
    let isAway = true;
    await page.route(/widget\.js\?launcher/, (route) => (isAway ? route.abort() : route.continue()));
    await page.evaluate('void PopOrImap.open()');
    await expect.poll(() => asked.length).toBe(2);
    isAway = false;
    await page.waitForTimeout(500);
    await page.evaluate('void PopOrImap.open()');
    await greeted(page);
  });

  test('it comes when the page opens the chat, and is told in order what the page asked for', async () => {
    const { page, letThrough } = await openSlowPage();
    await page.evaluate(`
      heard = [];
      const early = PopOrImap;
      early.on('open', () => heard.push('open'));
      const stop = early.on('open', () => heard.push('never'));
      stop();
      document.body.onclick = () => early.close();
      early.on('close', () => heard.push('close'));
      early.open();
    `);
    await greeted(page);
    await page.evaluate('document.body.click()');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect(await page.evaluate('heard')).toEqual(['open', 'close']);
    letThrough();
  });
});
