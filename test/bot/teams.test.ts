import { type Activity, type Storage, TestAdapter, type TurnContext } from 'botbuilder';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { FACTS } from '../../dialogs/scenarios.ts';
import { createBot } from '../../src/bot/bot.ts';
import { utterance } from '../../src/bot/mentions.ts';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { label } from '../../src/conversation/words.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openMemory } from '../../src/storage/memory.ts';

const dialog = openDialog();

/** Teams as the bot sees it: each call is one activity, and gives back what the bot sent. */
function openTeams(storage: Storage = openMemory()) {
  const metrics = createMetrics();
  const bot = createBot(openTurnStore(dialog, storage), pino({ level: 'silent' }), metrics);
  let sent = 0;
  const deliver = async (more: Partial<Activity>): Promise<Partial<Activity>[]> => {
    const replies: Partial<Activity>[] = [];
    const adapter = new TestAdapter(async (context: TurnContext) => {
      context.onSendActivities(async (_, activities, next) => {
        replies.push(...activities);
        return next();
      });
      await bot.run(context);
    });
    await adapter.processActivity({
      type: 'message',
      id: `m${++sent}`,
      channelId: 'msteams',
      conversation: talk('personal'),
      from: { id: '29:anna', name: 'Anna' },
      recipient: { id: '28:bot', name: 'POP or IMAP' },
      ...more,
    });
    return replies;
  };
  const say = async (text: string, more: Partial<Activity> = {}) => (await deliver({ text, ...more }))[0];
  return { deliver, say, metrics };
}

const talk = (conversationType: string, id = 'talk'): Activity['conversation'] => ({
  id,
  name: '',
  conversationType,
  isGroup: conversationType !== 'personal',
});
const mention = (id: string, name: string, text = `<at>${name}</at>`) => ({
  type: 'mention',
  text,
  mentioned: { id, name },
});

describe('mentions', () => {
  const { say } = openTeams();
  const channel = talk('channel', '19:a@thread.tacv2;messageid=1');
  const asked = async (text: string, entities: NonNullable<Activity['entities']>) =>
    (await say(text, { entities, conversation: { ...channel, id: crypto.randomUUID() } }))?.value;

  test('of the bot are taken out, all of them', async () => {
    const own = mention('28:bot', 'POP or IMAP');
    expect(
      await asked('<at>POP or IMAP</at>&nbsp;we share one mailbox <at id="0">POP or IMAP</at>', [own, own]),
    ).toMatchObject({ protocol: 'IMAP', scenario: 'shared-mailbox' });
  });

  test('of other people keep their names, which may be part of what is said', async () => {
    expect(
      await asked('<at>Bot</at> <at>Tom &amp; my wife</at> and I share one account', [
        mention('28:bot', 'Bot'),
        mention('29:tom', 'Tom & my wife', '<at>Tom &amp; my wife</at>'),
      ]),
    ).toMatchObject({ scenario: 'shared-mailbox' });
  });

  test('that are nothing but a mention, or malformed, get an answer', async () => {
    expect(await asked('<at>POP or IMAP</at>', [mention('28:bot', 'POP or IMAP')])).toBeDefined();
    expect(await asked('<at>POP or IMAP</at> help', [{ type: 'mention' }])).toMatchObject({ topic: 'help' });
  });
});

test.each([
  ['&nbsp;&lt;3 &#39;ask&#x20;me&#39;&amp;', "<3 'ask me'&"],
  ['<at id="0">POP&nbsp;or&nbsp;IMAP</at>ask me', 'ask me'],
  ['<at>POP</at> <at>or</at> <at>IMAP</at> ask me', 'ask me'],
  ['@POP or IMAP ask me', 'ask me'],
  ['\u200b𝗮𝘀𝗸\u00a0ｍｅ\ufeff', 'ask me'],
  ['&#99999999; &#x110000; &unknown;', '&#99999999; &#x110000; &unknown;'],
])('a message is heard as it was typed: %j', (text, heard) => {
  const own = [
    mention('28:bot', 'POP or IMAP'),
    mention('28:bot', 'POP'),
    mention('28:bot', 'or'),
    mention('28:bot', 'IMAP'),
  ];
  expect(utterance({ text, entities: own, recipient: { id: '28:bot', name: 'POP or IMAP' } })).toBe(heard);
});

