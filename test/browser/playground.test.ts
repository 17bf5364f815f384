import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/freePort.ts';
import { FETCH, PLAYGROUND, startPlayground, stopPlayground } from '../../src/teams/playground.ts';
import { type Running, startBot } from '../server.ts';
import { launchBrowser } from './chromium.ts';

const PICTURES = 'test-results';

/** The Playground comes from npm's registry, or from npx's cache where it was fetched before. */
const fetched = spawnSync('npx', [...FETCH, PLAYGROUND, '--version'], {
  cwd: tmpdir(),
  timeout: 120_000,
  shell: process.platform === 'win32',
});
const absent = fetched.status === 0 ? '' : ` (skipped: npx cannot get ${PLAYGROUND})`;

describe.skipIf(absent !== '')(`in the Agents Playground as Teams${absent}`, () => {
  let bot: Running;
  let playground: ChildProcess;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    bot = await startBot({});
    const endpoint = `${bot.url.replace('localhost', '127.0.0.1')}/api/messages`;
    playground = startPlayground(endpoint, await freePort(), 'pipe');
    const url = await addressOf(playground);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(25_000);
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(url);
  });
  afterAll(async () => {
    await browser?.close();
    if (playground) await stopPlayground(playground);
    await bot?.stop();
  });

  const shows = (text: string) => page.getByText(text).first().waitFor();
  // In the log beside the talk, stars stand around it.
  const advises = (protocol: string) =>
    page.getByText(`Choose ${protocol}.`, { exact: true }).last().waitFor();
  const press = (label: string) => page.getByRole('button', { name: label, exact: true }).last().click();
  const type = async (text: string) => {
    await page.getByRole('textbox').first().click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  test('one whole talk: welcome, card, suggested actions, advice, an old card as correction', async () => {
    // The log beside the talk shows the Markdown as it was sent, the talk without its signs.
    await shows('I help you choose between POP and IMAP');
    expect(await page.getByText('I help you choose between POP and IMAP').count()).toBe(1);
    await page.screenshot({ path: `${PICTURES}/playground-welcome.png` });

    await press('I want my mail only on my own machine');
    await shows('more than one device');
    await press('No');
    await advises('POP');
    await page.screenshot({ path: `${PICTURES}/playground-advice.png` });

    await type('why?');
    await shows('would be right if');
    await press('We share one mailbox');
    await advises('IMAP');
    await page.screenshot({ path: `${PICTURES}/playground-corrected.png` });

    await press('Set it up');
    await press('Thunderbird');
    await shows('imap.mail.example');
    await page.screenshot({ path: `${PICTURES}/playground-steps.png` });

    await type('bye');
    await shows('we stop here');
    expect(faults).toEqual([]);
  });

  test('a group chat: welcome, only a mention is answered, and a card by whoever presses it', async () => {
    await page.getByText('Group Chat', { exact: true }).click();
    await shows('I help you choose between POP and IMAP');
    await page.getByRole('textbox').first().click();
    await page.keyboard.type('@');
    await page.getByRole('menuitem', { name: 'Test Bot' }).click();
    await page.keyboard.type(' my wife and I share one mailbox');
    await page.keyboard.press('Enter');
    await advises('IMAP');
    await press('Why?');
    await shows('My advice rests on');
    await page.screenshot({ path: `${PICTURES}/playground-group.png` });
    expect(faults).toEqual([]);
  });
});

/** Where the Playground listens, once it does. */
function addressOf(playground: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let output = '';
    for (const stream of [playground.stdout, playground.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
        const [, port] = /Listening on (\d+)/.exec(output) ?? [];
        if (port) found(`http://localhost:${port}`);
      });
    }
    playground.once('exit', () => failed(new Error(`The Playground ended: ${output}`)));
  });
}
