import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort, freshStorage, type Running, startBot } from '../server.ts';
import { barriersIn } from './accessibility.ts';
import { launchBrowser } from './chromium.ts';
import { type Host, startHost } from './host.ts';

const PICTURES = 'test-results';
const DESKTOP = { viewport: { width: 1100, height: 800 } } as const;
const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true } as const;

let browser: Browser;
let bot: Running;
let host: Host;
const settings = { STORAGE: freshStorage(), PORT: String(await freePort()) };
const contexts: BrowserContext[] = [];
/** What the browser complained of, other than that the bot is away. */
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  bot = await startBot(settings);
  host = await startHost(bot.url);
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
  host?.close();
  await bot?.stop();
});

async function visit(options: BrowserContextOptions = DESKTOP): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  contexts.push(context);
  return context;
}

async function openPage(context: BrowserContext, path = '/'): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  page.on('console', (message) => {
    if (
      message.type() === 'error' &&
      !/ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|WebSocket/.test(message.text())
    )
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(host.url + path);
  await launcher(page).waitFor();
  return page;
}

const launcher = (page: Page) => page.locator('button.launcher');
const chat = (page: Page): FrameLocator => page.frameLocator('pop-or-imap iframe');
const bubble = (page: Page, text: string) =>
  chat(page).locator('.webchat__bubble__content', { hasText: text });
const box = (page: Page) => chat(page).locator('[data-id="webchat-sendbox-input"]');
const status = (page: Page) => chat(page).locator('#status');
const greeted = (page: Page) => bubble(page, 'I help you choose').waitFor();

async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** Each bubble once, and in this order. */
async function expectTalk(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) await bubble(page, text).waitFor();
  const shown = await chat(page).locator('.webchat__bubble__content').allInnerTexts();
  const places = texts.map((text) => shown.flatMap((all, at) => (all.includes(text) ? [at] : [])));
  expect(
    places.map(({ length }) => length),
    shown.join(' | '),
  ).toEqual(texts.map(() => 1));
  expect(places.flat()).toEqual(places.flat().toSorted((one, other) => one - other));
}