test('a mention that looks like any other words is taken out, too', () => {
  const entities = [mention('28:bot', 'Mail Help', 'Mail Help')];
  const recipient = { id: '28:bot', name: 'Mail Help' };
  expect(utterance({ text: 'Mail Help ask me', entities, recipient })).toBe('ask me');
  // Nothing of a plain text is lost, and what only looks plain is read as it was typed.
  for (const text of ['Is it 3.5 (or 4), "POP"/IMAP?!', "I can't; it's slow - why", 'a_b+c: d'])
    expect(utterance({ text: ` ${text} ` })).toBe(text);
});

test('a text full of open mentions is read to its end, before the test runs out of time', () => {
  const open = '<at>'.repeat(100_000) + '<at '.repeat(100_000);
  expect(utterance({ text: open })).toBe(open.trim());
});

describe('edits', () => {
  test('of the last message take its place', async () => {
    const { deliver, say } = openTeams();
    await say('I want my mail only on my own machine', { id: 'a' });
    expect((await say('no', { id: 'b' }))?.value).toMatchObject({ protocol: 'POP' });
    const edit = { type: 'messageUpdate', id: 'b', channelData: { eventType: 'editMessage' } };
    const [corrected] = await deliver({ ...edit, text: 'yes' });
    expect(corrected?.value).toMatchObject({ protocol: 'IMAP', facts: { multipleDevices: true } });
    expect((await deliver({ ...edit, text: 'yes' }))[0]?.value).toEqual(corrected?.value);
    expect((await deliver({ ...edit, text: 'no' }))[0]?.value).toMatchObject({ protocol: 'POP' });
  });

  test('of an older message correct what was said', async () => {
    const { deliver, say } = openTeams();
    await say('we share one mailbox', { id: 'a' });
    await say('why', { id: 'b' });
    const [reply] = await deliver({
      type: 'messageUpdate',
      id: 'a',
      text: 'nobody else reads my mailbox',
    });
    expect(reply?.text).toContain('nobody else reads your mailbox');
    expect((await say('I read my mail on one device only'))?.value).not.toMatchObject({
      scenario: 'shared-mailbox',
    });
  });

  test('of an older message that contradict nothing are heard as they stand', async () => {
    const { deliver, say } = openTeams();
    await say('hello', { id: 'a' });
    expect((await say('slow line', { id: 'b' }))?.value).toMatchObject({ protocol: 'POP' });
    const edited = async (text: string) => (await deliver({ type: 'messageUpdate', id: 'a', text }))[0];
    expect((await edited('what is webmail?'))?.text).toContain('in a web browser');
    expect((await edited('I have a slow line'))?.value).toMatchObject({ protocol: 'POP' });
    // What does contradict is no matter to be asked about.
    expect((await edited('the line is fine'))?.text).toContain('your connection is fine');
  });

  test('that restore or delete a message change nothing', async () => {
    const { deliver } = openTeams();
    const restored = { type: 'messageUpdate', id: 'a', channelData: { eventType: 'undeleteMessage' } };
    expect(await deliver({ ...restored, text: 'help' })).toEqual([]);
    expect(await deliver({ type: 'messageDelete', id: 'a' })).toEqual([]);
  });
});

