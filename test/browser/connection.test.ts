import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBotAndBrowser } from './botAndBrowser.ts';

const there = openBotAndBrowser();

async function openPage(prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Page> {
  const page = await (await there.browser.newContext()).newPage();
  page.setDefaultTimeout(25_000);
  await prepare(page);
  await page.goto(there.bot.url);
  await bubble(page, 'I help you choose').waitFor();
  return page;
}

const TOKEN_EXPIRED = { error: { code: 'TokenExpired', message: 'Expired.' } };
const bubble = (page: Page, text: string) => page.locator('.webchat__bubble__content', { hasText: text });
const keptToken = (page: Page) =>
  page.evaluate<string>('JSON.parse(localStorage.getItem("pop-or-imap-talk")).token');

async function say(page: Page, text: string): Promise<void> {
  await page.locator('[data-id="webchat-sendbox-input"]').fill(text);
  await page.keyboard.press('Enter');
}

describe('the page', () => {
  test('has its token refreshed in good time, and keeps the fresh one', async () => {
    const page = await openPage((fresh) => fresh.clock.install());
    const before = await keptToken(page);
    const refreshed = page.waitForResponse('**/v3/directline/tokens/refresh');
    // Tokens of the same second are the same.
    await new Promise((done) => setTimeout(done, 1100));
    await page.clock.fastForward('15:01');
    expect((await refreshed).status()).toBe(200);
    await expect.poll(() => keptToken(page)).not.toBe(before);
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('holds its talk where the storage is full, and has its token renewed all the same', async () => {
    const page = await openPage((fresh) =>
      fresh.addInitScript(
        `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
      ),
    );
    let refused = 0;
    await page.route('**/activities', (route) =>
      refused++ > 0 ? route.fallback() : route.fulfill({ status: 403, json: TOKEN_EXPIRED }),
    );
    const renewed = page.waitForRequest('**/api/directline/token');
    await say(page, 'we share one mailbox');
    expect((await renewed).postDataJSON()).toEqual({ token: expect.any(String) });
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('gets a new token for its talk where the old one is no longer taken, as after a night', async () => {
    let refused = 0;
    const page = await openPage();
    await page.route('**/activities', async (route) => {
      if (refused++ > 0) return route.fallback();
      await route.fulfill({ status: 403, json: TOKEN_EXPIRED });
    });
    const renewed = page.waitForRequest('**/api/directline/token');
    const before = await keptToken(page);
    await say(page, 'we share one mailbox');
    expect((await renewed).postDataJSON()).toEqual({ token: before });
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await bubble(page, 'we share one mailbox').count()).toBe(1);
    expect(refused).toBe(2);
  });

  test('goes on with its talk where something on the way forbids one message, whatever the token', async () => {
    const page = await openPage();
    const forbidden = { status: 403, contentType: 'text/html', body: '<h1>Request blocked</h1>' };
    await page.route('**/activities', (route) =>
      (route.request().postData() ?? '').includes('or 1=1') ? route.fulfill(forbidden) : route.fallback(),
    );
    await say(page, "' or 1=1");
    await page.getByText('Retry').filter({ visible: true }).waitFor();
    expect(await page.locator('#status').innerText()).toBe('');
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('keeps its talk where something on the way forbids the request for a token', async () => {
    const page = await openPage();
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
    let forbidden = 0;
    await page.route('**/api/directline/token', (route) =>
      forbidden++ > 0
        ? route.fallback()
        : route.fulfill({ status: 403, contentType: 'text/html', body: 'No' }),
    );
    await page.reload();
    await page.locator('#status', { hasText: 'cannot be reached' }).waitFor();
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('says when a talk has come to its end, and begins a new one', async () => {
    const page = await openPage();
    const gone = { status: 403, json: TOKEN_EXPIRED };
    // Nothing of it is in the greeting of the next talk.
    await say(page, 'is anybody there');
    await page.getByRole('button', { name: 'New chat' }).waitFor();
    await page.route(/\/(activities|api\/directline\/token)$/, (route) => route.fulfill(gone));
    await say(page, 'we share one mailbox');
    await page.locator('#status', { hasText: 'This chat has ended' }).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'New chat' }).click();
    await bubble(page, 'is anybody there').waitFor({ state: 'detached' });
    await bubble(page, 'I help you choose').waitFor();
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('waits as long as it is told where it sends too much, and then sends', async () => {
    const page = await openPage();
    const asked: number[] = [];
    await page.route('**/activities', async (route) => {
      asked.push(Date.now());
      if (asked.length > 1) return route.fallback();
      await route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: {} });
    });
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(asked).toHaveLength(2);
    expect(await bubble(page, 'we share one mailbox').count()).toBe(1);
  });

  test.each([
    ['did not arrive', false],
    ['arrived although its answer did not', true],
  ])('sends once more what %s, and is answered once', async (_, arrives) => {
    const page = await openPage();
    let count = 0;
    await page.route('**/activities', async (route) => {
      if (count++ > 0) return route.fallback();
      if (arrives) await route.fetch();
      await route.abort('connectionreset');
    });
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
    await say(page, 'why?');
    await bubble(page, 'My advice rests on').waitFor();
    for (const text of ['we share one mailbox', 'Choose IMAP.']) {
      expect(await bubble(page, text).count(), text).toBe(1);
    }
  });

  test.each([500, 504])(
    'sends once more what got a %i as an answer, and is answered once',
    async (status) => {
      const page = await openPage();
      let count = 0;
      await page.route('**/activities', (route) =>
        count++ > 0
          ? route.fallback()
          : route.fulfill({ status, contentType: 'text/html', body: '<h1>Failure</h1>' }),
      );
      await say(page, 'we share one mailbox');
      await bubble(page, 'Choose IMAP.').waitFor();
      expect(await page.getByText('Retry').filter({ visible: true }).count()).toBe(0);
      expect(await bubble(page, 'we share one mailbox').count()).toBe(1);
    },
  );

  test('gives up a message at which the server always fails, and sends the next', async () => {
    const page = await openPage();
    let count = 0;
    await page.route('**/activities', async (route) => {
      if (!route.request().postData()?.includes('hello')) return route.fallback();
      count++;
      await route.fulfill({ status: 500, headers: { 'retry-after': '1' }, json: {} });
    });
    await say(page, 'hello');
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await page.getByText('Retry').filter({ visible: true }).count()).toBe(1);
    expect(count).toBe(4);
  });

  test('asks for news where the browser has no WebSocket to the address, as to ws: from an https page', async () => {
    const page = await openPage((fresh) =>
      fresh.addInitScript(
        `WebSocket = class { constructor() { throw new DOMException('insecure', 'SecurityError'); } };`,
      ),
    );
    await say(page, 'we share one mailbox');
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await page.locator('#status').innerText()).toBe('');
  });

  test('asks again for a token where nothing answers', { timeout: 60_000 }, async () => {
    const page = await (await there.browser.newContext()).newPage();
    let count = 0;
    // A network that swallows the first request.
    await page.route('**/api/directline/token', (route) => (count++ > 0 ? route.fallback() : undefined));
    await page.goto(there.bot.url);
    await bubble(page, 'I help you choose').waitFor({ timeout: 40_000 });
    expect(count).toBeGreaterThan(1);
  });

  test('is reached at last where the bot has no token to give at first', async () => {
    const page = await (await there.browser.newContext()).newPage();
    let count = 0;
    await page.route('**/api/directline/token', (route) =>
      count++ > 0 ? route.fallback() : route.fulfill({ status: 503, json: {} }),
    );
    await page.goto(there.bot.url);
    await page.locator('#status', { hasText: 'cannot be reached' }).waitFor();
    await bubble(page, 'I help you choose').waitFor();
    expect(await page.locator('#status').innerText()).toBe('');
  });
});
