import type { DialogEvent } from '../../dialogs/events.ts';
import { partFor } from '../../dialogs/guides.ts';
import { type Dialog, openDialog } from '../../src/conversation/dialog.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import type { StoredConversation } from '../../src/conversation/stored.ts';
import { turn } from '../../src/conversation/turn.ts';
import { ALL_EVENTS, EVENTS } from '../dialogs/events.ts';

/** The real dialog, but what is said are events: what is heard in sentences is tested elsewhere. */
const dialog: Dialog = {
  ...openDialog(),
  understand: (text: string): DialogEvent[] => JSON.parse(text),
};

/** Where replies are different: in advice by what is true of the person, in a guide by what it is about. */
function placeOf({ state, now, guide, open }: StoredConversation): string {
  if (state.startsWith('guide')) {
    const part = guide && partFor(guide);
    // With a program and a part of its guide it no longer matters how the talk came there.
    return part && guide.program
      ? [state, part, guide.program, guide.step, guide.change !== null, guide.setUp !== null].join()
      : [state, guide?.purpose, guide?.program, guide?.protocol, guide?.symptom, guide?.elsewhere].join();
  }
  // A question that lies over the state is the same whatever is known.
  return open
    ? [state, open.about].join()
    : [state, state.startsWith('advice') && now.replaceAll(/[nu]/g, '-')].join();
}

/** What counts in all the places of a state; everything else does the same in each of them. */
const GUIDING = [
  { type: 'explain', subject: 'removed' } as const,
  ...EVENTS.program,
  ...EVENTS.protocol,
  ...EVENTS.symptom,
  ...EVENTS.elsewhere,
  ...EVENTS.next,
  ...EVENTS.oneByOne,
  ...EVENTS.goToStep,
  ...EVENTS.allAtOnce,
  ...EVENTS.returnToSteps,
  ...EVENTS.works,
  ...EVENTS.worksNot,
];
const DECIDING = [...EVENTS.tell, ...EVENTS.answer, ...EVENTS.prefer, ...EVENTS.why];

/** A reply, the state that it leads to, and the talk as it is kept then. */
export type Reached = {
  readonly state: string;
  readonly reply: Reply;
  readonly talk: StoredConversation;
};

/**
 * Replies as real turns give them: each state is gone to with each guide, and everything that can be done is done
 * there once. Two replies of the same words and choices are one.
 */
export function everyReply(): readonly Reached[] {
  const replies = new Map<string, Reached>();
  const places = new Set<string>();
  const states = new Set<string>();
  const note = (talk: StoredConversation, reply: Reply) =>
    replies.set(`${reply.text}\n${reply.choices.join()}`, { state: talk.state, reply, talk });

  const first = turn(dialog, undefined, { kind: 'joined' });
  note(first.conversation, first.reply);
  const queue = [first.conversation];
  for (let talk = queue.shift(); talk; talk = queue.shift()) {
    const again = talk.state.startsWith('guide') ? GUIDING : DECIDING;
    const events = states.has(talk.state) ? again : ALL_EVENTS;
    states.add(talk.state);
    for (const event of events) {
      const { conversation, reply } = turn(dialog, talk, { kind: 'message', text: JSON.stringify([event]) });
      note(conversation, reply);
      const place = placeOf(conversation);
      if (places.has(place)) continue;
      places.add(place);
      queue.push(conversation);
    }
  }
  return [...replies.values()];
}