describe('the welcome', () => {
  const installed = { type: 'installationUpdate', action: 'add' };
  const joined = (...ids: string[]): Partial<Activity> => ({
    type: 'conversationUpdate',
    membersAdded: ids.map((id) => ({ id, name: '' })),
  });

  test('comes once, whatever Teams tells first', async () => {
    const { deliver } = openTeams();
    const arrivals: Partial<Activity>[] = [
      installed,
      joined('28:bot'),
      joined('28:bot', '29:anna'),
      installed,
      { ...installed, action: 'add-upgrade' },
    ];
    const replies = await Promise.all(arrivals.map(deliver));
    expect(replies.flat().map(({ text }) => text)).toEqual([expect.stringContaining('I help you choose')]);
  });

  test('comes to a team once, and not to each member', async () => {
    const { deliver } = openTeams();
    const team = { conversation: talk('channel', '19:general@thread.tacv2') };
    expect(await deliver({ ...joined('28:bot'), ...team })).toHaveLength(1);
    for (const later of [installed, joined('29:tom'), joined('29:eve', '29:anna')]) {
      expect(await deliver({ ...later, ...team, from: { id: '29:eve', name: '' } })).toEqual([]);
    }
  });
});

describe('card buttons', () => {
  const press = (say: string, turn: number, asks: string | null) => ({
    text: say,
    value: { say, turn, asks, msteams: { type: 'messageBack', text: say, displayText: say } },
  });

  test('answer the present question', async () => {
    const { deliver, say } = openTeams();
    await say('I want my mail only on my own machine');
    const [reply] = await deliver(press('No', 1, 'multipleDevices'));
    expect(reply?.value).toMatchObject({ protocol: 'POP' });
  });

  test('pressed late correct what was asked then, and do not answer what is asked now', async () => {
    const { deliver, say } = openTeams();
    await say('ask me');
    const { asks: first } = (await say('help'))?.value ?? {};
    const { asks: second } = (await say('no'))?.value ?? {};
    expect(second).not.toBe(first);
    const [reply] = await deliver(press('Yes', 1, first));
    expect(reply?.text).toContain(
      label(dialog.words, `said.${FACTS.find((fact) => fact === first) ?? 'localOnly'}.yes`),
    );
    expect(reply?.value?.facts ?? {}).not.toHaveProperty(second);
  });

  test.each(FACTS)('pressed late say of %s what they said then, and nothing else', async (fact) => {
    for (const answer of ['yes', 'no'] as const) {
      const { deliver, say } = openTeams();
      await say('ask me');
      const [reply] = await deliver(press(label(dialog.words, `choice.${answer}`), 0, fact));
      const told = FACTS.flatMap((one) => [`said.${one}.yes`, `said.${one}.no`] as const);
      const said = told.filter((key) => reply?.text?.includes(label(dialog.words, key)));
      const facts = reply?.value?.facts ?? {};
      if (reply?.value?.protocol) expect(facts).toEqual({ [fact]: answer === 'yes' });
      else expect(said).toEqual([`said.${fact}.${answer}`]);
    }
  });

  test('of an old situation and of a card in another talk speak for themselves', async () => {
    const { deliver, say } = openTeams();
    await say('I want my mail only on my own machine');
    const [reply] = await deliver(press('We share one mailbox', 9, null));
    expect(reply?.value).toMatchObject({ facts: { sharedMailbox: true } });
    const fresh = { conversation: talk('groupChat', 'group') };
    const [other] = await deliver({ ...press('Start over', 5, 'localOnly'), ...fresh, text: '' });
    expect(other?.value).toMatchObject({ state: 'greeting' });
  });

  test('without a question any more are asked about again', async () => {
    const { deliver, say } = openTeams();
    await say('I want my mail only on my own machine');
    const [reply] = await deliver(press('Yes', 0, null));
    expect(reply?.value).toMatchObject({ asks: 'multipleDevices' });
  });
});

