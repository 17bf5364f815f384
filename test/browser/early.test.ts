import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { barriersIn } from './accessibility.ts';
import { openBotAndBrowser, PICTURES } from './botAndBrowser.ts';

const PHONE = { viewport: { width: 412, height: 700 } } as const;

const there = openBotAndBrowser();
const complaints: string[] = [];

/** A gate that requests wait at until it is opened. */
function gate() {
  const { promise, resolve: open } = Promise.withResolvers<void>();
  const hold = async (route: Route) => {
    await promise;
    await route.continue().catch(() => undefined);
  };
  return { hold, open };
}

/** The page while Web Chat is still on its way; `arrive` lets it come. */
async function openEarly(options: BrowserContextOptions = PHONE, prepare?: (page: Page) => Promise<unknown>) {
  const page = await (await there.browser.newContext(options)).newPage();
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ 413 |ERR_FAILED/.test(message.text()))
      complaints.push(message.text());
  });
  const { hold, open: arrive } = gate();
  await page.route('**/webchat.js', hold);
  await prepare?.(page);
  await page.goto(there.bot.url, { waitUntil: 'commit' });
  return { page, arrive };
}

const box = (page: Page) => page.locator('#early-box');
const said = (page: Page, text: string) => page.locator('#early-said > *', { hasText: text });
const bubble = (page: Page, text: string) => page.locator('.webchat__bubble__content', { hasText: text });
const laterBox = (page: Page) => page.locator('[data-id="webchat-sendbox-input"]');
const greeting = 'I help you choose';

async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** How often something of the page listens to an event. */
async function listeners(page: Page, of: string, event: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', { expression: of });
  const found = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  return found.listeners.filter(({ type }) => type === event).length;
}

describe('before Web Chat has come', () => {
  test('a person is greeted, chooses, writes and gets the advice', async () => {
    const { page } = await openEarly();
    await said(page, greeting).waitFor();
    await page.getByRole('button', { name: 'I want my mail only on my own machine' }).click();
    await said(page, 'more than one device').waitFor();
    await say(page, 'no');
    await said(page, 'Choose POP.').locator('strong').first().waitFor();
    await page.screenshot({ path: `${PICTURES}/early-advice.png` });
    expect(await page.locator('#early-said > *').allInnerTexts()).toHaveLength(5);
  });

  test('the box takes what is typed before the talk is open, and it is sent and answered once', async () => {
    const { hold, open } = gate();
    const { page, arrive } = await openEarly(PHONE, (fresh) => fresh.route('**/api/directline/token', hold));
    await box(page).click();
    await page.keyboard.type('we share one mailbox');
    await page.keyboard.press('Enter');
    await said(page, 'we share one mailbox').waitFor();
    await page.keyboard.type('why?');
    open();
    await said(page, 'Choose IMAP.').waitFor();
    expect(await page.locator('#early-said > *').allInnerTexts()).toEqual([
      expect.stringContaining(greeting),
      expect.stringContaining('we share one mailbox'),
      expect.stringContaining('Choose IMAP.'),
    ]);
    arrive();
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await laterBox(page).inputValue()).toBe('why?');
  });

  test('the token for a new talk is asked for once, while the scripts are still on their way', async () => {
    const { hold, open } = gate();
    const asked: unknown[] = [];
    const { page } = await openEarly(PHONE, async (fresh) => {
      fresh.on('request', (request) => {
        if (request.url().endsWith('/api/directline/token')) asked.push(request.postDataJSON());
      });
      await fresh.route('**/chat.js', hold);
    });
    await expect.poll(() => asked.length).toBe(1);
    open();
    await said(page, greeting).waitFor();
    expect(asked).toEqual([null]);
    await page.reload({ waitUntil: 'commit' });
    await said(page, greeting).waitFor();
    expect(asked).toEqual([null, { token: expect.any(String) }]);
  });

  test('those who have it read to them are told what the messages and the choices are', async () => {
    const { page } = await openEarly();
    await page.getByRole('log', { name: 'Messages' }).getByText(greeting).waitFor();
    await page
      .getByRole('group', { name: 'Answers to choose from' })
      .getByRole('button', { name: 'I want my mail only on my own machine' })
      .waitFor();
  });

  test('what the bot does not take stands in the box again', async () => {
    const { page } = await openEarly();
    await said(page, greeting).waitFor();
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/activities', async (route) => {
      await promise;
      await route.fulfill({ status: 413, json: {} });
    });
    await say(page, 'a very long');
    await say(page, 'story');
    resolve();
    await expect.poll(() => box(page).inputValue()).toBe('a very long story');
    expect(await page.locator('#early-said .own').count()).toBe(0);
  });

  test('what looks like markup is text', async () => {
    const { page } = await openEarly();
    const attack =
      '<img src=x onerror="window.hacked=1"> [a](javascript:window.hacked=1) ![b](https://evil.example/)';
    await said(page, greeting).waitFor();
    await say(page, attack);
    await expect.poll(() => page.locator('#early-said > *').count()).toBeGreaterThanOrEqual(3);
    expect(await page.locator('#early-said .own').innerText()).toContain(attack);
    expect(await page.locator('#early-said :is(img, script)').count()).toBe(0);
    expect(await page.evaluate('"hacked" in window')).toBe(false);
  });

  test.each(['light', 'dark'] as const)(
    'there is no barrier that axe-core knows: %s',
    async (colorScheme) => {
      const { page } = await openEarly({ ...PHONE, colorScheme });
      await said(page, greeting).waitFor();
      await say(page, 'how do I set up thunderbird with imap');
      await said(page, 'imap.mail.example').waitFor();
      expect(await barriersIn(page)).toEqual([]);
      await page.screenshot({ path: `${PICTURES}/early-${colorScheme}.png` });
    },
  );

  test('there is no box that does nothing where scripts are off', async () => {
    const page = await (await there.browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage();
    await page.goto(there.bot.url);
    await page.getByRole('link').waitFor();
    expect(await page.locator('input').isVisible()).toBe(false);
  });
});

