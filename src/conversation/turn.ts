import { advise, certain } from '../../dialogs/advise.ts';
import type { Choice, Context, DialogEvent, Reason, Say } from '../../dialogs/model.ts';
import { type Answer, phrase } from './answer.ts';
import type { Dialog } from './dialog.ts';
import { type Handoff, handoffWith } from './handoff.ts';
import type { Snapshot } from './machine.ts';
import { ADVICE_TYPE, type Reply, TURN_TYPE } from './reply.ts';
import { askedAt, pathOf, STATES } from './states.ts';
import { type Restored, restore, type StoredConversation, store } from './stored.ts';
import type { Situation } from './understand/index.ts';
import { label } from './words.ts';

/** What reaches the bot: somebody has come, or has said something. */
export type Said = ({ readonly kind: 'joined' } | { readonly kind: 'message'; readonly text: string }) & {
  /** When, in milliseconds since 1970; without it no time passes. */
  readonly at?: number;
};

export type Turn = {
  readonly conversation: StoredConversation;
  readonly reply: Reply;
  /** The reply as it is stored. */
  readonly answer: Answer;
  /** The person wants everything deleted: `conversation` is not to be kept. */
  readonly forget: boolean;
  /** The person is led to a human being. */
  readonly handoff: Handoff | null;
  /** What the person thinks of the help they had. */
  readonly feedback: Feedback | null;
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
  const isNew = restored === null;
  const situation = situationOf(dialog, before);
  const understood = said.kind === 'message' ? dialog.understand(said.text, situation) : [GREET];
  const hour = said.at === undefined ? (restored?.hour ?? 0) : Math.floor(said.at / HOUR);
  const isAway = restored && (isLongAfter(restored, hour) || isElsewhere(restored, before));
  const events = isAway && isInPassing(restored, understood) ? [RESUME] : understood;

  const says: Say[] = [];
  let snapshot = before;
  let moved = false;
  for (const event of events) {
    if (isNew && (event.type === 'greet' || event.type === 'notUnderstood')) {
      says.push({ key: 'greeting.text', topic: 'greeting' });
      if (event.type === 'greet') continue;
    }
    const { next, says: said } = dialog.steps.step(snapshot, event);
    says.push(...said);
    moved ||= movedOn(snapshot, next, event);
    snapshot = next;
  }
  const answer = answerFrom(snapshot, says, { moved, inFull: moved || isNew, turns });
  const state = pathOf(snapshot.value);
  return {
    conversation: store({ dialog: dialog.version, state, turns, hour }, snapshot.context),
    reply: phrase(dialog, answer),
    answer,
    forget: events.some(({ type }) => type === 'forget'),
    handoff: handoffWith(dialog, answer, snapshot.context),
    feedback: feedbackIn(before.context, events),
  };
}

const GREET: DialogEvent = { type: 'greet' };
const RESUME: DialogEvent = { type: 'resume' };
const HOUR = 3_600_000;
/** After so many hours nobody remembers the question that was open. */
const LONG = 24;
/** What makes sense only while the last question is still in mind. */
const IN_PASSING: ReadonlySet<DialogEvent['type']> = new Set([
  'answer',
  'prefer',
  'greet',
  'thanks',
  'why',
  'back',
  'notUnderstood',
  'notMeant',
  'suppose',
]);

/** Whether somebody comes back after a day or more. */
function isLongAfter({ hour }: Restored, now: number): boolean {
  return hour > 0 && now - hour >= LONG;
}

/** Whether a talk was left at another question than this version of the dialog has there. */
function isElsewhere({ state }: Restored, now: Snapshot): boolean {
  return state !== pathOf(now.value);
}

/** Whether nothing new is said: an answer, say, that is to a question of which the person or the bot knows no more. */
function isInPassing({ context }: Restored, events: readonly DialogEvent[]): boolean {
  const knowsSomething = Object.values(certain(context.known)).length > 0;
  return knowsSomething && events.every(({ type }) => IN_PASSING.has(type));
}

