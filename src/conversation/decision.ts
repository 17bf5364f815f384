import { adviceFor, certain } from '../../dialogs/advise.ts';
import type { DialogEvent, Reason } from '../../dialogs/events.ts';
import type { Choice, Context, Say } from '../../dialogs/model.ts';
import { isNearPop } from '../../dialogs/nearPop.ts';
import { isAtStart } from '../../dialogs/repairs/notUnderstood.ts';
import { WITHOUT_QUESTION } from '../../dialogs/repairs/smallTalk.ts';
import { type Subject, WHAT_IS_KEPT } from '../../dialogs/subjects.ts';
import { digest, memoise, oncePer } from '../memoise.ts';
import type { Undated } from './answer.ts';
import type { Dialog } from './dialog.ts';
import { type Handoff, handoffWith } from './handoff.ts';
import type { Snapshot } from './machine.ts';
import { ADVICE_TYPE, TURN_TYPE } from './reply.ts';
import { askedAt, pathOf } from './states.ts';
import { contextKey } from './stored.ts';
import { remembered } from './understand/remembered.ts';
import type { Situation } from './understand/situation.ts';
import { label } from './words.ts';

/** What a decision is made on: where the talk is, and what is said there, in words or as what it means. */
type Occasion = {
  readonly before: Snapshot;
  readonly said: string | DialogEvent;
  readonly isNew: boolean;
  /** The last question is no longer in mind, or no longer there. */
  readonly isAway: boolean;
  /** Choices are shown without numbers. */
  readonly hasButtons: boolean;
  /** It takes the place of something that was said before. */
  readonly corrects: boolean;
  /** What the last reply has explained. */
  readonly spokenOf: Subject | null;
};

/** What a turn comes to, before it is counted and put into words. */
type Decision = {
  readonly state: string;
  readonly context: Context;
  /** What was explained, which "is that bad?" is about. */
  readonly spokenOf: Subject | null;
  readonly answer: Undated;
  readonly forget: boolean;
  readonly handoff: Handoff | null;
  readonly rating: Rating | null;
};

/** How many decisions are remembered, and of how long a message. */
const DECISIONS = 4000;
const LONGEST = 120;

const remembering = oncePer((dialog: Dialog) => {
  const thinking = { ...dialog, understand: remembered(dialog.understand) };
  return memoise(DECISIONS, keyOf, (occasion: Occasion) => decideAnew(thinking, occasion));
});

/**
 * What a message leads to. A decision depends on nothing but where the talk is, what is known and what is said, so one
 * that was made lately is not made again: most people come the same ways, by the same buttons.
 */
export function decide(dialog: Dialog, occasion: Occasion): Decision {
  return remembering(dialog)(occasion);
}

function keyOf({ before, said, isNew, isAway, hasButtons, corrects, spokenOf }: Occasion): string | null {
  const isInWords = typeof said === 'string';
  if (isInWords && said.length > LONGEST) return null;
  const says = hasButtons ? 'says beside buttons' : 'says';
  const what = isInWords ? `${says} ${said}` : `means ${JSON.stringify(said)}`;
  const how = `${isNew ? 'new' : isAway ? 'away' : 'on'} ${corrects ? 'instead ' : ''}${what}`;
  return digest(`${pathOf(before.value)} ${contextKey(before.context)} ${spokenOf} ${how}`);
}

function decideAnew(dialog: Dialog, occasion: Occasion): Decision {
  const { before, said, isNew, isAway } = occasion;
  const understood =
    typeof said === 'string' ? dialog.understand(said, situationOf(dialog, occasion)) : [said];
  const events =
    isAway && isInPassing(before, understood) ? [RESUME] : questionLast(dialog, before, understood);
  const says: Say[] = [];
  let snapshot = before;
  let moved = false;
  for (const event of events) {
    if (isNew && (event.type === 'greet' || event.type === 'notUnderstood')) {
      says.push({ key: 'greeting.text', topic: 'greeting' });
      if (event.type === 'greet') continue;
    }
    const { next, says: more } = dialog.steps.step(snapshot, event);
    // Advice that more is known for takes the place of what was said a moment before.
    if (more.some(isAdvice)) takeBackAdvice(says);
    says.push(...more);
    moved ||= movedOn(snapshot, next, event);
    snapshot = next;
  }
  // What leads to nothing where the talk is, as "next" before there are steps, is not passed over in silence.
  if (!isNew && !moved && says.length === 0 && isSame(before.context, snapshot.context)) {
    const { next, says: more } = dialog.steps.step(before, { type: 'notUnderstood' });
    says.push(...more);
    snapshot = next;
  }
  const answer = answerFrom(snapshot, says, { moved, inFull: moved || isNew });
  return {
    state: pathOf(snapshot.value),
    context: snapshot.context,
    spokenOf: spokenOfIn(events) ?? codeIn(said),
    answer,
    forget: events.some(({ type }) => type === 'forget'),
    handoff: handoffWith(dialog, answer, snapshot.context),
    rating: ratingIn(before.context, events),
  };
}

/**
 * What is explained along with something that has to be made clear comes before it: the question stands at the end, and is
 * not forgotten over the explanation.
 */
