import type { Activity } from 'botbuilder';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PROGRAMS } from '../../dialogs/guides.ts';
import { abilityOf, CHANNELS, type ReplyForm, scopeOf } from '../../src/bot/channels.ts';
import { render } from '../../src/bot/render/index.ts';
import { terminal } from '../../src/bot/render/terminal.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { ADVICE_TYPE, type Reply, TURN_TYPE } from '../../src/conversation/reply.ts';
import { STATES } from '../../src/conversation/states.ts';
import { turn } from '../../src/conversation/turn.ts';
import { renderMarkdown } from '../../src/web/page/markdown.js';
import { faultsOfCard } from './adaptiveCards.ts';
import { everyReply, type Reached } from './everyReply.ts';
import { missingIn, seenInCards, seenInText } from './seen.ts';

const dialog = openDialog();
const WEBSITE = 'https://bot.example';
const PLAYGROUND = 'http://localhost:56150/_connector';

let reached: readonly Reached[];
beforeAll(() => {
  reached = everyReply();
});

const scopes = {
  personal: { id: 'a', conversationType: 'personal', isGroup: false },
  groupChat: { id: 'b', conversationType: 'groupChat', isGroup: true },
  channel: { id: 'c', conversationType: 'channel', isGroup: true },
} as const;
type Where = Pick<Activity, 'channelId' | 'conversation' | 'serviceUrl'>;
const places = [...Object.keys(CHANNELS), 'sms'].flatMap((channel) =>
  Object.values(scopes).map((scope) => ({
    channel,
    ...(channel === 'playground'
      ? { channelId: 'msteams', serviceUrl: PLAYGROUND }
      : { channelId: channel, serviceUrl: 'https://service.example' }),
    conversation: { ...scope, name: '' } as Activity['conversation'],
  })),
);

/** Whether a message's text shows Markdown's tables and pictures, and how large a message may be, in bytes of JSON. */
const TAKES: Readonly<Record<ReplyForm, { tables: boolean; pictures: boolean; largest: number }>> = {
  webChat: { tables: true, pictures: true, largest: 256 * 1024 },
  // Microsoft's pages have named 28, 40 and 100 KB.
  teams: { tables: false, pictures: false, largest: 28 * 1024 },
  plain: { tables: false, pictures: false, largest: 28 * 1024 },
};

