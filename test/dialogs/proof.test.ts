import { beforeAll, describe, expect, test } from 'vitest';
import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import { advise, PROTOCOLS, SPEAKS_FOR_POP } from '../../dialogs/advise.ts';
import { clarify } from '../../dialogs/clarifying.ts';
import type { DialogEvent } from '../../dialogs/events.ts';
import {
  type Guide,
  isChanging,
  needsOf,
  PROGRAMS,
  type Program,
  partFor,
  SYMPTOMS,
} from '../../dialogs/guides.ts';
import type { conversation as bare } from '../../dialogs/index.ts';
import type { Context, Say } from '../../dialogs/model.ts';
import { FACTS, type Fact, SCENARIOS } from '../../dialogs/scenarios.ts';
import { isInSteps } from '../../dialogs/subjects.ts';
import { FILE_KEYS, TEAMS_KEYS, WEB_KEYS, WORD_KEYS } from '../../dialogs/wording.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { askedAt, pathOf, STATES } from '../../src/conversation/states.ts';
import { ALL_EVENTS, EVENTS } from './events.ts';

const { machine: conversation, guides } = openDialog();

type Snapshot = SnapshotFrom<typeof bare>;

/** What lays a question over the state, whatever the state is; the walk need not go on from it. */
const OPENING: readonly DialogEvent[] = [
  ...EVENTS.contradict,
  ...EVENTS.suppose,
  { type: 'trouble', trouble: 'storageUnclear' },
  ...EVENTS.resume,
];

/** Programs of which one can do both protocols and the other IMAP alone: more of them would only make the walk longer. */
const TWO: readonly Program[] = ['thunderbird', 'gmail-android'];

/** The facts of which an answer is taken back, and those of which something is supposed: with all of them it would only take longer. */
const TAKEN_BACK: readonly Fact[] = ['multipleDevices'];
const SUPPOSED: readonly Fact[] = ['multipleDevices', 'limitedStorage'];

/** What is walked by: "tell" with one fact reaches every combination in time, and a note has a test of its own. */
const WALKED = ALL_EVENTS.filter((event) => {
  switch (event.type) {
    case 'program':
      return TWO.includes(event.program);
    case 'back':
      return event.of === undefined || TAKEN_BACK.includes(event.of);
    case 'whatIf':
      return SUPPOSED.some((fact) => fact in event.facts);
    default:
      return !['contradict', 'suppose', 'resume', 'note'].includes(event.type);
  }
});

/** Two snapshots are the same place in the talk if all that decides its going on is the same; the past is not. */
function placeOf({ value, context }: Snapshot): string {
  const state = pathOf(value);
  if (state.startsWith('guide') && context.guide) {
    // In a guide it is what it asks for that counts; of its steps, the first, a second and the last are alike.
    const { guide } = context;
    const known = needsOf(guide).map((need) => guide[need]);
    const step = state === 'guide.stepping' ? stepOf(guide) : '-';
    const waits = guide.setUp ? 'set-up' : guide.change && 'change';
    return [state, guide.purpose, ...known, guide.tried.length, step, waits].join();
  }
  const facts = FACTS.map((fact) => String(context.known[fact] ?? '-')[0]).join('');
  return [state, facts, context.preference, context.thorough, context.reasked].join();
}

function stepOf(guide: Guide): number | 'last' {
  const part = partFor(guide);
  const steps = guide.program && part && guides.get(guide.program)?.steps.get(part);
  return steps && guide.step + 1 === steps.length ? 'last' : Math.min(guide.step, 2);
}

const places = new Map<string, Snapshot>();
const said = new Set<string>();
const outcomes = new Set<string>();

function note(actions: readonly { type: string; params?: unknown }[]): void {
  for (const { type, params } of actions) {
    if (type !== 'say') continue;
    const { key, lists = {} } = params as Say;
    said.add(key);
    for (const { of } of Object.values(lists))
      for (const keys of of) for (const inner of keys) said.add(inner);
  }
}