/** What is asked now, said again without going on: for a reply that cannot be said any more as it was. */
export function standing(dialog: Dialog, stored: unknown): Reply {
  const restored = restore(stored, dialog.version);
  const how = { moved: true, inFull: true, turns: restored?.turns ?? 0 };
  return phrase(dialog, answerFrom(snapshotFrom(dialog, restored), [], how));
}

/** A question is put in full where the talk has moved on, and in short where something came between. */
function movedOn(before: Snapshot, now: Snapshot, event: DialogEvent): boolean {
  return (
    event.type === 'restart' ||
    pathOf(before.value) !== pathOf(now.value) ||
    before.context.trail !== now.context.trail
  );
}

export type Feedback = { readonly about: string; readonly good: boolean; readonly reason: Reason | null };

/** A thumb up or down, or why it was down; about what is all that is told besides. */
function feedbackIn({ guide }: Context, events: readonly DialogEvent[]): Feedback | null {
  const about = guide?.purpose ?? 'advice';
  for (const event of events) {
    if (event.type === 'rate') return { about, good: event.good, reason: null };
    if (event.type === 'reason') return { about, good: false, reason: event.reason };
  }
  return null;
}

function answerFrom(snapshot: Snapshot, says: readonly Say[], { moved, inFull, turns }: How): Answer {
  const state = pathOf(snapshot.value);
  const { context } = snapshot;
  const asked = askedAt(state, context);
  const told = {
    says: [...says, inFull ? asked.question : asked.again],
    choices: waysOn(asked.choices, context).map(({ label }) => label),
    turns,
  };
  const topics = says.flatMap(({ topic }) => topic ?? []);
  const verdict = advise(context.known, context.preference);
  if (topics.includes('advice') && verdict.kind === 'advice') {
    const { protocol, scenario, because } = verdict;
    const facts = certain(context.known);
    return { ...told, valueType: ADVICE_TYPE, value: { protocol, scenario, facts, because } };
  }
  const topic = moved ? asked.topic : (topics.at(-1) ?? asked.topic);
  return { ...told, valueType: TURN_TYPE, value: { state, asks: asked.asks, topic } };
}

type How = {
  /** The talk has gone on; otherwise the message is about what came between. */
  readonly moved: boolean;
  readonly inFull: boolean;
  readonly turns: number;
};

/** The state's own choices; somebody who was not understood again and again also gets an easier way. */
function waysOn(own: readonly Choice[], context: Context): Choice[] {
  const offers: Choice[] = [];
  if (context.misses > 1) offers.push({ label: 'choice.askMe', event: { type: 'askMe' } });
  if (context.misses > 2) offers.push({ label: 'choice.person', event: { type: 'person' } });
  return [...own, ...offers.filter(({ label }) => own.every((choice) => choice.label !== label))];
}

function situationOf(dialog: Dialog, snapshot: Snapshot): Situation {
  const asked = askedAt(pathOf(snapshot.value), snapshot.context);
  const offered = waysOn(asked.choices, snapshot.context).map((choice) => ({
    label: label(dialog.words, choice.label),
    event: choice.event,
  }));
  return { asks: asked.asks, offered, answers: asked.answers };
}

function snapshotFrom({ steps, version }: Dialog, restored: Restored | null): Snapshot {
  if (!restored) return steps.start;
  const { state } = restored;
  const isSame = restored.dialog === version;
  // The steps of its guide may be others now.
  const guide = restored.context.guide && { ...restored.context.guide, ...(!isSame && { step: 0 }) };
  const context = isSame ? restored.context : { ...restored.context, guide };
  if ((isSame || isInGuide(state)) && STATES.includes(state) && fits(state, context))
    return steps.at(state, context);
  return steps.step(steps.at('greeting', context), { type: 'goOn' }).next;
}

const isInGuide = (state: string) => state.startsWith('guide.');

/** A talk at its advice needs facts that decide, and one in a guide has to know which. */
function fits(state: string, { known, preference, guide }: Context): boolean {
  if (isInGuide(state)) return guide !== null;
  return !state.startsWith('advice') || advise(known, preference).kind === 'advice';
}
