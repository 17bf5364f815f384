import { mkdirSync } from 'node:fs';
import type * as adaptiveCards from 'adaptivecards';
import type { Activity } from 'botbuilder';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { START } from '../../dialogs/model.ts';
import { render } from '../../src/bot/render/index.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { TURN_TYPE } from '../../src/conversation/reply.ts';
import { askedAt, STATES } from '../../src/conversation/states.ts';
import { label } from '../../src/conversation/words.ts';
import { BUNDLE } from '../bot/adaptiveCards.ts';
import { launchBrowser } from './chromium.ts';

const PICTURES = 'test-results';
const { words } = openDialog();
const thread = {
  id: 'thread',
  conversationType: 'channel',
  isGroup: true,
  name: '',
} as Activity['conversation'];

/** The card of each state, as a channel of a team gets it. */
const cards = STATES.map((state) => {
  const { question, choices, asks, topic } = askedAt(state, START);
  const labels = choices.map(({ label: key }) => label(words, key));
  const reply = {
    text: label(words, question.key),
    choices: labels,
    valueType: TURN_TYPE,
    value: { state, asks, topic },
  } as const;
  const { attachments } = render(reply, { channelId: 'msteams', conversation: thread }, 4);
  return { state, labels, card: attachments?.[0]?.content };
});

let browser: Browser;
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Runs in the page: renders a card as a host of version 1.5 and gives back what it found. */
function show(card: unknown) {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = (
    globalThis as unknown as { AdaptiveCards: typeof adaptiveCards }
  ).AdaptiveCards;
  const context = new SerializationContext(Versions.v1_5);
  const shown = new AdaptiveCard();
  shown.hostConfig = new HostConfig({ supportsInteractivity: true, fontFamily: 'sans-serif' });
  const sent: unknown[] = [];
  shown.onExecuteAction = (action) => sent.push((action as adaptiveCards.SubmitAction).data);
  shown.parse(card, context);
  const element = shown.render();
  const page = globalThis as unknown as { document: { body: { append(element: unknown): void } } };
  page.document.body.append(element);
  for (const button of element?.querySelectorAll('button') ?? []) button.click();
  const warnings = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const titles = [...(element?.querySelectorAll('button') ?? [])].map((button) => button.textContent);
  return { warnings, titles, sent };
}

test('every card renders in a browser without a warning, and each button sends its label', async () => {
  const page = await browser.newPage({ viewport: { width: 480, height: 1400 } });
  await page.setContent('<!doctype html><html lang="en"><title>Cards</title><body></body></html>');
  await page.addScriptTag({ path: BUNDLE });
  for (const { state, labels, card } of cards) {
    const { warnings, titles, sent } = await page.evaluate(show, card);
    expect(warnings, state).toEqual([]);
    expect(titles, state).toEqual(labels);
    expect(sent, state).toMatchObject(labels.map((say) => ({ say, turn: 4 })));
  }
  await page.screenshot({ path: `${PICTURES}/cards.png` });
});
