import { PREFERENCES } from '../../dialogs/advise.ts';
import { PROGRAMS, partFor, SYMPTOMS } from '../../dialogs/guides.ts';
import { type DialogEvent, REASONS } from '../../dialogs/model.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import { SUBJECTS, TROUBLES } from '../../dialogs/wording.ts';
import { type Dialog, openDialog } from '../../src/conversation/dialog.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import type { StoredConversation } from '../../src/conversation/stored.ts';
import { turn } from '../../src/conversation/turn.ts';
import { PLAIN } from '../dialogs/plainEvents.ts';

/** The real dialog, but what is said are events: what is heard in sentences is tested elsewhere. */
const dialog: Dialog = {
  ...openDialog(),
  understand: (text: string): DialogEvent[] => JSON.parse(text),
};

const EVENTS: readonly DialogEvent[] = [
  { type: 'goToStep', step: 1 },
  { type: 'goToStep', step: 99 },
  ...FACTS.flatMap((fact): DialogEvent[] => [
    { type: 'tell', facts: { [fact]: true }, inOwnWords: true, corrects: true },
    { type: 'tell', facts: { [fact]: false }, inOwnWords: true, corrects: true },
    { type: 'change', fact },
    { type: 'contradict', fact },
    { type: 'suppose', open: { about: 'fact', fact, is: true } },
  ]),
  ...([true, false, 'unsure'] as const).map((answer): DialogEvent => ({ type: 'answer', answer })),
  ...PREFERENCES.map((preference): DialogEvent => ({ type: 'prefer', preference })),
  ...SUBJECTS.map((subject): DialogEvent => ({ type: 'explain', subject })),
  ...TROUBLES.map((trouble): DialogEvent => ({ type: 'trouble', trouble })),
  ...(['IMAP', 'POP'] as const).flatMap((protocol): DialogEvent[] => [
    { type: 'uses', protocol },
    { type: 'protocol', protocol },
  ]),
  ...PROGRAMS.map((program): DialogEvent => ({ type: 'program', program })),
  ...SYMPTOMS.map((symptom): DialogEvent => ({ type: 'symptom', symptom })),
  ...[true, false].flatMap((is): DialogEvent[] => [
    { type: 'elsewhere', works: is },
    { type: 'rate', good: is },
  ]),
  ...REASONS.map((reason): DialogEvent => ({ type: 'reason', reason })),
  { type: 'lookUp' },
  ...[...PLAIN, 'resume' as const].map((type) => ({ type })),
];

/** Where replies are different: in advice by what is true of the person, in a guide by what it is about. */
function placeOf({ state, now, guide, open }: StoredConversation): string {
  if (state.startsWith('guide')) {
    const part = guide && partFor(guide);
    // With a program and a part of its guide it no longer matters how the talk came there.
    return part && guide.program
      ? [state, part, guide.program, guide.step, guide.change !== null].join()
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
  ...only(
    'program',
    'protocol',
    'symptom',
    'elsewhere',
    'next',
    'oneByOne',
    'goToStep',
    'allAtOnce',
    'works',
    'worksNot',
  ),
];
const DECIDING = only('tell', 'answer', 'prefer', 'why');

function only(...types: readonly DialogEvent['type'][]): readonly DialogEvent[] {
  return EVENTS.filter(({ type }) => types.includes(type));
}

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
    const events = states.has(talk.state) ? again : EVENTS;
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
