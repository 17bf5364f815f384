import { hash } from 'node:crypto';
import { z } from 'zod';
import { FACTS } from '../../dialogs/scenarios.ts';
import type { Dialog } from '../conversation/dialog.ts';
import type { Said } from '../conversation/turn.ts';
import { label } from '../conversation/words.ts';

/** What a card's button sends: its label, and the turn and the question that it belongs to. */
export const pressed = z.object({
  say: z.string(),
  turn: z.number().optional(),
  asks: z.enum(FACTS).nullish().catch(null),
});
export type Pressed = z.infer<typeof pressed>;

/** What reaches a talk through a channel. */
export type Heard =
  | Said
  | { readonly kind: 'pressed'; readonly pressed: Pressed; readonly at: number }
  /** The person has edited what they wrote in activity `of`. */
  | {
      readonly kind: 'edited';
      readonly text: string;
      readonly of: string;
      readonly at: number;
      readonly hasButtons: boolean;
    };

/** Where a stored talk is. */
type Talk = {
  readonly conversation?: unknown;
  readonly before?: unknown;
  readonly turn: number;
  readonly asks: string | null;
  /** Their ids are short ones, see `shortOf`. */
  readonly deliveries: readonly { readonly id: string }[];
};

/** The activity id of an edit, which is delivered under the id of the message that it changes. */
export const editOf = (id: string, mark: string): string => `${id}|edited|${mark}`;

/** An activity's id as it is remembered, as channels have ids of 100 characters: 64 bits, and the edit's mark. */
export function shortOf(id: string): string {
  const edit = id.indexOf('|edited|');
  const message = edit < 0 ? id : id.slice(0, edit);
  return hash('sha256', message, 'base64url').slice(0, 11) + id.slice(message.length);
}

/** What was heard as something that is said, and the talk in which it is said. */
export function inWordsOf(
  heard: Heard,
  talk: Talk,
  dialog: Dialog,
): { readonly said: Said; readonly from: unknown } {
  const from = talk.conversation;
  if (heard.kind === 'pressed') {
    const { pressed, at } = heard;
    const inTime =
      pressed.turn === undefined || (pressed.turn === talk.turn && (pressed.asks ?? null) === talk.asks);
    return { said: { kind: 'message', text: inTime ? pressed.say : saidLate(pressed, dialog), at }, from };
  }
  if (heard.kind === 'edited') {
    const { text, of, at, hasButtons } = heard;
    const last = talk.deliveries.at(-1)?.id;
    const isLast = last === shortOf(of) || last?.startsWith(editOf(shortOf(of), ''));
    if (isLast && talk.before !== undefined)
      return { said: { kind: 'message', text, at, hasButtons }, from: talk.before };
    return { said: { kind: 'message', text: correction(text), at, hasButtons }, from };
  }
  return { said: heard, from };
}

/**
 * What a button says that was pressed after the talk had gone on. Yes, no and "not sure" mean something only
 * beside their question, so they become a correction of what was asked then; any other label speaks for itself.
 */
function saidLate({ say, asks }: Pressed, { words }: Dialog): string {
  const answer = (['yes', 'no', 'unsure'] as const).find((one) => label(words, `choice.${one}`) === say);
  if (!answer) return say;
  if (!asks) return '';
  return answer === 'unsure'
    ? label(words, `change.${asks}`)
    : correction(`${label(words, `said.${asks}.${answer}`)}.`);
}

/** A sentence that counts against what was said before; a single word is a command or an answer. */
function correction(text: string): string {
  return /\S\s+\S/.test(text) ? `Actually, ${text}` : text;
}