beforeAll(() => {
  const [start, actions] = initialTransition(conversation);
  note(actions);
  const queue: Snapshot[] = [start];
  places.set(placeOf(start), start);
  const taken = new Set<string>();
  // What is found on the way is walked on from as well.
  for (const snapshot of queue) {
    const state = pathOf(snapshot.value);
    const place = placeOf(snapshot);
    if (state === 'advice.given') {
      const verdict = advise(snapshot.context.known, snapshot.context.preference);
      if (verdict.kind === 'advice') outcomes.add(`${verdict.protocol} ${verdict.scenario}`);
    }
    for (const event of WALKED) {
      const scope = scopeOf(snapshot, event, place);
      const way = `${scope} ${WALKED.indexOf(event)}`;
      if (taken.has(way)) continue;
      taken.add(way);
      const [next, acted] = transition(conversation, snapshot, event);
      note(acted);
      const reached = placeOf(next);
      if (places.has(reached)) continue;
      places.set(reached, next);
      queue.push(next);
    }
  }
  console.log(`walked ${places.size} places of the conversation by ${taken.size} ways`);
});

/** Events whose outcome does not hang on the facts, but for what is said of them. */
const ASIDE: ReadonlySet<DialogEvent['type']> = new Set([
  'explain',
  'uses',
  'protocol',
  'program',
  'symptom',
  'elsewhere',
  'rate',
  'reason',
  'lookUp',
  'next',
  'previous',
  'oneByOne',
  'goToStep',
  'plainly',
  'allAtOnce',
  'returnToSteps',
  'repeat',
  'works',
  'worksNot',
  'otherProgram',
  'help',
  'aboutMe',
  'person',
  'thanks',
  'greet',
  'abuse',
  'offTopic',
  'otherLanguage',
  'notUnderstood',
  'notMeant',
]);

/** What decides the outcome of an event: one way for each is walked. */
function scopeOf(snapshot: Snapshot, event: DialogEvent, place: string): string {
  const state = pathOf(snapshot.value);
  // Only a change-over asks what is explained, and what the steps show begins them.
  const { guide } = snapshot.context;
  if (event.type === 'explain' && guide && !isChanging(guide) && !isInSteps(event.subject))
    return `${state} aside`;
  if (handlesItself(snapshot, event)) return place;
  if (ASIDE.has(event.type)) return `${state} aside`;
  // What only the root handles does the same from every state at the same moment, whatever is asked again there.
  return state.startsWith('guide')
    ? place.slice(state.length)
    : place.slice(state.length, place.lastIndexOf(','));
}

/** Whether a state below the root has its own answer to an event. */
function handlesItself(snapshot: Snapshot, event: DialogEvent): boolean {
  return snapshot._nodes.some((node) => node.parent !== undefined && node.transitions.has(event.type));
}

const everywhere = () => [...places.values()];

/** What a state does with an event: moves, or says something. */
function isAnswered(snapshot: Snapshot, event: DialogEvent): boolean {
  const [next, actions] = transition(conversation, snapshot, event);
  return placeOf(next) !== placeOf(snapshot) || actions.some(({ type }) => type === 'say');
}

/** One visit for each state: handling does not depend on the facts. */
const oneOfEach = () => new Map(everywhere().map((snapshot) => [pathOf(snapshot.value), snapshot]));

