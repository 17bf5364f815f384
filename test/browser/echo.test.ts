import { expect, test } from 'vitest';
import { openBotAndBrowser } from './botAndBrowser.ts';
import { bubble, openChatPage, say } from './chatPage.ts';

const there = openBotAndBrowser();

test('a message that the stream shows before its request is answered costs no connection', async () => {
  let sockets = 0;
  const page = await openChatPage(there.browser, there.bot.url, {}, async (fresh) => {
    fresh.on('websocket', () => sockets++);
    await fresh.clock.install();
    await fresh.addInitScript(NOTE_STATES);
  });
  await page.route('**/activities', async (route) => {
    const response = await route.fetch();
    await bubble(page, 'Choose IMAP.').waitFor();
    await route.fulfill({ response });
  });
  const answered = page.waitForResponse('**/activities');
  await say(page, 'we share one mailbox');
  await (await answered).finished();
  await page.unrouteAll({ behavior: 'wait' });
  // Longer than the page waits for what it has sent.
  await page.clock.fastForward('00:20');
  await say(page, 'why?');
  await bubble(page, 'My advice rests on').waitFor();
  expect(await page.evaluate('states')).toEqual(['online']);
  expect(sockets).toBe(1);
});

/** Runs in the page before anything else: notes what it says of its connection. */
const NOTE_STATES = `
  states = [];
  addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
    const { connection } = document.body.dataset;
    if (states.at(-1) !== connection) states.push(connection);
  }).observe(document.body, { attributeFilter: ['data-connection'] }));
`;
