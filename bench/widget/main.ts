import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../test/browser/chromium.ts';
import { machine } from '../machine.ts';
import { OURS } from '../servers.ts';
import { startServing } from '../serving.ts';
import { byAddress, byLauncher, type ChatVisit, visitChat } from './chat.ts';
import { startHost } from './host.ts';
import { type Loading, visitPage } from './load.ts';
import { type Loads, report, type Talks } from './report.ts';
import { inRounds } from './rounds.ts';
import { sentSize, untilSmallest } from './sizes.ts';
import { startStock } from './stock.ts';
import { timeline } from './timeline.ts';

/**
 * `npm run bench:widget`: the chat page and the launcher in Chromium, on a slow line and a slow processor, against the
 * stock Web Chat page; and a page of somebody's with the launcher against the same without. Writes bench/WIDGET.md and
 * its picture. `-- --chats 1 --pages 1` for a short look, which writes nothing.
 */
const { values } = parseArgs({
  options: { chats: { type: 'string', default: '7' }, pages: { type: 'string', default: '11' } },
});
const chats = Number(values.chats);
const pages = Number(values.pages);
const isWhole = chats >= 5 && pages >= 9;

const serving = await startServing(OURS.program, { settings: OURS.settings });
// Browsers take Brotli without TLS from `localhost` only.
const bot = serving.url.replace('127.0.0.1', 'localhost');
const stops: (() => unknown)[] = [() => serving.stop()];
try {
  const stock = await startStock(bot);
  stops.push(stock.close);
  const host = await startHost(bot);
  stops.push(host.close);
  const browser = await launchBrowser();
  stops.push(() => browser.close());
  await untilSmallest(bot);

  const talks = await inRounds<keyof Talks, ChatVisit>(chats, {
    stock: () => visitChat(browser, byAddress(stock.url)),
    page: () => visitChat(browser, byAddress(bot)),
    launcher: () => visitChat(browser, byLauncher(`${host.url}/with`)),
  });
  const loads = await inRounds<keyof Loads, Loading>(pages, {
    without: () => visitPage(browser, `${host.url}/without`),
    with: () => visitPage(browser, `${host.url}/with`),
    again: () => visitPage(browser, `${host.url}/without`),
  });
  const scriptSize = await sentSize(`${bot}/widget.js`, 'gzip');
  const launcherSize = await sentSize(`${bot}/widget.js?launcher=1`, 'gzip');
  const on = `${machine()}, Chromium ${browser.version()}`;
  const text = report({ talks, loads, scriptSize, launcherSize, machine: on });
  console.log(text);
  if (isWhole) {
    writeFileSync(join(import.meta.dirname, '../WIDGET.md'), text);
    writeFileSync(join(import.meta.dirname, '../widget.svg'), timeline(talks));
  }
} finally {
  for (const stop of stops.reverse()) await stop();
}
