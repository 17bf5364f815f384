import { type Activity, EventFactory, TestAdapter, TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import { handoffEvent } from '../../src/bot/handoffEvent.ts';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openMemory } from '../../src/storage/memory.ts';

const dialog = openDialog();

/** What the bot sends while these messages are said on a channel, and what it counts. */
async function talk(channelId: string, ...texts: string[]) {
  const metrics = createMetrics();
  const bot = createBot(openTurnStore(dialog, openMemory()), pino({ level: 'silent' }), metrics);
  const channel = new TestAdapter((context) => bot.run(context), { channelId });
  const sent: Partial<Activity>[] = [];
  for (const text of texts) {
    await channel.send(text).startTest();
    for (let next = channel.getNextReply(); next; next = channel.getNextReply()) sent.push(next);
  }
  return { sent, counted: await metrics.text() };
}

describe('a person', () => {
  const words = 'my wife Wilhelmina and I share one mailbox';

  test('is called by the handoff event, after the last word of the bot, with what is known and without messages', async () => {
    const { sent } = await talk('directline', words, 'talk to a person');
    expect(sent.map(({ type, name }) => name ?? type)).toEqual(['message', 'message', 'handoff.initiate']);
    const called = sent.at(-1)?.value;
    expect(called).toMatchObject({
      facts: { sharedMailbox: true },
      summary: expect.stringContaining('mailbox'),
    });
    expect(JSON.stringify(sent.at(-1))).not.toContain('Wilhelmina');
  });

  test('is called by what the SDK would call them by', () => {
    const context = new TurnContext(new TestAdapter(async () => {}), {
      ...{
        type: 'message',
        id: 'm1',
        channelId: 'directline',
        serviceUrl: 'https://bot.example',
        locale: 'en',
      },
      ...{ from: { id: 'a', name: 'A' }, recipient: { id: 'b', name: 'B' } },
      conversation: { id: 'c', name: 'C', isGroup: false, conversationType: 'personal' },
    });
    const known = { about: null, program: null, uses: null, tried: [], facts: {} };
    const handoff = { ...known, summary: 'Nothing is known.' };
    const theirs = EventFactory.createHandoffInitiation(context, handoff);
    // The SDK puts in the rest when it is sent.
    const { id, from, replyToId, serviceUrl, channelId, conversation, ...own } = theirs;
    expect(handoffEvent(context, handoff)).toEqual({ ...own, timestamp: expect.any(Date) });
  });

  test('is named with address and summary where a channel takes no handoff event', async () => {
    const { sent } = await talk('msteams', words, 'talk to a person');
    expect(sent.map(({ type }) => type)).toEqual(['message', 'message']);
    expect(JSON.stringify(sent.at(-1))).toContain('support@mail.example');
  });
});

describe('whether it was a help', () => {
  test('is counted by what it was about, and why not, and by nothing else', async () => {
    const { counted } = await talk('directline', 'sent mail missing', 'It works', 'No', 'Too long');
    expect(counted).toContain('bot_ratings_total{about="sentMissing",rating="down"} 1');
    expect(counted).toContain('bot_rating_reasons_total{about="sentMissing",reason="tooLong"} 1');
  });
});