describe('the whole reachable conversation', () => {
  test('reaches every state in which it can rest', () => {
    expect([...oneOfEach().keys()].sort()).toEqual([...STATES].sort());
  });

  test('rests only where something is asked and ways on are shown', () => {
    for (const snapshot of everywhere()) {
      const { choices } = askedAt(pathOf(snapshot.value), snapshot.context);
      expect(choices.length, placeOf(snapshot)).toBeGreaterThan(0);
    }
  });

  test('answers each choice that it shows', () => {
    const checked = new Set<string>();
    for (const snapshot of everywhere()) {
      for (const { event, label } of askedAt(pathOf(snapshot.value), snapshot.context).choices) {
        const choice = `${pathOf(snapshot.value)} ${label}`;
        if (checked.has(choice)) continue;
        checked.add(choice);
        expect(isAnswered(snapshot, event), `${placeOf(snapshot)}: ${label}`).toBe(true);
      }
    }
  });

  test('handles back, start over, help, why, a person and what is not understood in every state', () => {
    for (const [state, snapshot] of oneOfEach()) {
      for (const type of [
        'back',
        'restart',
        'help',
        'why',
        'person',
        'notUnderstood',
        'askMe',
        'bye',
      ] as const) {
        expect(isAnswered(snapshot, { type }), `${state}: ${type}`).toBe(true);
      }
    }
  });

  test('clears up in any state what is open, and each answer to that leads on', () => {
    for (const [state, snapshot] of oneOfEach()) {
      for (const opening of OPENING) {
        const [next, actions] = transition(conversation, snapshot, opening);
        note(actions);
        const { open } = next.context;
        // What is known already is not asked.
        const supposed = opening.type === 'suppose' && opening.open.about === 'fact' ? opening.open : null;
        if (supposed && snapshot.context.known[supposed.fact] === supposed.is) {
          expect(open, `${state}: ${JSON.stringify(opening)}`).toBeNull();
          expect(isAnswered(snapshot, opening), `${state}: ${JSON.stringify(opening)}`).toBe(true);
          continue;
        }
        // Where two wishes are weighed, one of them that may have been meant is the one that matters more.
        const isWeighed = opening.type === 'suppose' && opening.open.about === 'fact' && opening.open.is;
        if (state === 'weighing' && isWeighed && !open) {
          expect(next.context.preference, JSON.stringify(opening)).not.toBeNull();
          continue;
        }
        if (!open) throw new Error(`${state}: ${JSON.stringify(opening)} asks nothing`);
        const { question, choices, answers } = clarify(open);
        note([{ type: 'say', params: question }]);
        for (const { label, event } of choices) {
          said.add(label);
          // Going on asks the state's own question, which the turn does.
          expect(event.type === 'takeUp' || isAnswered(next, event), `${state}: ${label}`).toBe(true);
          expect(transition(conversation, next, event)[0].context.open, `${state}: ${label}`).toBeNull();
        }
        for (const event of Object.values(answers)) {
          expect(choices.map((choice) => choice.event)).toContainEqual(event);
        }
      }
    }
  });

  test('asks whether it is so, where somebody of whom nothing is known only asks what would follow', () => {
    const [start] = initialTransition(conversation);
    for (const fact of FACTS) {
      for (const is of [true, false]) {
        const [next, actions] = transition(conversation, start, {
          type: 'whatIf',
          facts: { [fact]: is },
          mayBeSo: true,
        });
        note(actions);
        const { open, known } = next.context;
        expect(known).toEqual({});
        expect(open).toEqual({ about: 'fact', fact, is, wasAsked: true });
        if (!open) continue;
        const { question, answers } = clarify(open);
        note([{ type: 'say', params: question }]);
        if (!answers.yes) throw new Error('it is asked with yes');
        expect(transition(conversation, next, answers.yes)[0].context.known).toEqual({ [fact]: is });
      }
    }
  });

  test('turns no change round by a protocol that is named, and asks first', () => {
    const changing = everywhere().filter(
      ({ context: { guide } }) => isChanging(guide) && guide?.protocol !== null && guide?.program !== null,
    );
    expect(new Set(changing.map(({ context: { guide } }) => guide?.protocol))).toEqual(new Set(PROTOCOLS));
    for (const snapshot of changing) {
      const { guide } = snapshot.context;
      const protocol = guide?.protocol === 'POP' ? 'IMAP' : 'POP';
      const [next, actions] = transition(conversation, snapshot, { type: 'protocol', protocol });
      note(actions);
      expect(next.context.guide, placeOf(snapshot)).toEqual(guide);
      expect(next.context.open, placeOf(snapshot)).toEqual({ about: 'reversal', protocol });
      const { question, answers } = clarify({ about: 'reversal', protocol });
      note([{ type: 'say', params: question }]);
      if (!answers.yes || !answers.no) throw new Error('it is asked with yes and no');
      expect(transition(conversation, next, answers.yes)[0].context.guide?.protocol).toBe(protocol);
      expect(transition(conversation, next, answers.no)[0].context.open).toBeNull();
    }
  });

  test('keeps what is told beside a question, and overwrites nothing that was said before', () => {
    const [start] = initialTransition(conversation);
    for (const fact of FACTS) {
      const [told, actions] = transition(conversation, start, {
        type: 'note',
        facts: { [fact]: true },
        uses: 'POP',
      });
      note(actions);
      expect(told.context).toMatchObject({ known: { [fact]: true }, uses: 'POP' });
      for (const { label } of askedAt(pathOf(told.value), told.context).choices) said.add(label);
      const [denied, replies] = transition(conversation, told, {
        type: 'tell',
        facts: { [fact]: false },
        inOwnWords: true,
      });
      note(replies);
      expect(denied.context).toMatchObject({
        known: { [fact]: true },
        open: { about: 'contradiction', fact },
      });
    }
  });

  test('never asks about what is known, and gets to its advice in at most seven answers', () => {
    const furthest = { value: 0 };
    const follow = (snapshot: Snapshot, answers: number): void => {
      furthest.value = Math.max(furthest.value, answers);
      expect(answers).toBeLessThanOrEqual(7);
      const state = pathOf(snapshot.value);
      const events: DialogEvent[] = state.startsWith('asking')
        ? [
            { type: 'answer', answer: true },
            { type: 'answer', answer: false },
            { type: 'answer', answer: 'unsure' },
          ]
        : state === 'weighing'
          ? [
              { type: 'prefer', preference: 'storage' },
              { type: 'prefer', preference: 'pop' },
              { type: 'prefer', preference: 'unsure' },
            ]
          : [];
      if (events.length === 0) expect(state).toBe('advice.given');
      const { asks } = askedAt(state, snapshot.context);
      if (asks) expect(snapshot.context.known[asks]).toBeUndefined();
      for (const event of events) follow(transition(conversation, snapshot, event)[0], answers + 1);
    };
    const [start] = initialTransition(conversation);
    follow(transition(conversation, start, { type: 'askMe' })[0], 0);
    expect(furthest.value).toBe(7);
  });

  test('goes on only when the person does something: what passes through stops at once', () => {
    const deciding = conversation.root.states.deciding;
    for (const { target } of deciding?.always ?? []) {
      for (const node of target ?? []) expect(node.always ?? [], node.id).toEqual([]);
    }
    for (const node of allNodes(conversation.root)) {
      expect(Object.keys(node.after), node.id).toEqual([]);
      expect(node.invoke, node.id).toEqual([]);
    }
  });

  test('reaches every outcome', () => {
    const expected = [
      'IMAP null',
      ...SCENARIOS.map(({ id }) => `${id === 'poor-connection' ? 'POP' : 'IMAP'} ${id}`),
      'POP local-only',
    ];
    expect([...outcomes].sort()).toEqual(expected.sort());
  });

  test('says, asks or shows every wording that there is, and no other', () => {
    const shown = everywhere().flatMap(shownAt);
    const used = new Set([
      ...said,
      ...shown,
      ...stays(),
      ...triedInVain(),
      ...secondDevice(),
      ...slowLine(),
      ...secondTrouble(),
      ...BY_THE_TURN,
    ]);
    expect(WORD_KEYS.filter((key) => !used.has(key))).toEqual([]);
    const known = new Set<string>([...WORD_KEYS, ...PROGRAMS.map((program) => `program.${program}`)]);
    expect([...used].filter((key) => !known.has(key))).toEqual([]);
  });
});