describe('a thread in a channel', () => {
  const mentioned = { entities: [mention('28:bot', 'POP or IMAP')] };

  test('is a talk of its own, and in it each person has theirs', async () => {
    const { say } = openTeams();
    const thread = (root: number) => ({
      ...mentioned,
      conversation: talk('channel', `19:a@thread.tacv2;messageid=${root}`),
    });
    await say('I want my mail only on my own machine', thread(1));
    expect((await say('no', thread(2)))?.value).not.toHaveProperty('protocol');
    expect(
      (await say('no', { ...thread(1), from: { id: '29:tom', name: 'Tom' } }))?.value,
    ).not.toHaveProperty('protocol');
    expect((await say('no', thread(1)))?.value).toMatchObject({ protocol: 'POP' });
  });

  test('gets cards instead of suggested actions', async () => {
    const { say } = openTeams();
    const reply = await say('we share one mailbox', { ...mentioned, conversation: talk('channel') });
    expect(reply?.suggestedActions).toBeUndefined();
    expect(reply?.attachments).toHaveLength(1);
  });

  test.each(['channel', 'groupChat'])('in a %s only those are answered who mention the bot', async (type) => {
    const { deliver, say } = openTeams();
    const conversation = talk(type);
    const others = { conversation, entities: [mention('29:tom', 'Tom')] };
    expect(await say('<at>Tom</at> we share one mailbox', others)).toBeUndefined();
    expect(await say('we share one mailbox', { conversation })).toBeUndefined();
    const edit = { type: 'messageUpdate', id: 'm1', channelData: { eventType: 'editMessage' } };
    expect(await deliver({ ...edit, conversation, text: 'we share one mailbox, too' })).toEqual([]);
    // Who edits a mention in speaks to the bot.
    const both = { conversation, entities: [mention('29:tom', 'Tom'), ...mentioned.entities] };
    const text = '<at>Tom</at> <at>POP or IMAP</at> we share one mailbox';
    expect((await deliver({ ...edit, ...both, text }))[0]?.value).toMatchObject({ protocol: 'IMAP' });
  });

  test('a card is answered to whoever presses it, without a mention', async () => {
    const { deliver } = openTeams();
    const value = { say: 'Yes', turn: 3, asks: 'sharedMailbox' };
    const [reply] = await deliver({ text: 'Yes', value, conversation: talk('channel') });
    expect(reply?.value).toMatchObject({ protocol: 'IMAP', facts: { sharedMailbox: true } });
  });
});

describe('whatever else Teams sends', () => {
  test.each(['messageReaction', 'typing', 'event', 'endOfConversation'])('%s does no harm', async (type) => {
    const { deliver } = openTeams();
    const reactions = { reactionsAdded: [{ type: 'like' as const }], replyToId: 'm0' };
    expect(await deliver({ type, ...reactions })).toEqual([]);
  });

  test('feedback is counted and answered with 200, an unknown invoke with 501', async () => {
    const { deliver, metrics } = openTeams();
    const feedback = (actionValue: unknown) =>
      deliver({
        type: 'invoke',
        name: 'message/submitAction',
        value: { actionName: 'feedback', actionValue },
      });
    const answered = [{ type: 'invokeResponse', value: { status: 200, body: {} } }];
    expect(await feedback({ reaction: 'like', feedback: '{"feedbackText":"good"}' })).toMatchObject(answered);
    expect(await feedback(undefined)).toMatchObject(answered);
    expect(await feedback({ reaction: 'love' })).toMatchObject(answered);
    expect(await metrics.text()).toMatch(/^bot_feedback_total\{reaction="like"\} 1$/m);
    expect(await metrics.text()).not.toMatch(/good|love|dislike/);
    expect(await deliver({ type: 'invoke', name: 'unknown/thing' })).toMatchObject([
      { value: { status: 501 } },
    ]);
  });
});

describe('typing', () => {
  function slowMemory(): Storage {
    const memory = openMemory();
    return {
      ...memory,
      async write(changes) {
        await new Promise((done) => setTimeout(done, 500));
        await memory.write(changes);
      },
    };
  }

  test('is shown before a reply that takes its time, and only to people', async () => {
    const { deliver } = openTeams(slowMemory());
    const types = async (more: Partial<Activity>) =>
      (await deliver({ text: 'help', ...more })).map(({ type }) => type);
    expect(await types({})).toEqual(['typing', 'message']);
    expect(await types({ deliveryMode: 'expectReplies' })).toEqual(['message']);
    expect(await types({ channelId: 'directline' })).toEqual(['message']);
  });
});
