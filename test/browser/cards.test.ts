import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as adaptiveCards from 'adaptivecards';
import type { Activity } from 'botbuilder';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { render } from '../../src/bot/render/index.ts';
import { STATES } from '../../src/conversation/states.ts';
import { colourIcon } from '../../src/teams/icons.ts';
import { BUNDLE } from '../bot/adaptiveCards.ts';
import { everyReply, type Reached } from '../bot/everyReply.ts';
import { launchBrowser } from './chromium.ts';

const PICTURES = 'test-results';
const WEBSITE = 'https://bot.example';
const thread = {
  id: 'thread',
  conversationType: 'channel',
  isGroup: true,
  name: '',
} as Activity['conversation'];

let browser: Browser;
let all: readonly Reached[];
beforeAll(async () => {
  all = everyReply();
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Runs in the page: renders a card as a host of version 1.5, presses each button and gives back what it found. */
function show({ card, text }: { card: unknown; text: string | undefined }) {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = (
    globalThis as unknown as { AdaptiveCards: typeof adaptiveCards }
  ).AdaptiveCards;
  const { document, renderMarkdown } = globalThis as unknown as {
    document: {
      body: { append(element: unknown): void };
      createElement(name: string): { innerHTML: string; append(element: unknown): void };
    };
    renderMarkdown(text: string): string;
  };
  // The library leaves Markdown to its host.
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = renderMarkdown(text);
    result.didProcess = true;
  };
  const context = new SerializationContext(Versions.v1_5);
  const shown = new AdaptiveCard();
  shown.hostConfig = new HostConfig({ supportsInteractivity: true, fontFamily: 'sans-serif' });
  const sent: unknown[] = [];
  shown.onExecuteAction = (action) => sent.push((action as adaptiveCards.SubmitAction).data);
  shown.parse(card, context);
  const element = shown.render();
  const message = document.createElement('section');
  message.innerHTML = renderMarkdown(text ?? '');
  message.append(element);
  document.body.append(message);
  for (const button of element?.querySelectorAll('button') ?? []) button.click();
  const warnings = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const titles = [...(element?.querySelectorAll('button') ?? [])].map((button) => button.textContent);
  const cut = [...(element?.querySelectorAll('*') ?? [])].filter(
    (one) => one.scrollWidth > one.clientWidth + 1,
  );
  const pictures = [...(element?.querySelectorAll('img') ?? [])].map(({ alt }) => alt);
  return {
    warnings,
    titles,
    sent,
    pictures,
    cut: cut.map(({ tagName, textContent }) => `${tagName} ${textContent}`),
  };
}

async function openPage(width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 1000 } });
  // As hosts have it: lists and pictures take no more room than there is.
  const style = `* { box-sizing: border-box } img { max-width: 100% } body { font-family: sans-serif; margin: 4px;
    display: flex; flex-wrap: wrap; align-items: start; gap: 12px } section { width: min(100%, 340px) }`;
  await page.setContent(
    `<!doctype html><html lang="en"><title>Cards</title><style>${style}</style><body></body></html>`,
  );
  await page.route(`${WEBSITE}/**`, (route) =>
    route.fulfill({ contentType: 'image/png', body: colourIcon() }),
  );
  await page.addScriptTag({ path: BUNDLE });
  await page.addScriptTag({ type: 'module', content: await markdownInPage() });
  await page.waitForFunction('globalThis.renderMarkdown');
  return page;
}

/** The chat page's own Markdown, with what it imports, as a script of this page. */
async function markdownInPage(): Promise<string> {
  const input = join(import.meta.dirname, '../../src/web/page/markdown.js');
  await using bundle = await rolldown({ input });
  const { output } = await bundle.generate({ format: 'esm' });
  return `${output[0].code}\nglobalThis.renderMarkdown = renderMarkdown;`;
}

function messageOf({ reply }: Reached) {
  return render(reply, { channelId: 'msteams', conversation: thread }, 4, WEBSITE);
}

test('a card of every state renders in a browser without a warning, and each button sends its label', async () => {
  const page = await openPage(1800);
  for (const state of STATES) {
    const here = all.filter((one) => one.state === state);
    const longest = here.toSorted((one, other) => other.reply.text.length - one.reply.text.length);
    // The reply that leads to the state, and the one with the most that can go wrong.
    for (const reached of [...here.slice(0, 1), ...longest.slice(0, 1)]) {
      const { attachments, text } = messageOf(reached);
      const card = attachments?.[0]?.content;
      const { warnings, titles, sent, cut } = await page.evaluate(show, { card, text });
      expect(warnings, state).toEqual([]);
      expect(cut, state).toEqual([]);
      expect(titles, state).toEqual([...reached.reply.choices]);
      expect(sent, state).toMatchObject(reached.reply.choices.map((say) => ({ say, turn: 4 })));
    }
  }
  await page.screenshot({ path: `${PICTURES}/cards.png`, fullPage: true });
  await page.close();
});

test('steps, settings and a picture fit into a card on a phone', async () => {
  const page = await openPage(320);
  for (const sign of ['|---|', '![']) {
    const reached = all.find(({ reply }) => reply.text.includes(sign) && reply.text.includes('1. '));
    if (!reached) throw new Error(`no reply with ${sign}`);
    const { attachments, text } = messageOf(reached);
    const { cut, pictures } = await page.evaluate(show, { card: attachments?.[0]?.content, text });
    expect(cut, reached.reply.text).toEqual([]);
    expect(pictures).toHaveLength(reached.reply.text.split('![').length - 1);
  }
  await page.screenshot({ path: `${PICTURES}/cards-phone.png`, fullPage: true });
  await page.close();
});
