import { type ExecutableActionObject, initialTransition, type SnapshotFrom, transition } from 'xstate';
import { advise, certain } from '../../dialogs/advise.ts';
import type { Context, DialogEvent, Say, Topic } from '../../dialogs/model.ts';
import type { Dialog } from './dialog.ts';
import { ADVICE_TYPE, type Reply, TURN_TYPE } from './reply.ts';
import { metaOf, pathOf, STATES, stateValueOf } from './states.ts';
import { restore, type StoredConversation, store } from './stored.ts';
import type { Situation } from './understand/index.ts';
import { inWords, label } from './words.ts';

/** What reaches the bot: somebody has come, or has said something. */
export type Said = { readonly kind: 'joined' } | { readonly kind: 'message'; readonly text: string };

export type Turn = { readonly conversation: StoredConversation; readonly reply: Reply };

type Snapshot = SnapshotFrom<Dialog['machine']>;

/**
 * One turn of the conversation, as a pure function: the talk so far (`undefined` for a new one) and what was
 * said → the talk now and the one reply. The same input gives the same result, so a turn may be run again.
 * A talk that cannot be read, or that another version of the dialog stored, goes on from its known facts.
 */
export function turn(dialog: Dialog, stored: unknown, said: Said): Turn {
  const restored = restore(stored);
  const turns = (restored?.turns ?? -1) + 1;
  const before = snapshotFrom(dialog, restored);
  const isNew = restored === null;

  const says: Say[] = [];
  let snapshot = before;
  let moved = false;
  if (isNew || said.kind === 'joined')
    says.push({ key: isNew ? 'greeting.text' : 'smallTalk.greet', topic: 'greeting' });
  if (said.kind === 'message') {
    const events = dialog.understand(said.text, situationOf(dialog, snapshot));
    for (const event of events) {
      if (isNew && event.type === 'greet') continue;
      const [next, actions] = transition(dialog.machine, snapshot, event);
      says.push(...saysIn(actions));
      moved ||= movedOn(snapshot, next, event);
      snapshot = next;
    }
  }
  const reply = replyFrom(dialog, snapshot, says, moved || isNew, turns);
  return { conversation: store(dialog.version, pathOf(snapshot.value), turns, snapshot.context), reply };
}

/** A question is put in full where the talk has moved on, and in short where something came between. */
function movedOn(before: Snapshot, now: Snapshot, event: DialogEvent): boolean {
  return (
    event.type === 'restart' ||
    pathOf(before.value) !== pathOf(now.value) ||
    before.context.trail !== now.context.trail
  );
}

function replyFrom(
  dialog: Dialog,
  snapshot: Snapshot,
  says: readonly Say[],
  moved: boolean,
  turns: number,
): Reply {
  const state = pathOf(snapshot.value);
  const meta = metaOf(state);
  const { context } = snapshot;
  const text = inWords(dialog.words, [...says, { key: moved ? meta.question : meta.again }], turns);
  const choices = meta.choices(context).map((choice) => label(dialog.words, choice.label));
  const topics = says.flatMap(({ topic }) => topic ?? []);
  if (topics.includes('advice')) {
    const verdict = advise(context.known, context.preference);
    if (verdict.kind === 'advice') {
      const { protocol, scenario, because } = verdict;
      return {
        text,
        choices,
        valueType: ADVICE_TYPE,
        value: { protocol, scenario, facts: certain(context.known), because },
      };
    }
  }
  return {
    text,
    choices,
    valueType: TURN_TYPE,
    value: { state, asks: meta.asks, topic: topicOf(topics, meta.topic, moved) },
  };
}

/** What a message is about: what was said last, or where the talk has moved. */
function topicOf(topics: readonly Topic[], own: Topic, moved: boolean): Topic {
  return moved ? own : (topics.at(-1) ?? own);
}

function situationOf(dialog: Dialog, snapshot: Snapshot): Situation {
  const meta = metaOf(pathOf(snapshot.value));
  const offered = meta
    .choices(snapshot.context)
    .map((choice) => ({ label: label(dialog.words, choice.label), event: choice.event }));
  return { asks: meta.asks, offered, answers: meta.answers };
}

function snapshotFrom(dialog: Dialog, restored: ReturnType<typeof restore>): Snapshot {
  const [start] = initialTransition(dialog.machine);
  if (!restored) return start;
  const { context } = restored;
  if (
    restored.dialog === dialog.version &&
    STATES.includes(restored.state) &&
    fits(restored.state, context)
  ) {
    return dialog.machine.resolveState({ value: stateValueOf(restored.state), context });
  }
  const [recovered] = transition(
    dialog.machine,
    dialog.machine.resolveState({ value: 'greeting', context }),
    {
      type: 'goOn',
    },
  );
  return recovered;
}

/** A talk at its advice needs facts that decide. */
function fits(state: string, { known, preference }: Context): boolean {
  return !state.startsWith('advice') || advise(known, preference).kind === 'advice';
}

function saysIn(actions: readonly ExecutableActionObject[]): Say[] {
  return actions.flatMap((action) => (action.type === 'say' ? [action.params as unknown as Say] : []));
}
