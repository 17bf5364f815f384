import { ActionTypes, type SuggestedActions } from 'botbuilder';

/** Choices as buttons that say their label. */
export function suggested(choices: readonly string[]): SuggestedActions {
  return {
    to: [],
    actions: choices.map((label) => ({ type: ActionTypes.ImBack, title: label, value: label })),
  };
}