/** Wordings that the turn adds itself (greeting, list joints, the apology, and what stands in place of a question), and those of the website, Teams and files. */
const OTHER_KEYS = [...WEB_KEYS, ...TEAMS_KEYS, ...FILE_KEYS];
const BY_THE_TURN = [...OTHER_KEYS, 'greeting.text', 'list.and', 'list.or', 'fallback.error', 'standing'];

/** Advice to somebody who uses it already or wants the other one, and being misunderstood again and again: apart from the walk, which leaves those counts out. */
function stays(): string[] {
  const before = new Set(said);
  const shown: string[] = [];
  for (const snapshot of everywhere()) {
    if (pathOf(snapshot.value) !== 'advice.given') continue;
    for (const protocol of ['IMAP', 'POP'] as const) {
      const [noted] = transition(conversation, snapshot, { type: 'uses', protocol });
      shown.push(...shownAt(noted));
      note(transition(conversation, noted, { type: 'goOn' })[1]);
      note(transition(conversation, noted, { type: 'person' })[1]);
    }
    const isAll = ['advice.stayIMAP', 'advice.stayPOP'].every((key) => said.has(key));
    if (isAll && ['advice.change.IMAP', 'advice.change.POP'].every((key) => shown.includes(key))) break;
  }
  const [start] = initialTransition(conversation);
  note(transition(conversation, start, { type: 'program', program: 'other' })[1]);
  for (const fact of SPEAKS_FOR_POP) {
    const facts = { multipleDevices: false, [fact]: true };
    const [advised] = transition(conversation, start, { type: 'tell', facts, inOwnWords: false });
    note(transition(conversation, advised, { type: 'trouble', trouble: 'setup', protocol: 'IMAP' })[1]);
  }
  for (const [state, asked] of oneOfEach()) {
    if (state.startsWith('asking')) shown.push(...shownAt(missed(asked, 2)));
  }
  const context: Context = missed(start, 4).context;
  expect(context.misses).toBe(4);
  return [...shown, ...[...said].filter((key) => !before.has(key))];
}

