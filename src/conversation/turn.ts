import { adviceFor } from '../../dialogs/advise.ts';
import type { DialogEvent } from '../../dialogs/events.ts';
import type { Guide } from '../../dialogs/guides.ts';
import type { Context } from '../../dialogs/model.ts';
import { oncePer } from '../memoise.ts';
import { phrase, type Undated } from './answer.ts';
import { decide, type Rating, standingAt } from './decision.ts';
import type { Dialog } from './dialog.ts';
import type { Handoff } from './handoff.ts';
import type { Snapshot } from './machine.ts';
import type { Reply } from './reply.ts';
import { pathOf, STATES } from './states.ts';
import { type Restored, restore, type StoredConversation, store } from './stored.ts';

/** What reaches the bot: somebody has come, has said something, or has done what means an event, whatever is asked now. */
export type Said = (
  | { readonly kind: 'joined' }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'event'; readonly event: DialogEvent }
) & {
  /** When, in milliseconds since 1970; without it no time passes. */
  readonly at?: number;
  /** Choices are shown as buttons, and so without the numbers that a message may name. */
  readonly hasButtons?: boolean;
  /** It takes the place of something that was said before: what is told in it corrects what is known. */
  readonly corrects?: boolean;
};

export type Turn = {
  readonly conversation: StoredConversation;
  readonly reply: Reply;
  /** The reply before it is put into words, in the turn whose number is `conversation.turns`. */
  readonly answer: Undated;
  /** The person wants everything deleted: `conversation` is not to be kept. */
  readonly forget: boolean;
  /** The person is led to a human being. */
  readonly handoff: Handoff | null;
  /** What the person thinks of the help they had. */
  readonly rating: Rating | null;
};

/**
 * One turn of the conversation, as a pure function: the talk so far (`undefined` for a new one) and what was
 * said → the talk now and the one reply. The same input gives the same result, so a turn may be run again.
 * A talk that cannot be read, or that another version of the dialog stored, goes on from its known facts.
 */
export function turn(dialog: Dialog, stored: unknown, said: Said): Turn {
  const restored = restore(stored, dialog.version);
  const turns = (restored?.turns ?? -1) + 1;
  const before = snapshotFrom(dialog, restored);
  const hour = said.at === undefined ? (restored?.hour ?? 0) : Math.floor(said.at / HOUR);
  const isAway = restored !== null && (isLongAfter(restored, hour) || isElsewhere(restored, before));
  const { state, context, spokenOf, answer, forget, handoff, rating } = decide(dialog, {
    before,
    said: said.kind === 'message' ? said.text : said.kind === 'event' ? said.event : GREET,
    isNew: restored === null,
    isAway,
    hasButtons: said.hasButtons === true,
    corrects: said.corrects === true,
    spokenOf: restored?.spokenOf ?? null,
  });
  return {
    conversation: store({ dialog: dialog.version, state, turns, hour, context, spokenOf }),
    reply: inWordsOnce(dialog, answer, turns),
    answer,
    forget,
    handoff,
    rating,
  };
}

const GREET: DialogEvent = { type: 'greet' };

/** How many turns a decision is kept in words for; its wordings take turns with them. */
const PHRASED = 32;
const phrasedOf = oncePer((_: Undated) => new Map<number, Reply>());

/** An answer in words, which are put together once for a decision that is remembered. */
function inWordsOnce(dialog: Dialog, answer: Undated, turns: number): Reply {
  const replies = phrasedOf(answer);
  const known = replies.get(turns);
  if (known) return known;
  const reply = phrase(dialog, { ...answer, turns });
  if (replies.size < PHRASED) replies.set(turns, reply);
  return reply;
}

const HOUR = 3_600_000;
/** After so many hours nobody remembers the question that was open. */
const LONG = 24;
/** Whether somebody comes back after a day or more. */
function isLongAfter({ hour }: Restored, now: number): boolean {
  return hour > 0 && now - hour >= LONG;
}

/** Whether a talk was left at another question than this version of the dialog has there. */
function isElsewhere({ state }: Restored, now: Snapshot): boolean {
  return state !== pathOf(now.value);
}

/** What is asked now, said again without going on: for a reply that cannot be said any more as it was. */
export function standing(dialog: Dialog, stored: unknown): Reply {
  const restored = restore(stored, dialog.version);
  return phrase(dialog, { ...standingAt(snapshotFrom(dialog, restored)), turns: restored?.turns ?? 0 });
}

function snapshotFrom({ steps, version }: Dialog, restored: Restored | null): Snapshot {
  if (!restored) return steps.start;
  const { state } = restored;
  const isSame = restored.dialog === version;
  // The steps of its guide may be others now.
  const guide = restored.context.guide && fromTheFirst(restored.context.guide);
  const context = isSame ? restored.context : { ...restored.context, guide };
  if ((isSame || isInGuide(state)) && STATES.includes(state) && fits(state, context))
    return steps.at(state, context);
  return steps.step(steps.at('greeting', context), { type: 'goOn' }).next;
}

function fromTheFirst({ change, setUp, ...guide }: Guide): Guide {
  return {
    ...guide,
    step: 0,
    change: change && { ...change, step: 0 },
    setUp: setUp && { ...setUp, step: 0 },
  };
}

const isInGuide = (state: string) => state.startsWith('guide.');

/** A talk at its advice needs facts that decide, and one in a guide has to know which. */
function fits(state: string, { known, preference, guide }: Context): boolean {
  if (isInGuide(state)) return guide !== null;
  return !state.startsWith('advice') || adviceFor(known, preference) !== null;
}
