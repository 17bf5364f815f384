import { pack, phrase, unpack } from '../conversation/answer.ts';
import type { Rating } from '../conversation/decision.ts';
import type { Dialog } from '../conversation/dialog.ts';
import { type Handoff, handoffAgain } from '../conversation/handoff.ts';
import type { Reply } from '../conversation/reply.ts';
import { standing, turn } from '../conversation/turn.ts';
import { type Heard, saidIn } from './heard.ts';
import type { Before } from './recentTalks.ts';
import type { Talk } from './talk.ts';
import type { GrownRecord, Transcript } from './transcript.ts';

/** How many deliveries are remembered, so that a repeated one gets the same reply. */
const DELIVERIES = 8;

/** What a turn comes to. */
export type Outcome = {
  readonly reply: Reply | null;
  /** The number of the turn that gave the reply. */
  readonly turn: number;
  readonly repeated: boolean;
  /** The channel has taken the reply before. */
  readonly delivered: boolean;
  /** Everything about the talk was deleted, as the person wanted. */
  readonly forgotten: boolean;
  /** The reply leads to a human being. */
  readonly handoff: Handoff | null;
  /** What the person thinks of the help they had, as they say it in this turn. */
  readonly rating: Rating | null;
};

/** A turn that is asked for. */
export type TurnRequest = {
  /** The talk's key. */
  readonly key: string;
  /** The activity's id, see `shortOf`, if it has one. */
  readonly id: string | undefined;
  readonly heard: Heard;
  /** Where the channel keeps a record of its own. */
  readonly transcript: Transcript | undefined;
};

/** A turn that nobody has answered yet: what it comes to, and what is to be saved first. */
type NewTurn = {
  readonly outcome: Outcome;
  /** Null where the talk is to be deleted. */
  readonly talk: Talk | null;
  readonly grown: (GrownRecord & { readonly key: string }) | null;
};

export const NOTHING = {
  reply: null,
  repeated: false,
  delivered: false,
  forgotten: false,
  handoff: null,
  rating: null,
} as const;

/** Whether what is asked was answered before, by what is stored of the talk. */
export function wasAnswered({ id, heard }: TurnRequest, { talk: { item } }: Before): boolean {
  return knownIn(item, id) !== undefined || (heard.kind === 'joined' && item.greeted);
}

/** A delivery that the talk knows gets the same reply; null for any other. */
export function deliveredBefore(
  dialog: Dialog,
  { id }: TurnRequest,
  { talk: { item } }: Before,
): Outcome | null {
  const known = knownIn(item, id);
  if (!known) return null;
  const answer = unpack(known.answer);
  return {
    ...NOTHING,
    reply: answer ? phrase(dialog, answer) : standing(dialog, item.conversation),
    handoff: answer && handoffAgain(dialog, answer, item.conversation),
    turn: known.turn,
    repeated: true,
    delivered: known.delivered === true,
  };
}

/** Somebody who joins a talk that was already greeted is not greeted again; null for anything else. */
export function joinedBefore(
  dialog: Dialog,
  { heard, transcript }: TurnRequest,
  before: Before,
): Outcome | null {
  const talk = before.talk.item;
  if (heard.kind !== 'joined' || !talk.greeted) return null;
  // Whoever comes back after the channel's record has expired would look at an empty page.
  const hasNothing = transcript?.isEmpty(before.record?.item) === true;
  const reply = hasNothing ? standing(dialog, talk.conversation) : null;
  return { ...NOTHING, reply, turn: talk.turn, repeated: hasNothing };
}

/** Runs the turn itself. Throws where the channel's record refuses it. */
export function newTurn(dialog: Dialog, { id, heard, transcript }: TurnRequest, before: Before): NewTurn {
  const talk = before.talk.item;
  const { said, from } = saidIn(heard, talk, dialog);
  const { conversation, reply, answer, forget, handoff, rating } = turn(dialog, from, said);
  const number = talk.turn + 1;
  if (forget) {
    return { outcome: { ...NOTHING, reply, turn: number, forgotten: true }, talk: null, grown: null };
  }
  const packed = pack(answer, conversation.turns);
  const deliveries =
    id === undefined
      ? talk.deliveries
      : [...talk.deliveries, { id, answer: packed, turn: number }].slice(-DELIVERIES);
  const asks = 'asks' in reply.value ? reply.value.asks : null;
  const grown = transcript && {
    key: transcript.key,
    ...transcript.add(before.record?.item, packed, number),
  };
  return {
    outcome: { ...NOTHING, reply, turn: number, handoff, rating },
    talk: { conversation, before: from ?? null, turn: number, asks, greeted: true, deliveries },
    grown: grown ?? null,
  };
}

/** The delivery `id`, where it is one of those that the talk knows. */
export function knownIn({ deliveries }: Talk, id: string | undefined) {
  return id === undefined ? undefined : deliveries.find((one) => one.id === id);
}
