import { hash } from 'node:crypto';
import { z } from 'zod';
import { FACTS } from '../../dialogs/scenarios.ts';
import type { Dialog } from '../conversation/dialog.ts';
import type { Said } from '../conversation/turn.ts';
import { label } from '../conversation/words.ts';
import type { Talk } from './talk.ts';

/** What a card's button sends: its label, and the turn and the question that it belongs to. */
export const pressedCard = z.object({
  say: z.string(),
  turn: z.number().optional(),
  asks: z.enum(FACTS).nullish().catch(null),
});
export type Pressed = z.infer<typeof pressedCard>;

/** What reaches a talk through a channel. */
export type Heard =
  | Exclude<Said, { readonly kind: 'event' }>
  | { readonly kind: 'pressed'; readonly pressed: Pressed; readonly at: number }
  /** The person has edited what they wrote in activity `of`. */
  | {
      readonly kind: 'edited';
      readonly text: string;
      readonly of: string;
      readonly at: number;
      readonly hasButtons: boolean;
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
export function saidIn(
  heard: Heard,
  talk: Talk,
  dialog: Dialog,
): { readonly said: Said; readonly from: unknown } {
  const from = talk.conversation;
  if (heard.kind === 'pressed') {
    const { pressed, at } = heard;
    const inTime =
      pressed.turn === undefined || (pressed.turn === talk.turn && (pressed.asks ?? null) === talk.asks);
    const said = inTime ? asMessage(pressed.say) : pressedLate(pressed, dialog);
    return { said: { ...said, at }, from };
  }
  if (heard.kind === 'edited') {
    const { text, of, at, hasButtons } = heard;
    const last = talk.deliveries.at(-1)?.id;
    const isLast = last === shortOf(of) || last?.startsWith(editOf(shortOf(of), ''));
    if (isLast && talk.before !== undefined)
      return { said: { kind: 'message', text, at, hasButtons }, from: talk.before };
    return { said: { kind: 'message', text, at, hasButtons, corrects: true }, from };
  }
  return { said: heard, from };
}

const asMessage = (text: string): Said => ({ kind: 'message', text });

/**
 * What a button means that was pressed after the talk had gone on. Yes, no and "not sure" mean something only beside their
 * question, so they correct what was asked then, or ask it anew; any other label speaks for itself.
 */
function pressedLate({ say, asks }: Pressed, { words }: Dialog): Said {
  const answer = (['yes', 'no', 'unsure'] as const).find((one) => label(words, `choice.${one}`) === say);
  if (!answer) return asMessage(say);
  if (!asks) return asMessage('');
  if (answer === 'unsure') return { kind: 'event', event: { type: 'change', fact: asks } };
  const facts = { [asks]: answer === 'yes' };
  return { kind: 'event', event: { type: 'tell', facts, inOwnWords: true, corrects: true } };
}
