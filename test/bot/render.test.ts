import type * as adaptiveCards from 'adaptivecards';
import type { Activity } from 'botbuilder';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Context, START } from '../../dialogs/model.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import { abilityOf, CHANNELS, scopeOf } from '../../src/bot/channels.ts';
import { render } from '../../src/bot/render/index.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { ADVICE_TYPE, type Reply, TURN_TYPE } from '../../src/conversation/reply.ts';
import { askedAt, STATES } from '../../src/conversation/states.ts';
import { label } from '../../src/conversation/words.ts';
import { AdaptiveCard, SerializationContext, Versions } from './adaptiveCards.ts';

const { words } = openDialog();

const told: Context = { ...START, known: Object.fromEntries(FACTS.map((fact) => [fact, true])) };
/** A reply as each state of the machine gives it, with nothing known and with everything. */
const replies: readonly Reply[] = STATES.flatMap((state) =>
  [START, told].map((context) => {
    const { question, choices, asks, topic } = askedAt(state, context);
    return {
      text: label(words, question.key),
      choices: choices.map(({ label: key }) => label(words, key)),
      valueType: TURN_TYPE,
      value: { state, asks, topic },
    };
  }),
);

const scopes = {
  personal: { id: 'a', conversationType: 'personal', isGroup: false },
  groupChat: { id: 'b', conversationType: 'groupChat', isGroup: true },
  channel: { id: 'c', conversationType: 'channel', isGroup: true },
} as const;
const places = [...Object.keys(CHANNELS), 'sms'].flatMap((channelId) =>
  Object.values(scopes).map((scope) => ({
    channelId,
    conversation: { ...scope, name: '' } as Activity['conversation'],
  })),
);

const cardButtons = z.object({
  content: z.object({
    version: z.string(),
    body: z.array(
      z.object({
        actions: z.array(
          z.object({
            title: z.string(),
            data: z.object({
              say: z.string(),
              turn: z.number(),
              msteams: z.object({
                type: z.literal('messageBack'),
                text: z.string(),
                displayText: z.string(),
              }),
            }),
          }),
        ),
      }),
    ),
  }),
});

/** The choices that people see, as far as the table of channels says that they are shown. */
function shown(message: Partial<Activity>, place: (typeof places)[number]): string[] {
  const ability = abilityOf(place.channelId);
  const cards = (ability.cards ? (message.attachments ?? []) : []).map((card) => cardButtons.parse(card));
  const suggested = (message.suggestedActions?.actions ?? [])
    .slice(0, cards.length > 0 && ability.form === 'teams' ? 0 : ability.suggestedActions[scopeOf(place)])
    .map(({ value }) => String(value));
  const numbered = [...(message.text ?? '').matchAll(/^\d+\. (.+)$/gm)].map(([, title = '']) => title);
  const buttons = cards.flatMap(({ content }) => content.body.flatMap(({ actions }) => actions));
  return [...suggested, ...numbered, ...buttons.map(({ data }) => data.msteams.text)];
}

describe.each(places)('on $channelId, $conversation.conversationType', (place) => {
  test('no state loses a choice, its words or its meaning', () => {
    for (const reply of replies) {
      const message = render(reply, place, 7);
      expect(shown(message, place), reply.text).toEqual([...reply.choices]);
      expect(message.text).toContain(reply.text.replaceAll('**', '').slice(0, 20));
      expect(message).toMatchObject({ type: 'message', valueType: reply.valueType, value: reply.value });
      expect(message.speak).toMatch(/\S/);
      expect(message.inputHint).toBe(reply.choices.length > 0 ? 'expectingInput' : 'acceptingInput');
    }
  });
});

const conversation = { ...scopes.personal, name: '' } as Activity['conversation'];
const reply = (
  choices: readonly string[],
  text = 'Which **one** of [these](https://a.example/)?',
): Reply => ({
  text,
  choices,
  valueType: TURN_TYPE,
  value: { state: 'asking.localOnly', asks: 'localOnly', topic: 'interview' },
});
const advice: Reply = {
  text: '**Choose IMAP.**',
  choices: ['Why?', 'Set it up', 'Start over'],
  valueType: ADVICE_TYPE,
  value: { protocol: 'IMAP', scenario: null, facts: {}, because: [] },
};