/** What is wrong with a reply's message on a channel, by what the channel can show. */
function faultsOn(where: Where, reply: Reply): string[] {
  const message = render(reply, where, 7, WEBSITE);
  const ability = abilityOf(where);
  const takes = TAKES[ability.form];
  const { text = '', attachments = [] } = message;
  const inText = seenInText(text);
  const inCards = ability.cards === null ? seenInText('') : seenInCards(message);
  const actions = message.suggestedActions?.actions ?? [];
  const suggested = actions.slice(0, ability.suggestedActions[scopeOf(where)]);
  const numbered = [...text.matchAll(/^(\d+)\. (.+)$/gm)].slice(-reply.choices.length || Infinity);
  const choices = [
    ...suggested.map(({ value }) => String(value)),
    ...inCards.buttons,
    ...(ability.form === 'plain' ? numbered.map(([, , label = '']) => label) : []),
  ];
  const wanted = seenInText(reply.text).pictures.map((picture) => new URL(picture, WEBSITE).href);
  const isNumberedFromOne = numbered.every(([, number], at) => number === String(at + 1));
  return [
    ...missingIn(`${text}\n${inCards.text}`, reply.text).map((piece) => `lost: ${piece}`),
    ...wanted
      .filter((address) =>
        takes.pictures || ability.cards
          ? ![...inText.pictures, ...inCards.pictures].includes(address)
          : !text.includes(`(${address})`),
      )
      .map((address) => `lost picture: ${address}`),
    ...(choices.join('|') === reply.choices.join('|') ? [] : [`choices: ${choices.join('|')}`]),
    ...(ability.form === 'plain' && !isNumberedFromOne ? ['choices are not numbered from 1'] : []),
    ...(/\S/.test(text) || (inCards.text !== '' && message.summary) ? [] : ['no text']),
    ...(text !== '' && inCards.text.length > 80 && text.includes(inCards.text.slice(0, 80))
      ? ['said twice']
      : []),
    ...(!takes.tables && /^\|/m.test(text) ? ['a table in the text'] : []),
    ...(!takes.pictures && inText.pictures.length > 0 ? ['a picture in the text'] : []),
    ...(ability.markdown === 'none' && /\*\*|`|\]\(/.test(text) ? ['signs of Markdown'] : []),
    ...(ability.form === 'teams' && attachments.length > 0 && actions.length > 0
      ? ['suggested actions beside a card']
      : []),
    ...(Buffer.byteLength(JSON.stringify(message)) > takes.largest ? ['too large'] : []),
    ...(/\S/.test(message.speak ?? '') && !/\*\*|\]\(|\/pictures\//.test(message.speak ?? '')
      ? []
      : [`not to be spoken: ${message.speak}`]),
    ...(message.inputHint === (reply.choices.length > 0 ? 'expectingInput' : 'acceptingInput')
      ? []
      : [`input hint: ${message.inputHint}`]),
    ...(message.valueType === reply.valueType && message.value === reply.value ? [] : ['another meaning']),
  ];
}

describe('every reply that a talk can give', () => {
  test('is there: of each state, with steps, tables and pictures, for each mail program', () => {
    expect(STATES.filter((state) => !reached.some((one) => one.state === state))).toEqual([]);
    const { guides } = dialog;
    const all = reached.map(({ reply }) => reply.text).join('\n');
    for (const program of PROGRAMS) {
      for (const [part, steps] of guides.get(program)?.steps ?? []) {
        // A picture stands below its step.
        const sentences = steps.flatMap((step) => step.split(/\s*(?=!\[)/));
        for (const sentence of sentences) expect(all, `${program}, ${part}`).toContain(sentence);
      }
    }
    expect(all).toContain('|---|');
    expect(all).toContain('![');
  });

  test.each(places)('loses nothing on $channel, $conversation.conversationType', (place) => {
    for (const { state, reply } of reached) {
      expect(faultsOn(place, reply), `${state}: ${reply.text}`).toEqual([]);
    }
  });

  test('is shown whole by the chat page, whose Markdown is its own', () => {
    for (const { state, reply } of reached) {
      const html = renderMarkdown(reply.text);
      const pictures = [...html.matchAll(/<img [^>]*?src="([^"]*)"/g)].map(([, address]) => address);
      expect(pictures).toEqual(seenInText(reply.text).pictures);
      const text = html
        .replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, ' $1 ')
        .replace(/<[^>]*>/g, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      // The numbers of steps are the list's own.
      const written = reply.text.replace(/^\d+\. /gm, '');
      expect(missingIn(text, written), `${state}: ${html}`).toEqual([]);
      for (const sign of ['**', '|--', ']('] as const) expect(text, state).not.toContain(sign);
    }
  });

  test.each([24, 80, 100])('loses nothing in a terminal of %d columns, and fits into it', (columns) => {
    for (const { state, reply } of reached) {
      const text = terminal(reply, { columns }, WEBSITE);
      const numbered = reply.choices.map((label, at) => `${at + 1}. ${label}`);
      expect(missingIn(text, [reply.text, ...numbered].join('\n')), `${state}: ${text}`).toEqual([]);
      const wide = text.split('\n').filter((line) => line.length > columns && line.trim().includes(' '));
      expect(wide, state).toEqual([]);
      for (const sign of ['**', '|--', '](', '(/', '\u0000', '\u001b']) expect(text).not.toContain(sign);
    }
  });

  test('is a card that Adaptive Cards 1.5 reads without a warning and without leaving anything out', () => {
    const where = { channelId: 'msteams', conversation: { ...scopes.channel, name: '' } } as Where;
    for (const { state, reply } of reached) {
      for (const { content } of render(reply, where, 1, WEBSITE).attachments ?? []) {
        expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
        expect(faultsOfCard(content), `${state}: ${JSON.stringify(content)}`).toEqual([]);
      }
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
  const button = z.object({
    content: z.object({
      body: z.array(z.object({ actions: z.array(z.looseObject({ data: z.unknown() })) })),
    }),
  });
  const firstButton = (message: Partial<Activity>) =>
    button.parse(message.attachments?.[0]).content.body[0]?.actions[0]?.data;

  test('gets up to three choices as suggested actions, and never beside a card', () => {
    expect(render(reply(['A', 'B', 'C']), teams)).toMatchObject({
      suggestedActions: { actions: [{ value: 'A' }, { value: 'B' }, { value: 'C' }] },
    });
    expect(render(reply(['A', 'B', 'C']), teams).attachments).toBeUndefined();
    expect(render(reply(['A', 'B', 'C', 'D']), teams).suggestedActions).toBeUndefined();
  });

  test('gets cards whose buttons say their label and know their question', () => {
    expect(firstButton(render(reply(['Yes', 'No', 'Not sure', 'Why?']), teams, 3))).toEqual({
      say: 'Yes',
      turn: 3,
      asks: 'localOnly',
      msteams: { type: 'messageBack', text: 'Yes', displayText: 'Yes' },
    });
  });

  test('has a stand-in, the Playground, that fails at buttons which say their label', () => {
    const playground = { ...teams, serviceUrl: PLAYGROUND };
    expect(firstButton(render(reply(['Yes', 'No', 'Not sure', 'Why?']), playground, 3))).toEqual({
      say: 'Yes',
      turn: 3,
      asks: 'localOnly',
    });
  });

  test('gets steps, settings and pictures in the card, in their order, below the words before them', () => {
    const guide = [
      'In **Outlook**:',
      '1. Open it.\n2. Click **File**.',
      '| | Server | Port |\n|---|---|---|\n| Incoming | imap.example | 993 |',
      '![The menu](/pictures/menu.png)',
      'Does it work?',
    ].join('\n\n');
    const { text, attachments } = render(reply(['Yes'], guide), teams, 1, WEBSITE);
    expect(text).toBe('In **Outlook**:');
    expect(attachments?.[0]?.content).toMatchObject({
      body: [
        { type: 'TextBlock', text: '1. Open it.\n2. Click **File**.', wrap: true },
        { type: 'TextBlock', text: 'Incoming' },
        {
          type: 'FactSet',
          facts: [
            { title: 'Server', value: 'imap.example' },
            { title: 'Port', value: '993' },
          ],
        },
        { type: 'Image', url: 'https://bot.example/pictures/menu.png', altText: 'The menu' },
        { type: 'TextBlock', text: 'Does it work?' },
        { type: 'ActionSet' },
      ],
    });
  });

  test('says nothing twice where a reply begins with a table, and has something for a notification', () => {
    const table = '| | Port |\n|---|---|\n| Incoming | 993 |\n\nSay "next".';
    const { text, summary, attachments } = render(reply(['Next'], table), teams, 1, WEBSITE);
    expect({ text, summary }).toEqual({ text: '', summary: '- Incoming: Port 993' });
    expect(attachments).toHaveLength(1);
  });

  test('shows its own feedback buttons below advice only', () => {
    expect(render(advice, teams).channelData).toEqual({ feedbackLoop: { type: 'default' } });
    expect(render(reply([]), teams).channelData).toBeUndefined();
  });
});

describe('a channel that nobody knows', () => {
  test('gets plain text with numbered choices', () => {
    const message = render(reply(['Yes', 'No']), { channelId: 'sms', conversation });
    expect(message.text).toBe('Which one of these (https://a.example/)?\n\n1. Yes\n2. No');
    expect(message.textFormat).toBe('plain');
    expect(message.suggestedActions).toBeUndefined();
  });
});

test.each(STATES)('in %s each choice can be said, and answered by its number', (state) => {
  const here = reached.filter((one) => one.state === state && one.reply.choices.length > 0);
  for (const { reply, talk } of here.slice(0, 3)) {
    const saying = (text: string) => turn(dialog, talk, { kind: 'message', text }).reply;
    for (const [at, label] of reply.choices.entries()) {
      const said = saying(label);
      expect(said.value, label).not.toMatchObject({ topic: 'fallback' });
      expect(saying(String(at + 1)), label).toEqual(said);
      expect(saying(`${at + 1}.`), label).toEqual(said);
    }
  }
});

describe('a program that waits for the replies', () => {
  const waiting = { conversation, deliveryMode: 'expectReplies' } as const;

  test('gets the choices one by one, too', () => {
    const message = render(reply(['Yes']), { ...waiting, channelId: 'program' });
    expect(message.suggestedActions?.actions).toMatchObject([{ value: 'Yes' }]);
  });

  test('gets all of the text even where people see a part of it in a card', () => {
    const steps = 'In order:\n\n1. one\n2. two\n\nDone?';
    expect(render(reply(['A', 'B', 'C', 'D'], steps), { ...waiting, channelId: 'msteams' }).text).toBe(steps);
  });
});

test('where people only hear the reply, the choices are spoken', () => {
  expect(render(reply(['Yes', 'No']), { channelId: 'directlinespeech', conversation }).speak).toMatch(
    /Yes or No\?$/,
  );
});

test('what joins spoken choices is not made by a start, as few bots speak', async () => {
  const made = vi.spyOn(Intl, 'ListFormat');
  vi.resetModules();
  const anew = await import('../../src/bot/render/index.ts');
  anew.render(reply(['Yes', 'No']), { channelId: 'directline', conversation });
  expect(made).not.toHaveBeenCalled();
  for (let n = 0; n < 3; n++)
    anew.render(reply(['Yes', 'No']), { channelId: 'directlinespeech', conversation });
  expect(made).toHaveBeenCalledOnce();
  made.mockRestore();
});

test.each([
  ['**bold** and *slanted*', 'bold and slanted', '**bold** and *slanted*'],
  ['# Title', 'Title', '**Title**'],
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
