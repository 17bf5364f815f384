import { ActionTypes, type Activity, ActivityTypes, InputHints } from 'botbuilder';
import type { Reply } from '../conversation/reply.ts';

/** A reply as a Bot Framework message: Markdown text, its choices as suggested actions, what it means in `value`. */
export function render(reply: Reply): Partial<Activity> {
  const { text, choices, valueType, value } = reply;
  return {
    type: ActivityTypes.Message,
    text,
    textFormat: 'markdown',
    speak: text.replaceAll('**', ''),
    inputHint: choices.length > 0 ? InputHints.ExpectingInput : InputHints.AcceptingInput,
    valueType,
    value,
    suggestedActions: {
      to: [],
      actions: choices.map((label) => ({ type: ActionTypes.ImBack, title: label, value: label })),
    },
  };
}