describe('Teams', () => {
  const teams = { channelId: 'msteams', conversation };

  test('gets up to three choices as suggested actions, and never beside a card', () => {
    expect(render(reply(['A', 'B', 'C']), teams)).toMatchObject({
      suggestedActions: { actions: [{ value: 'A' }, { value: 'B' }, { value: 'C' }] },
    });
    expect(render(reply(['A', 'B', 'C']), teams).attachments).toBeUndefined();
    expect(render(reply(['A', 'B', 'C', 'D']), teams).suggestedActions).toBeUndefined();
  });

  test('gets cards whose buttons say their label and know their question', () => {
    const { attachments } = render(reply(['Yes', 'No', 'Not sure', 'Why?']), teams, 3);
    const [card] = (attachments ?? []).map((attachment) => cardButtons.parse(attachment).content);
    expect(card?.version).toBe('1.5');
    expect(card?.body[0]?.actions[0]?.data).toMatchObject({ say: 'Yes', turn: 3, msteams: { text: 'Yes' } });
  });

  test('shows its own feedback buttons below advice only', () => {
    expect(render(advice, teams).channelData).toEqual({ feedbackLoop: { type: 'default' } });
    expect(render(reply([]), teams).channelData).toBeUndefined();
  });

  test.each(replies.map((reply) => [reply.value, reply] as const))(
    'gets a card that Adaptive Cards 1.5 reads without a warning: %j',
    (_, reply) => {
      const { attachments } = render(
        reply,
        { channelId: 'msteams', conversation: { ...conversation, ...scopes.channel } },
        1,
      );
      for (const { content } of attachments ?? []) {
        const context = new SerializationContext(Versions.v1_5);
        const card = new AdaptiveCard();
        card.parse(content, context);
        expect(Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message)).toEqual(
          [],
        );
        expect(card.validateProperties().validationEvents.map(({ message }) => message)).toEqual([]);
        expect(collected(card)).toEqual([...reply.choices]);
      }
    },
  );
});

/** The buttons that the library finds in a card. */
function collected(card: adaptiveCards.AdaptiveCard): (string | undefined)[] {
  const items = Array.from({ length: card.getItemCount() }, (_, at) => card.getItemAt(at));
  return items.flatMap((item) =>
    Array.from({ length: item.getActionCount() }, (_, at) => item.getActionAt(at)?.title),
  );
}

describe('a channel that nobody knows', () => {
  test('gets plain text with numbered choices', () => {
    const message = render(reply(['Yes', 'No']), { channelId: 'sms', conversation });
    expect(message.text).toBe('Which one of these (https://a.example/)?\n\n1. Yes\n2. No');
    expect(message.textFormat).toBe('plain');
    expect(message.suggestedActions).toBeUndefined();
  });

  test('gives a program the choices one by one, too', () => {
    const message = render(reply(['Yes']), {
      channelId: 'program',
      conversation,
      deliveryMode: 'expectReplies',
    });
    expect(message.suggestedActions?.actions).toMatchObject([{ value: 'Yes' }]);
  });
});

test('where people only hear the reply, the choices are spoken', () => {
  expect(render(reply(['Yes', 'No']), { channelId: 'directlinespeech', conversation }).speak).toMatch(
    /Yes or No\?$/,
  );
});

test.each([
  ['**bold** and *slanted*', 'bold and slanted', '**bold** and *slanted*'],
  ['# Title', 'Title', '**Title**'],
  [
    '![Menu](https://a.example/m.png "Menu")',
    'Menu (https://a.example/m.png)',
    '[Menu](https://a.example/m.png)',
  ],
  [
    'use `imap.a_b.example`, 2 * 3 * 4',
    'use imap.a_b.example, 2 * 3 * 4',
    'use `imap.a_b.example`, 2 * 3 * 4',
  ],
  ['- one\n- two', '- one\n- two', '- one\n- two'],
])('%j loses only signs that would be seen', (text, plain, simple) => {
  expect(render(reply([], text), { channelId: 'sms', conversation }).text).toBe(plain);
  expect(render(reply([], text), { channelId: 'msteams', conversation }).text).toBe(simple);
  expect(render(reply([], text), { channelId: 'webchat', conversation }).text).toBe(text);
});
