import type { Pressed } from '../heard.ts';

/** The choices as a card's buttons; `of` is the turn and the question that they belong to. */
export function buttonsOf(choices: readonly string[], of: Omit<Pressed, 'say'>, speak: boolean): object[] {
  return rows(choices).map((row) => ({
    type: 'ActionSet',
    spacing: 'Small',
    actions: row.map((label) => button(label, { say: label, ...of }, speak)),
  }));
}

/** A host shows only a few actions of one row and cuts long labels, so only few and short ones stand side by side. */
function rows(choices: readonly string[]): (readonly string[])[] {
  const besides = choices.length <= 3 && choices.every((label) => label.length <= 12);
  return besides && choices.length > 0 ? [choices] : choices.map((label) => [label]);
}

/** It says its label in the talk, and tells which question it belongs to. */
function button(label: string, pressed: Pressed, speaks: boolean) {
  return {
    type: 'Action.Submit',
    title: label,
    data: {
      ...pressed,
      ...(speaks && { msteams: { type: 'messageBack', text: label, displayText: label } }),
    },
  };
}