/** Where a talk is when it was not understood so many times. */
function missed(snapshot: Snapshot, times: number): Snapshot {
  let now = snapshot;
  for (let miss = 0; miss < times; miss++) {
    const [next, actions] = transition(conversation, now, { type: 'notUnderstood' });
    note(actions);
    now = next;
  }
  return now;
}

/** What is asked and offered where a talk rests. */
function shownAt({ value, context }: ReturnType<typeof everywhere>[number]): string[] {
  const { question, again, choices } = askedAt(pathOf(value), context);
  return [question.key, again.key, ...choices.map(({ label }) => label)];
}

/** Two troubles, of which the second comes once the first is mended, and is named where it is not; apart from the walk as well. */
function secondTrouble(): string[] {
  const lost: readonly DialogEvent[] = [
    { type: 'trouble', trouble: 'lostMail', also: 'duplicates' },
    { type: 'elsewhere', works: true },
  ];
  const ways: readonly (readonly DialogEvent[])[] = [
    [...lost, { type: 'works' }],
    [...lost, { type: 'worksNot' }],
    [
      { type: 'trouble', trouble: 'whichDoIHave', also: 'mailboxFull' },
      { type: 'program', program: 'thunderbird' },
      { type: 'protocol', protocol: 'POP' },
    ],
  ];
  return ways.flatMap((events) => heardAlong(events).heard);
}

/** One device with POP, and then a second one: apart from the walk, which leaves out for what a change is made. */
function secondDevice(): string[] {
  const { heard, guide } = heardAlong([
    { type: 'tell', facts: { multipleDevices: false, poorConnection: true }, inOwnWords: false },
    { type: 'trouble', trouble: 'setup', program: 'iphone' },
    { type: 'answer', answer: false },
    { type: 'works' },
    { type: 'otherProgram' },
    { type: 'program', program: 'thunderbird' },
    { type: 'works' },
  ]);
  expect(guide).toMatchObject({ purpose: 'setup', protocol: 'IMAP', program: 'thunderbird' });
  return heard;
}

/** IMAP on a slow line: apart from the walk, whose guides are the same whatever the line is. */
function slowLine(): string[] {
  const { heard } = heardAlong([
    { type: 'tell', facts: { multipleDevices: true, poorConnection: true }, inOwnWords: false },
    { type: 'trouble', trouble: 'setup', program: 'thunderbird' },
    { type: 'works' },
  ]);
  return heard;
}

/** What is said and shown in a talk of these events, and the guide with which it ends. */
function heardAlong(events: readonly DialogEvent[]) {
  const heard: string[] = [];
  let [snapshot] = initialTransition(conversation);
  for (const event of events) {
    const [next, actions] = transition(conversation, snapshot, event);
    for (const { type, params } of actions) if (type === 'say') heard.push((params as Say).key);
    heard.push(...shownAt(next));
    snapshot = next;
  }
  return { heard, guide: snapshot.context.guide };
}

/** What is told to a person after each remedy was tried in vain: the walk counts the remedies and does not name them. */
function triedInVain(): string[] {
  const before = new Set(said);
  for (const symptom of SYMPTOMS) {
    let [snapshot] = initialTransition(conversation);
    const trouble: DialogEvent = {
      type: 'trouble',
      trouble: 'cannotConnect',
      program: 'thunderbird',
      symptom,
    };
    for (const event of [trouble, { type: 'worksNot' }, { type: 'person' }] as const) {
      const [next, actions] = transition(conversation, snapshot, event);
      note(actions);
      snapshot = next;
    }
  }
  return [...said].filter((key) => !before.has(key));
}

function allNodes(node: typeof bare.root): (typeof bare.root)[] {
  return [node, ...Object.values(node.states).flatMap(allNodes)];
}
