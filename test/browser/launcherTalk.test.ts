import { describe, expect, test } from 'vitest';
import {
  bubble,
  chat,
  expectTalk,
  greeted,
  launcher,
  openWebsite,
  PICTURES,
  say,
  status,
} from './launcher.ts';

const { visit, openPage, url, stopBot, startBotAgain } = openWebsite();

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
    await stopBot('SIGKILL');
    await status(page).filter({ hasText: 'Connecting again' }).waitFor();
    await say(page, 'no');
    await page.screenshot({ path: `${PICTURES}/widget-reconnecting.png` });
    await startBotAgain();
    await expectTalk(page, [
      'I help you choose',
      'I want my mail only',
      'more than one device',
      'Choose POP.',
    ]);
    await expect.poll(() => status(page).innerText()).toBe('');
    await say(page, 'why?');
    await bubble(page, 'My advice rests on').waitFor();
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
    await page.goto(url());
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
    await page.goto(url());
    await launcher(page).click();
    await greeted(page);
    await say(page, 'we share one mailbox');
    await expectTalk(page, ['I help you choose', 'we share one mailbox', 'Choose IMAP.']);
  });

  test('begins once the bot can be reached, and says so until then', async () => {
    const page = await openPage(await visit());
    await stopBot();
    await launcher(page).click();
    await page.locator('.away').waitFor();
    await page.screenshot({ path: `${PICTURES}/widget-unreachable.png` });
    await startBotAgain();
    await greeted(page);
    expect(await page.locator('.away').isVisible()).toBe(false);
  });
});
