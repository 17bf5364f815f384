import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Running, startBot } from '../server.ts';
import { type Connector, startConnector } from './connector.ts';

const reply = z.looseObject({
  text: z.string(),
  textFormat: z.string(),
  inputHint: z.string(),
  speak: z.string(),
  suggestedActions: z.object({ actions: z.array(z.looseObject({ type: z.string(), value: z.string() })) }),
});

/** Stands where the Emulator takes replies. */
let emulator: Connector;
let bot: Running;
beforeAll(async () => {
  emulator = await startConnector();
  bot = await startBot({ MicrosoftAppId: '', MicrosoftAppPassword: '' });
});
afterAll(async () => {
  await bot.stop();
  await emulator.stop();
});

const user = { id: 'c2f6b9a0-user', name: 'User', role: 'user' };
const self = { id: '7f0bd6e0-bot', name: 'Bot', role: 'bot' };

/** As Bot Framework Emulator 4.15 sends activities: from this machine, without a token, with roles and a locale. */
const post = (activity: object) =>
  fetch(`${bot.url.replace('localhost', '127.0.0.1')}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      channelId: 'emulator',
      serviceUrl: emulator.url,
      conversation: { id: 'a1b2c3d0-4e5f|livechat' },
      from: user,
      recipient: self,
      locale: 'en-US',
      timestamp: new Date().toISOString(),
      channelData: { clientActivityID: '16000000000000.1', clientTimestamp: new Date().toISOString() },
      ...activity,
    }),
  });

/** The reply number `count`, as it came to the service URL. */
async function arrived(count: number) {
  await vi.waitFor(() => expect(emulator.delivered, bot.output()).toHaveLength(count), 10_000);
  return reply.parse(emulator.delivered[count - 1]?.activity);
}

test('the Emulator talks to a bot without credentials, and gets all of it', async () => {
  expect((await fetch(`${bot.url}/api/messages`, { method: 'HEAD' })).status).toBe(200);

  // It tells of everybody at once, before anything is said.
  const update = { type: 'conversationUpdate', membersAdded: [self, user] };
  expect((await post(update)).status).toBe(200);
  const welcome = await arrived(1);
  expect(welcome.text).toContain('I help you choose');
  expect(welcome).toMatchObject({ textFormat: 'markdown', inputHint: 'expectingInput' });
  expect(welcome.speak).not.toContain('*');

  const [first] = welcome.suggestedActions.actions;
  expect(first?.type).toBe('imBack');
  const id = crypto.randomUUID();
  const said = { type: 'message', id, text: first?.value, textFormat: 'plain' };
  expect((await post(said)).status).toBe(200);
  const advice = await arrived(2);
  expect(advice).toMatchObject({ value: { protocol: 'IMAP' }, replyToId: id });
  expect(emulator.delivered[1]?.path).toMatch(new RegExp(`/activities/${id}$`));
  expect(emulator.delivered[1]?.authorization).toBeUndefined();

  // Its menu also sends what means nothing to the bot.
  for (const type of ['typing', 'endOfConversation', 'contactRelationUpdate', 'deleteUserData', 'ping']) {
    expect((await post({ type })).status, type).toBe(200);
  }
  expect((await post({ type: 'message', text: 'my mail arrives twice' })).status).toBe(200);
  expect((await arrived(3)).text).toContain('Leave a copy');
});