describe('when Web Chat comes', () => {
  test('nothing moves, and each message is there once', async () => {
    const { page, arrive } = await openEarly();
    await said(page, greeting).waitFor();
    await say(page, 'we share one mailbox');
    await said(page, 'Choose IMAP.').waitFor();
    const before = await page.locator('#early-said > *').evaluateAll(PLACES);
    await page.evaluate(WATCH);
    arrive();
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await page.locator('.webchat__bubble__content').evaluateAll(PLACES)).toEqual(before);
    expect(await page.evaluate('bubblesThen')).toBe(3);
    expect(await box(page).isVisible()).toBe(false);
  });

  test('it waits for a pause of a person who is typing, and they go on in the same sentence', async () => {
    const { page, arrive } = await openEarly();
    await said(page, greeting).waitFor();
    await box(page).click();
    arrive();
    const [first, second] = ['there are two of us, my wife and me', ', and we share one mailbox'];
    await page.keyboard.type(first, { delay: 60 });
    expect(await page.evaluate('"WebChat" in window')).toBe(false);
    await expect.poll(() => page.evaluate('"WebChat" in window')).toBe(true);
    await page.keyboard.type(second, { delay: 40 });
    await expect.poll(() => laterBox(page).inputValue()).toBe(first + second);
    await page.keyboard.press('Enter');
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test('it is asked for again where it did not come', async () => {
    const { page, arrive } = await openEarly(PHONE, async (fresh) => {
      let count = 0;
      await fresh.route('**/webchat.js', (route) => (count++ < 2 ? route.abort() : route.continue()));
    });
    arrive();
    await say(page, 'we share one mailbox');
    await said(page, 'Choose IMAP.').waitFor();
    await bubble(page, 'Choose IMAP.').waitFor();
  });

  test.each(['its beginning', 'its middle'])('a long message is read on, from %s', async (from) => {
    const { page, arrive } = await openEarly();
    await said(page, greeting).waitFor();
    await say(page, 'how do I set up pop in outlook classic');
    await said(page, 'Does it work now?').waitFor();
    const picture = said(page, 'Does it work now?').locator('img');
    await expect
      .poll(() => picture.evaluate((img) => Number(Reflect.get(img, 'naturalWidth'))))
      .toBeGreaterThan(0);
    if (from === 'its middle') {
      await said(page, 'Does it work now?').hover();
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(300);
    }
    const before = await page.locator('#early-said > :last-child').evaluateAll(PLACES);
    arrive();
    await bubble(page, 'Does it work now?').waitFor();
    await page.waitForTimeout(1500);
    expect(await bubble(page, 'Does it work now?').evaluateAll(PLACES)).toEqual(before);
  });

  test.each([
    ['a mouse', PHONE],
    ['a finger', { ...PHONE, hasTouch: true, isMobile: true }],
  ])('the cursor stays where it was in the sentence of who has %s', async (_, device) => {
    const { page, arrive } = await openEarly(device);
    await said(page, greeting).waitFor();
    await box(page).fill('we share mailbox');
    for (let step = 0; step < 'mailbox'.length; step++) await page.keyboard.press('ArrowLeft');
    arrive();
    await laterBox(page).waitFor();
    await page.keyboard.type('one ');
    await expect.poll(() => laterBox(page).inputValue()).toBe('we share one mailbox');
  });

  test('it waits for a sign that is being put together', async () => {
    const { page, arrive } = await openEarly();
    await said(page, greeting).waitFor();
    await box(page).focus();
    const input = await page.context().newCDPSession(page);
    await input.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    arrive();
    await page.waitForTimeout(2000);
    expect(await page.evaluate('"WebChat" in window')).toBe(false);
    expect(await box(page).inputValue()).toBe('ni');
    await input.send('Input.insertText', { text: '你' });
    await laterBox(page).waitFor();
    expect(await laterBox(page).inputValue()).toBe('你');
  });

  test('a message that is sent in that moment is there once', async () => {
    const { hold, open } = gate();
    const { page, arrive } = await openEarly(PHONE, async (fresh) => {
      await fresh.route('**/activities', hold);
      await fresh.addInitScript(SEND_THEN);
    });
    arrive();
    await bubble(page, greeting).waitFor({ state: 'attached' });
    // Longer than it waits for Web Chat to show as much.
    await page.waitForTimeout(3500);
    expect(await said(page, 'we share one mailbox').isVisible()).toBe(true);
    open();
    await bubble(page, 'Choose IMAP.').waitFor();
    expect(await bubble(page, 'we share one mailbox').count()).toBe(1);
    expect(await said(page, 'we share one mailbox').isVisible()).toBe(false);
  });

  test('on the smallest screen there is room for message, choices and box, before and after', async () => {
    const { page, arrive } = await openEarly({ viewport: { width: 320, height: 420 } });
    await said(page, greeting).waitFor();
    const heights = async (parts: readonly string[]) => {
      const boxes = await Promise.all(parts.map((one) => page.locator(one).boundingBox()));
      expect(boxes.at(-1)?.y).toBeLessThan(400);
      return boxes.map((one) => one?.height ?? 0);
    };
    const [early = 0, choices = 0] = await heights(['#early-said', '#early-choices', '#early-box']);
    expect(Math.min(early, choices)).toBeGreaterThan(100);
    arrive();
    await laterBox(page).waitFor();
    expect((await heights(['.webchat__basic-transcript', '[data-id="webchat-sendbox-input"]']))[0]).toBe(
      early,
    );
  });

  test('nothing was complained of in all of this', () => {
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page before anything else: sends a message in the moment in which Web Chat is run. */
const SEND_THEN = `
  Object.defineProperty(window, 'WebChat', {
    configurable: true,
    set(value) {
      Object.defineProperty(window, 'WebChat', { value, writable: true });
      document.querySelector('#early-box').value = 'we share one mailbox';
      document.querySelector('#early-form').requestSubmit();
    },
  });
`;

/** Runs in the page: notes how much Web Chat shows in the moment in which the other view goes. */
const WATCH = `
  new MutationObserver(() => {
    bubblesThen = document.querySelectorAll('.webchat__bubble__content').length;
  }).observe(document.querySelector('#early'), { attributeFilter: ['hidden'] });
`;

/** Runs in the page: where elements are, in whole pixels. */
const PLACES = (elements: readonly unknown[]) =>
  (elements as readonly { getBoundingClientRect(): Record<'x' | 'y' | 'width' | 'height', number> }[]).map(
    (one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    },
  );

describe('the page listens no longer than it has to', () => {
  test('to the network, however often it asks for a talk, and is there when the bot is back', async () => {
    let asked = 0;
    const { page } = await openEarly(PHONE, async (fresh) => {
      await fresh.clock.install();
      await fresh.route('**/api/directline/token', async (route) => {
        asked++;
        await (asked > 4 ? route.continue() : route.fulfill({ status: 502, json: {} }));
      });
    });
    const usual = await listeners(page, 'window', 'online');
    for (let n = 1; n <= 4; n++) {
      await expect.poll(() => asked).toBe(n);
      // Until it waits, and no longer.
      await page.locator('#status', { hasText: /./ }).waitFor();
      expect(await listeners(page, 'window', 'online')).toBeLessThanOrEqual(usual + 1);
      await expect
        .poll(async () => {
          await page.clock.runFor(1000);
          return asked;
        })
        .toBe(n + 1);
    }
    await said(page, greeting).waitFor();
  });

  test('to what is put together in the early box, once Web Chat is there', async () => {
    const { page, arrive } = await openEarly();
    await said(page, greeting).waitFor();
    arrive();
    await bubble(page, greeting).waitFor();
    await expect.poll(() => page.locator('.early').count()).toBe(0);
    expect(await listeners(page, 'document.getElementById("chat")', 'compositionend')).toBe(0);
  });
});
