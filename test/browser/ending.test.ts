import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBotAndBrowser } from './botAndBrowser.ts';
import { box, bubble, GREETING, openChatPage, say } from './chatPage.ts';

const there = openBotAndBrowser();

const newTalk = (page: Page) => page.getByRole('button', { name: 'New chat' });

test('a talk that has ended takes nothing more, and what it did not take is in the box of the next', async () => {
  const page = await openChatPage(there.browser, there.bot.url);
  const gone = { status: 403, json: { error: { code: 'TokenExpired', message: 'Expired.' } } };
  await page.route(/\/(activities|api\/directline\/token)$/, (route) => route.fulfill(gone));
  await say(page, 'we share one mailbox');
  await page.locator('#status', { hasText: 'This chat has ended' }).waitFor();
  await bubble(page, 'we share one mailbox').waitFor();
  await expect.poll(() => box(page).isEditable()).toBe(false);
  expect(await page.getByText('Retry').filter({ visible: true }).count()).toBe(0);
  await page.unrouteAll();
  await newTalk(page).click();
  await bubble(page, 'we share one mailbox').waitFor({ state: 'detached' });
  await bubble(page, GREETING).waitFor();
  await expect.poll(() => box(page).inputValue()).toBe('we share one mailbox');
  await box(page).press('Enter');
  await bubble(page, 'Choose IMAP.').waitFor();
});

test('a new talk from another tab keeps what is half written in this one', async () => {
  const page = await openChatPage(there.browser, there.bot.url);
  const other = await page.context().newPage();
  other.setDefaultTimeout(25_000);
  await other.goto(there.bot.url);
  await bubble(other, GREETING).waitFor();
  await say(page, 'we share one mailbox');
  await bubble(other, 'Choose IMAP.').waitFor();
  await box(other).fill('half a sent');
  await newTalk(page).click();
  await bubble(other, 'Choose IMAP.').waitFor({ state: 'detached' });
  await bubble(other, GREETING).waitFor();
  await expect.poll(() => box(other).inputValue()).toBe('half a sent');
});

test('when Web Chat comes the greeting is read out no second time, and the box keeps its name', async () => {
  const page = await openChatPage(there.browser, there.bot.url, {}, async (fresh) => {
    await fresh.addInitScript(NOTE_HAND_OVER);
  });
  await expect.poll(() => page.evaluate('readOut')).toBe('');
  expect(await page.locator('#early-box').getAttribute('aria-label')).toBe('Type your message');
  expect(await box(page).getAttribute('aria-label')).toBe('Type your message');
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
});

/** Runs in the page before anything else: notes what Web Chat reads out in the moment in which it is shown. */
const NOTE_HAND_OVER = `
  readOut = null;
  addEventListener('DOMContentLoaded', () => {
    const chat = document.querySelector('#chat');
    new MutationObserver(() => {
      if (readOut === null && !chat.classList.contains('early'))
        readOut = chat.querySelector('.webchat__live-region-transcript').textContent;
    }).observe(chat, { attributeFilter: ['class'] });
  });
`;