describe('the launcher on a page of another origin with a strict policy', () => {
  test('opens the chat, and one talk leads to the advice', async () => {
    const page = await openPage(await visit());
    expect(await page.locator('iframe').count()).toBe(0);
    await page.screenshot({ path: `${PICTURES}/widget-closed.png` });
    await launcher(page).click();
    await greeted(page);
    await page.screenshot({ path: `${PICTURES}/widget-open.png` });
    await chat(page)
      .getByRole('toolbar')
      .getByRole('button', { name: 'I want my mail only on my own machine' })
      .click();
    await bubble(page, 'more than one device').waitFor();
    await say(page, 'no');
    await expectTalk(page, [
      'I help you choose',
      'I want my mail only',
      'more than one device',
      'Choose POP.',
    ]);
    await page.screenshot({ path: `${PICTURES}/widget-advice.png` });
  });

  test('can be used with the keyboard alone: focus goes in, Escape closes and brings it back', async () => {
    const page = await openPage(await visit());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await greeted(page);
    await expect.poll(() => focusIn(page)).toBe('IFRAME INPUT');
    await page.keyboard.type('i share the mailbox with my wife');
    await page.keyboard.press('Enter');
    await bubble(page, 'Choose IMAP.').waitFor();
    // Backwards from the box to the choices, along them, and the second one.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.screenshot({ path: `${PICTURES}/widget-keyboard.png` });
    await page.keyboard.press('Enter');
    await bubble(page, 'What my advice rests on').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect(await focusIn(page)).toBe('BUTTON launcher');
    // And from the title bar too.
    await page.keyboard.press('Enter');
    await expect.poll(() => focusIn(page)).toBe('IFRAME INPUT');
    await page.locator('dialog .cross').focus();
    await page.keyboard.press('Escape');
    expect(await focusIn(page)).toBe('BUTTON launcher');
  });

  test('gives a page open(), close() and events, from before it is loaded on', async () => {
    const context = await visit();
    await context.addInitScript(LISTEN);
    const page = await openPage(context);
    const heard = () => page.evaluate<string[]>('heard');
    await page.evaluate('PopOrImap.open()');
    await greeted(page);
    await expect.poll(heard).toEqual(['open', 'message']);
    await page.evaluate('PopOrImap.close()');
    expect(await heard()).toEqual(['open', 'message', 'close']);

    // What comes while it is closed is counted: here from a second tab of the same talk.
    const other = await openPage(context, '/second');
    await launcher(other).click();
    await greeted(other);
    await say(other, 'we share one mailbox');
    await page.locator('.badge', { hasText: '1' }).waitFor();
    expect(await launcher(page).getAttribute('aria-label')).toContain('Unread messages: 1');
    await page.screenshot({ path: `${PICTURES}/widget-unread.png` });
    await launcher(page).click();
    await page.locator('.badge').waitFor({ state: 'hidden' });
    const later = await heard();
    expect(later.slice(3)).toEqual(['message', 'unread 1', 'unread 0', 'open']);
    await expectTalk(page, ['I help you choose', 'we share one mailbox', 'Choose IMAP.']);
  });

  describe('on a page that is still loading', () => {
    /** Opens a page with a picture that does not come before it is let through; gives what was asked of the bot. */
    async function openSlowPage() {
      const page = await (await visit()).newPage();
      const asked: string[] = [];
      page.on('request', (request) => {
        if (request.url().startsWith(bot.url)) asked.push(request.url().slice(bot.url.length));
      });
      const picture = Promise.withResolvers<void>();
      await page.route(`${host.url}/picture`, async (route) => {
        await picture.promise;
        await route.abort();
      });
      await page.goto(`${host.url}/slow`, { waitUntil: 'commit' });
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

  test('takes its colour, title, side and greeting from its attributes', async () => {
    const page = await openPage(
      await visit(),
      '/?data-color=%23ffd400&data-title=Ask%20us%20%3Cb%3E&data-position=left&data-greeting-delay=0&data-language=xx',
    );
    await page.getByRole('button', { name: 'POP or IMAP? I help you choose.' }).waitFor();
    expect(await barriersIn(page)).toEqual([]);
    await page.screenshot({ path: `${PICTURES}/widget-greeting.png` });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.reload();
    await launcher(page).click();
    await greeted(page);
    expect(await page.locator('.greeting').isVisible()).toBe(false);
    expect(await page.locator('dialog h2').innerText()).toBe('Ask us <b>');
    expect(await styleOf(page, '.launcher', 'backgroundColor')).toBe('rgb(255, 212, 0)');
    expect((await launcher(page).boundingBox())?.x).toBeLessThan(40);
    for (const frame of page.frames()) expect(await barriersIn(frame)).toEqual([]);
    await page.screenshot({ path: `${PICTURES}/widget-attributes.png` });
  });

  test('works on a page from a file, as somebody tries it first', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'page-')), 'page.html');
    writeFileSync(
      file,
      `<!doctype html><title>Try</title><script src="${bot.url}/widget.js" async></script>`,
    );
    const page = await (await visit()).newPage();
    await page.goto(`file://${file}`);
    await launcher(page).click();
    await greeted(page);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  test('moves nothing where less motion is wanted', async () => {
    for (const [reducedMotion, animation] of [
      ['reduce', 'none'],
      ['no-preference', 'rise'],
    ] as const) {
      const page = await openPage(await visit({ ...DESKTOP, reducedMotion }));
      await launcher(page).click();
      expect(await styleOf(page, 'dialog', 'animationName')).toBe(animation);
    }
  });
});

describe('the talk in the launcher', () => {
  test('goes on over page loads and in a second tab', async () => {
    const context = await visit();
    const page = await openPage(context);
    await launcher(page).click();
    await greeted(page);
    await say(page, 'I want my mail only on my own machine');
    await bubble(page, 'more than one device').waitFor();
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('heading', { name: '/next' }).waitFor();
    const before = ['I help you choose', 'I want my mail only', 'more than one device'];
    await expectTalk(page, before);

    const second = await openPage(context, '/second');
    await launcher(second).click();
    await expectTalk(second, before);
    await say(second, 'no, just one laptop');
    await expectTalk(second, [...before, 'just one laptop', 'Choose POP.']);
    await expectTalk(page, [...before, 'just one laptop', 'Choose POP.']);

    // A new talk in one tab is the talk of both.
    await chat(second).getByRole('button', { name: 'New chat' }).click();
    await bubble(second, 'Choose POP.').waitFor({ state: 'detached' });
    await greeted(second);
    await bubble(page, 'Choose POP.').waitFor({ state: 'detached' });
    await say(page, 'we share one mailbox');
    await expectTalk(second, ['I help you choose', 'we share one mailbox', 'Choose IMAP.']);
  });

  test('survives that the network is away: it says so, and sends once what was written', async () => {
    const context = await visit();
    const page = await openPage(context);
    await launcher(page).click();
    await greeted(page);
    await context.setOffline(true);
    await status(page).filter({ hasText: 'You are offline' }).waitFor();
    await say(page, 'i have a phone and a laptop');
    await page.screenshot({ path: `${PICTURES}/widget-offline.png` });
    await context.setOffline(false);
    await expectTalk(page, ['I help you choose', 'i have a phone and a laptop', 'Choose IMAP.']);
    await expect.poll(() => status(page).innerText()).toBe('');
    expect(
      await chat(page)
        .getByText(/send failed|retry/i)
        .count(),
    ).toBe(0);
  });

  test('survives that the bot is killed and comes back', async () => {
    const page = await openPage(await visit());
    await launcher(page).click();
    await greeted(page);
    await say(page, 'I want my mail only on my own machine');
    await bubble(page, 'more than one device').waitFor();
    await bot.stop('SIGKILL');
    await status(page).filter({ hasText: 'Connecting again' }).waitFor();
    await say(page, 'no');
    await page.screenshot({ path: `${PICTURES}/widget-reconnecting.png` });
    bot = await startBot(settings);
    await expectTalk(page, [
      'I help you choose',
      'I want my mail only',
      'more than one device',
      'Choose POP.',
    ]);
    await expect.poll(() => status(page).innerText()).toBe('');
    await say(page, 'why?');
    await bubble(page, 'What my advice rests on').waitFor();
  });

  test('survives a connection that has died without a word', async () => {
    const page = await (await visit()).newPage();
    let isDead = false;
    let connections = 0;
    await page.routeWebSocket(/\/stream\?/, (socket) => {
      connections++;
      const server = socket.connectToServer();
      const isFirst = connections === 1;
      server.onMessage((message) => {
        if (!(isFirst && isDead)) socket.send(message);
      });
    });
    await page.goto(host.url);
    await launcher(page).click();
    await greeted(page);
    isDead = true;
    await say(page, 'we share one mailbox');
    await expectTalk(page, ['I help you choose', 'we share one mailbox', 'Choose IMAP.']);
    expect(connections).toBe(2);
  });

  test('gets through where no WebSocket does', async () => {
    const page = await (await visit()).newPage();
    await page.routeWebSocket(/\/stream\?/, (socket) => socket.close());
    await page.goto(host.url);
    await launcher(page).click();
    await greeted(page);
    await say(page, 'we share one mailbox');
    await expectTalk(page, ['I help you choose', 'we share one mailbox', 'Choose IMAP.']);
  });

  test('begins once the bot can be reached, and says so until then', async () => {
    const page = await openPage(await visit());
    await bot.stop();
    await launcher(page).click();
    await page.locator('.away').waitFor();
    await page.screenshot({ path: `${PICTURES}/widget-unreachable.png` });
    bot = await startBot(settings);
    await greeted(page);
    expect(await page.locator('.away').isVisible()).toBe(false);
  });
});

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

  test('without a complaint of the browser in all of this', () => {
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page before anything else: listens to the launcher as soon as it is there. */
const LISTEN = `
  globalThis.heard = [];
  addEventListener('PopOrImapReady', () => {
    for (const event of ['open', 'close', 'message', 'unread'])
      PopOrImap.on(event, (value) => heard.push(value === undefined ? event : event + ' ' + value));
  });
`;

function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(
    `getComputedStyle(document.querySelector('pop-or-imap').shadowRoot.querySelector('${selector}')).${property}`,
  );
}

/** What has the focus in the page: the element within the launcher, and the one within its frame. */
async function focusIn(page: Page): Promise<string> {
  const outer = await page.evaluate<string>(`(() => {
    const { tagName, className } = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
    return (tagName + ' ' + className).trim();
  })()`);
  if (outer !== 'IFRAME') return outer;
  return `${outer} ${await page.frames()[1]?.evaluate<string>('document.activeElement.tagName')}`;
}
