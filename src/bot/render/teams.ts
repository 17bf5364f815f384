import type { Activity, Attachment } from 'botbuilder';
import { ADVICE_TYPE, type Reply } from '../../conversation/reply.ts';
import { blocksOf } from './blocks.ts';
import { bodyOf } from './cardBody.ts';
import { buttonsOf } from './cardButtons.ts';
import { spokenText, textOf } from './markdown.ts';
import { plainText } from './plain.ts';
import { suggested } from './suggested.ts';
import type { Surface } from './surface.ts';

/**
 * Teams: a few choices in one-to-one talk as suggested actions, otherwise a card with a button for each. A card
 * also takes what a message cannot show, tables and pictures, and then the steps, so that all of them stand in
 * their order. What comes before stays the message's own text, which can be searched and read in a notification.
 */
export function teams(reply: Reply, surface: Surface): Partial<Activity> {
  const { text, choices, valueType } = reply;
  const { ability, scope, toProgram } = surface;
  const blocks = blocksOf(text);
  const inText =
    choices.length <= ability.suggestedActions[scope] &&
    blocks.every(({ kind }) => kind !== 'table' && kind !== 'picture');
  const first = blocks.findIndex(({ kind }) => kind !== 'paragraph' && kind !== 'heading');
  const end = inText || first < 0 ? blocks.length : first;
  const inCard = inText || first < 0 ? [] : blocks.slice(first);
  return {
    // A program that reads the text alone is to have all of it.
    text: textOf(ability.markdown, toProgram ? blocks : blocks.slice(0, end)),
    textFormat: 'markdown',
    // Where nothing comes before the card, a notification shows this.
    ...(end === 0 && { summary: spokenText(text).split('\n', 1)[0] }),
    ...(inText
      ? { suggestedActions: suggested(choices) }
      : { attachments: [card(reply, bodyOf(inCard), surface)] }),
    // Teams' own thumbs up and down.
    ...(valueType === ADVICE_TYPE && { channelData: { feedbackLoop: { type: 'default' } } }),
  };
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

function card(reply: Reply, body: readonly object[], { ability, turn }: Surface): Attachment {
  const { choices, value } = reply;
  const asks = 'asks' in value ? value.asks : null;
  return {
    contentType: CARD_TYPE,
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: ability.cards,
      fallbackText: plainText(reply),
      body: [...body, ...buttonsOf(choices, { turn, asks }, ability.buttonsSpeak)],
    },
  };
}