function questionLast(
  { steps }: Dialog,
  before: Snapshot,
  events: readonly DialogEvent[],
): readonly DialogEvent[] {
  const explained = events.filter(({ type }) => type === 'explain');
  const [other, ...more] = events.filter(({ type }) => type !== 'explain');
  if (explained.length === 0 || !other || more.length > 0) return events;
  return steps.step(before, other).next.context.open === null ? events : [...explained, other];
}

/** Whether nothing was learnt; how often somebody was not understood tells nothing of them. */
function isSame(before: Context, now: Context): boolean {
  return contextKey({ ...before, misses: 0 }) === contextKey({ ...now, misses: 0 });
}

/** What Windows' mail programs call an error, which is asked about next: "it says 0x800CCC0E", "what does that mean?". */
const ERROR_CODE = /\b0x[0-9a-f]{4,}\b/iu;

function codeIn(said: Occasion['said']): Subject | null {
  return typeof said === 'string' && ERROR_CODE.test(said) ? 'errorCode' : null;
}

/** What was explained, or shown of what is known about the person. */
function spokenOfIn(events: readonly DialogEvent[]): Subject | null {
  const last = events.findLast(({ type }) => type === 'explain' || type === 'aboutMe');
  if (last?.type === 'explain') return last.subject;
  return last ? WHAT_IS_KEPT : null;
}

const isAdvice = ({ topic }: Say) => topic === 'advice';

/** Advice comes last of what an event leads to. */
function takeBackAdvice(says: Say[]): void {
  const at = says.findIndex(isAdvice);
  if (at >= 0) says.length = at;
}

const RESUME: DialogEvent = { type: 'resume' };

/** What is asked now, said without going on. */
export function standingAt(snapshot: Snapshot): Undated {
  return answerFrom(snapshot, [], { moved: true, inFull: true });
}

/** In place of a question that is not put again. */
const STANDING: Say = { key: 'standing' };

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

/** Whether nothing new is said: an answer, say, that is to a question of which the person or the bot knows no more. */
function isInPassing({ context }: Snapshot, events: readonly DialogEvent[]): boolean {
  const knowsSomething = Object.values(certain(context.known)).length > 0;
  return knowsSomething && events.every(({ type }) => IN_PASSING.has(type));
}

/** A question is put in full where the talk has moved on, and in short where something came between. */
function movedOn(before: Snapshot, now: Snapshot, event: DialogEvent): boolean {
  return (
    event.type === 'restart' ||
    pathOf(before.value) !== pathOf(now.value) ||
    before.context.trail !== now.context.trail
  );
}

export type Rating = { readonly about: string; readonly good: boolean; readonly reason: Reason | null };

/** A thumb up or down, or why it was down; about what is all that is told besides. */
function ratingIn({ guide }: Context, events: readonly DialogEvent[]): Rating | null {
  const about = guide?.purpose ?? 'advice';
  for (const event of events) {
    if (event.type === 'rate') return { about, good: event.good, reason: null };
    if (event.type === 'reason') return { about, good: false, reason: event.reason };
  }
  return null;
}

function answerFrom(snapshot: Snapshot, says: readonly Say[], { moved, inFull }: How): Undated {
  const state = pathOf(snapshot.value);
  const { context } = snapshot;
  const asked = askedAt(state, context);
  const isSpared = asked.topic !== 'farewell' && says.some(({ key }) => WITHOUT_QUESTION.has(key));
  const told = {
    says: [...says, inFull ? asked.question : isSpared ? STANDING : asked.again],
    choices: waysOn(asked.choices, context).map(({ label }) => label),
  };
  const topics = says.flatMap(({ topic }) => topic ?? []);
  const advice = topics.includes('advice') ? adviceFor(context.known, context.preference) : null;
  if (advice) {
    const { protocol, scenario, because } = advice;
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
};

/** The state's own choices; somebody who was not understood again and again also gets an easier way. */
function waysOn(own: readonly Choice[], context: Context): Choice[] {
  const offers: Choice[] = [];
  if (context.misses > 1 && isAtStart(context))
    offers.push({ label: 'choice.askMe', event: { type: 'askMe' } });
  if (context.misses > 2) offers.push({ label: 'choice.person', event: { type: 'person' } });
  return [...own, ...offers.filter(({ label }) => own.every((choice) => choice.label !== label))];
}

function situationOf(
  dialog: Dialog,
  { before: snapshot, hasButtons, corrects, spokenOf }: Occasion,
): Situation {
  const asked = askedAt(pathOf(snapshot.value), snapshot.context);
  const offered = waysOn(asked.choices, snapshot.context).map((choice) => ({
    label: label(dialog.words, choice.label),
    event: choice.event,
  }));
  return {
    asks: asked.asks,
    offered,
    answers: asked.answers,
    isNumbered: !hasButtons,
    ...(corrects && { isCorrection: true }),
    spokenOf,
    ...(isNearPop(snapshot.context) && { isNearPop: true }),
    ...(snapshot.context.isOnBehalf && { isOnBehalf: true }),
    purpose: snapshot.context.guide?.purpose ?? null,
    program: snapshot.context.guide?.program ?? null,
    symptom: snapshot.context.guide?.symptom ?? null,
  };
}
