import { type Activity, TestAdapter } from 'botbuilder';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openMemory } from '../../src/storage/memory.ts';

const dialog = openDialog();

function adapter(): TestAdapter {
  const bot = createBot(openTurnStore(dialog, openMemory()), pino({ level: 'silent' }), createMetrics());
  return new TestAdapter((context) => bot.run(context));
}

const joined = (...ids: string[]): Partial<Activity> => ({
  type: 'conversationUpdate',
  membersAdded: ids.map((id) => ({ id, name: id })),
});

describe('the bot in Bot Framework', () => {
  test('greets a person who joins, once, and not itself', async () => {
    const channel = adapter();
    await channel
      .send(joined('bot'))
      .send(joined('bot', 'user'))
      .send(joined('user'))
      .assertReply((reply) => expect(reply.text).toContain('I help you choose'))
      .startTest();
    expect(channel.getNextReply()).toBeUndefined();
  });

  test('carries what advice means in its value, and its ways on as suggested actions', async () => {
    await adapter()
      .send('we share one mailbox')
      .assertReply((reply) => {
        expect(reply).toMatchObject({
          type: 'message',
          textFormat: 'markdown',
          valueType: 'application/vnd.pop-or-imap.advice+json',
          value: {
            protocol: 'IMAP',
            scenario: 'shared-mailbox',
            facts: { sharedMailbox: true },
            because: ['sharedMailbox'],
          },
        });
        expect(reply.suggestedActions?.actions.map(({ value }) => value)).toContain('Set it up');
      });
  });

  test('takes "2" for two devices where choices are buttons, and for the second choice where they have numbers', async () => {
    const askedForDevices = (channelId: string) => {
      return adapter()
        .send({ type: 'message', text: 'ask me', channelId })
        .assertReply((reply) => {
          expect(reply.value).toMatchObject({ asks: 'multipleDevices' });
        });
    };
    const two = (channelId: string) => ({ type: 'message', text: '2', channelId });
    await askedForDevices('webchat')
      .send(two('webchat'))
      .assertReply(({ value }) => expect(value).toMatchObject({ facts: { multipleDevices: true } }));
    await askedForDevices('line')
      .send(two('line'))
      .assertReply(({ value }) => expect(value).toMatchObject({ asks: 'sharedMailbox' }));
  });

  test('chooses nothing by a bare number where choices are buttons, which show none', async () => {
    const one = (channelId: string) => adapter().send({ type: 'message', text: '1', channelId });
    await one('webchat').assertReply(({ value }) => expect(value).toMatchObject({ topic: 'fallback' }));
    await one('line').assertReply(({ value }) =>
      expect(value).toMatchObject({ facts: { multipleDevices: true } }),
    );
  });

  test('says in the value of any other message where the talk is', async () => {
    await adapter()
      .send('local')
      .assertReply((reply) =>
        expect(reply).toMatchObject({
          valueType: 'application/vnd.pop-or-imap.turn+json',
          value: { state: expect.any(String), topic: expect.any(String) },
        }),
      )
      .send('I want my mail only on my own machine')
      .assertReply((reply) =>
        expect(reply.value).toEqual({
          state: 'asking.multipleDevices',
          asks: 'multipleDevices',
          topic: 'interview',
        }),
      );
  });

  test('hears a person who mentions it, and a button on a card', async () => {
    await adapter()
      .send({ type: 'message', text: '<at>POP or IMAP</at>&nbsp;we share one mailbox <at>POP or IMAP</at>' })
      .assertReply((reply) => expect(reply.value).toMatchObject({ protocol: 'IMAP' }))
      .send({ type: 'message', value: { say: 'Start over' } })
      .assertReply((reply) => expect(reply.value).toMatchObject({ state: 'greeting' }));
  });

  test.each(['', '   ', '🙃', 'x'.repeat(10_000), '<b>\u0000</b>', '\ud800'])('answers %j', async (text) => {
    await adapter()
      .send({ type: 'message', text })
      .assertReply((reply) => expect(reply.text).toBeTruthy());
  });
});
