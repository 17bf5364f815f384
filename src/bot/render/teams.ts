import type { Activity, Attachment } from 'botbuilder';
import { ADVICE_TYPE, type Reply } from '../../conversation/reply.ts';
import type { Pressed } from '../heard.ts';
import { markdownFor } from './markdown.ts';
import type { Place } from './place.ts';
import { suggested } from './suggested.ts';

/**
 * Teams: a few choices in one-to-one talk as suggested actions, otherwise a card with a button for each. The
 * text stays the message's own, where it can be copied, searched and read in a notification.
 */
export function teams(reply: Reply, place: Place): Partial<Activity> {
  const { text, choices, valueType } = reply;
  const few = choices.length <= place.ability.suggestedActions[place.scope];
  return {
    text: markdownFor(place.ability.markdown, text),
    textFormat: 'markdown',
    ...(few ? { suggestedActions: suggested(choices) } : { attachments: [card(reply, place)] }),
    // Teams' own thumbs up and down.
    ...(valueType === ADVICE_TYPE && { channelData: { feedbackLoop: { type: 'default' } } }),
  };
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

function card({ text, choices, value }: Reply, { ability, turn }: Place): Attachment {
  const asks = 'asks' in value ? value.asks : null;
  return {
    contentType: CARD_TYPE,
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: ability.cards,
      fallbackText: markdownFor('none', text),
      body: rows(choices).map((row) => ({
        type: 'ActionSet',
        spacing: 'Small',
        actions: row.map((label) => button(label, { say: label, turn, asks })),
      })),
    },
  };
}

/** A host shows only a few actions of one row and cuts long labels, so only few and short ones stand side by side. */
function rows(choices: readonly string[]): (readonly string[])[] {
  const besides = choices.length <= 3 && choices.every((label) => label.length <= 12);
  return besides ? [choices] : choices.map((label) => [label]);
}

/** It says its label in the talk, and tells which question it belongs to. */
function button(label: string, pressed: Pressed) {
  return {
    type: 'Action.Submit',
    title: label,
    data: { ...pressed, msteams: { type: 'messageBack', text: label, displayText: label } },
  };
}
