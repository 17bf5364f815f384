import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../folders.ts';
import { barriersIn } from './accessibility.ts';
import {
  bubble,
  chat,
  DESKTOP,
  expectTalk,
  greeted,
  launcher,
  openWebsite,
  PICTURES,
  say,
  styleOf,
} from './launcher.ts';

const { visit, openPage, botUrl } = openWebsite();

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
    await bubble(page, 'My advice rests on').waitFor();
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

  test('takes its colour, title, side and greeting from its attributes', async () => {
    const page = await openPage(
      await visit(),
      '/?data-color=%23ffd400&data-title=Ask%20us%20%3Cb%3E&data-position=left&data-greeting-delay=0',
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

  test('offers its help once in a visit, and not to those who have had the chat open', async () => {
    const page = await openPage(await visit(), '/?data-greeting-delay=0');
    await page.locator('.greeting').waitFor();
    await page.reload();
    await launcher(page).waitFor();
    await page.waitForTimeout(500);
    expect(await page.locator('.greeting').isVisible()).toBe(false);

    const other = await openPage(await visit(), '/?data-greeting-delay=2');
    await other.evaluate('PopOrImap.open(), PopOrImap.close()');
    await other.waitForTimeout(2500);
    expect(await other.locator('.greeting').isVisible()).toBe(false);
  });

  test('tells in the console which of its attributes cannot be read', async () => {
    const page = await openPage(
      await visit(),
      '/?data-color=red&data-position=bottom-left&data-greeting-delay=5s',
    );
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    await page.reload();
    await launcher(page).waitFor();
    expect(told).toEqual([
      'PopOrImap: write data-color as #rrggbb, not "red".',
      'PopOrImap: write data-position as left or right, not "bottom-left".',
      'PopOrImap: write data-greeting-delay in seconds, such as 5, not "5s".',
    ]);
    expect(await styleOf(page, '.launcher', 'backgroundColor')).toBe('rgb(29, 79, 145)');
    expect((await launcher(page).boundingBox())?.x).toBeGreaterThan(DESKTOP.viewport.width / 2);
  });

  test('names its parts also where a browser has no properties for that, as Firefox before 119', async () => {
    const context = await visit();
    await context.addInitScript('delete Element.prototype.ariaLabel, delete Element.prototype.ariaHidden');
    const page = await openPage(context, '/?data-greeting-delay=0');
    await page.getByRole('button', { name: 'Dismiss' }).waitFor();
    await page.getByRole('button', { name: 'POP or IMAP? Open chat' }).click();
    const dialog = page.getByRole('dialog', { name: 'POP or IMAP?' });
    await dialog.getByRole('button', { name: 'Back to the page' }).waitFor();
    expect(await page.locator('.badge').getAttribute('aria-hidden')).toBe('true');
  });

  test('works on a page from a file, as somebody tries it first', async () => {
    const file = join(newFolder(), 'page.html');
    writeFileSync(
      file,
      `<!doctype html><title>Try</title><script src="${botUrl()}/widget.js" async></script>`,
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

/** Runs in the page before anything else: listens to the launcher as soon as it is there. */
const LISTEN = `
  globalThis.heard = [];
  addEventListener('PopOrImapReady', () => {
    for (const event of ['open', 'close', 'message', 'unread'])
      PopOrImap.on(event, (value) => heard.push(value === undefined ? event : event + ' ' + value));
  });
`;

/** What has the focus in the page: the element within the launcher, and the one within its frame. */
async function focusIn(page: Page): Promise<string> {
  const outer = await page.evaluate<string>(`(() => {
    const { tagName, className } = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
    return (tagName + ' ' + className).trim();
  })()`);
  if (outer !== 'IFRAME') return outer;
  return `${outer} ${await page.frames()[1]?.evaluate<string>('document.activeElement.tagName')}`;
}
