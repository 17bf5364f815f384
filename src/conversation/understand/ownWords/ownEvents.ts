import { OTHERS } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import { FACTS, type Fact } from '../../../../dialogs/scenarios.ts';
import type { Trouble } from '../../../../dialogs/subjects.ts';
import { withDetails } from '../heard/details.ts';
import { eventsFrom } from '../heard/events.ts';
import type { Interpretation } from '../heard/hear.ts';
import { unsaidIn } from '../heard/unsaid.ts';
import { isNamed, isSaidOf } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { isAdvised, offers, type Situation } from '../situation.ts';
import { lengthOf, type Sentence } from '../text/sentences.ts';
import { ofFullMailbox } from './fullMailbox.ts';
import { withOtherTrouble } from './twoTroubles.ts';

/** A message as it was read, and what it was found to say. */
export type Message = Reading & { readonly heard: Interpretation };

/** What only steps that were shown are answered with. */
const ABOUT_STEPS: ReadonlySet<DialogEvent['type']> = new Set(['works', 'worksNot']);

const NO: DialogEvent = { type: 'answer', answer: false };

/** What a message says by itself, apart from what it answers. `length` is that of the whole message, in words. */
export function ownEvents(
  message: Message,
  { length, asking }: { readonly length: number; readonly asking: boolean },
  resources: Resources,
): readonly DialogEvent[] {
  const { heard, read, situation } = message;
  const { listening } = resources;
  const events = eventsFrom(heard, length, asking)
    .filter((event) => !isMisheard(event, message, listening))
    .map((event) => withDetails(event, read, resources))
    .map((event) => withOtherTrouble(event, message, resources))
    // "I don't need that" is no to what is asked.
    .map((event) => (event.type === 'doesNotFit' && situation.asks !== null ? NO : event))
    .map((event) => (situation.asks === null ? askedIfBare(event, message, listening) : event));
  const told = ofFullMailbox(withoutWishAsUse(events), message, listening);
  return withProgramInUse(withUnclearOthers(told, heard), message, resources);
}

/** What was said both ways of other devices and readers is asked about before POP is set up. */
function withUnclearOthers(
  events: readonly DialogEvent[],
  { unclear }: Interpretation,
): readonly DialogEvent[] {
  const doubtful = OTHERS.filter((fact) => unclear.includes(fact));
  const isSetUp = events.some((event) => event.type === 'trouble' && event.protocol === 'POP');
  if (doubtful.length === 0 || !isSetUp) return events;
  return [{ type: 'note', facts: {}, uses: null, doubtful }, ...events];
}

/** "I use POP in Thunderbird" names the program, too; once there is advice it would be the one to set up. */
function withProgramInUse(
  events: readonly DialogEvent[],
  { read, situation }: Message,
  { findProgram }: Resources,
): readonly DialogEvent[] {
  const [only, ...others] = events;
  if (only?.type !== 'uses' || others.length > 0 || isAdvised(situation)) return events;
  const named = findProgram(read.flatMap(({ words }) => words));
  return named && !named.byDevice ? [only, { type: 'program', program: named.program }] : events;
}

/** So few words may be about anything: "slow", said of a mail program, is no line. */
const BARE = 2;

/** What is told in a word or two that no pattern knows, as a question. */
function askedIfBare(event: DialogEvent, { read }: Message, listening: Listening): DialogEvent {
  if (event.type !== 'tell' || lengthOf(read) > BARE) return event;
  const [fact, ...others] = FACTS.filter((one) => event.facts[one] !== undefined);
  if (fact === undefined || others.length > 0 || isSpelledOut(fact, read, listening)) return event;
  return { type: 'suppose', open: { about: 'fact', fact, is: event.facts[fact] === true } };
}

function isSpelledOut(fact: Fact, read: readonly Sentence[], { find, findCertain }: Listening): boolean {
  return read.some((sentence) =>
    [...find(sentence), ...findCertain(sentence)].some(
      ({ label }) => label.kind === 'fact' && label.fact === fact,
    ),
  );
}

/** Whether what was heard is only what an answer, or a worry, sounds like. */
export function isMisheard(event: DialogEvent, message: Message, listening: Listening): boolean {
  return (
    isOnlyAnAnswer(event, message, listening) ||
    isOnlyGuessed(event, message, listening) ||
    isOnlyFeared(event, message, listening)
  );
}

/** Whether "it works" is said of what is asked about, and of no steps: "not at work" says of nothing that it does not work. */
export function isAboutNoSteps({ type }: DialogEvent, { asks }: Situation): boolean {
  return asks !== null && ABOUT_STEPS.has(type);
}

/** Troubles that sound like an answer to a question, with the fact that is asked there. */
const SOUNDS_LIKE_ANSWER: { readonly [T in Trouble]?: Fact } = {
  foldersMissing: 'offlineFolders',
  sentMissing: 'offlineFolders',
  diskFull: 'limitedStorage',
  cannotConnect: 'poorConnection',
};

/** In so few words nothing is sure to be about something else: "how do I stop it". */
const FEW = 6;

/** "No folders, only the inbox" says to the question about folders that there are none, and not that some are missing. */
function isOnlyAnAnswer(
  event: DialogEvent,
  { read, heard, situation }: Message,
  listening: Listening,
): boolean {
  const { asks } = situation;
  if (isAboutNoSteps(event, situation)) return true;
  if (event.type !== 'trouble' || asks === null) return false;
  // "I don't know, my son set it up"
  if (event.trouble === 'setup' && read.some(listening.says('unsure'))) return true;
  // "The phone has another account on it"
  if (event.trouble === 'setup' && unsaidIn(read, listening).has(asks)) return true;
  return (
    SOUNDS_LIKE_ANSWER[event.trouble] === asks && (heard.facts[asks] !== undefined || lengthOf(read) <= FEW)
  );
}

function isOnlyGuessed({ type }: DialogEvent, { read }: Message, listening: Listening): boolean {
  return type === 'offTopic' && lengthOf(read) <= FEW && !isNamed(read, listening, type);
}

/** In the middle of steps mail is missing only where that is said: "I have 12 years of mail in there" is a worry. */
function isOnlyFeared(event: DialogEvent, { read, situation }: Message, listening: Listening): boolean {
  if (event.type !== 'trouble' || event.trouble !== 'lostMail') return false;
  return offers(situation, 'oneByOne', 'next', 'program') && !isSaidOf('trouble.lostMail', read, listening);
}

/** Who wants a protocol set up does not say that they use it: "set up POP in Thunderbird". */
function withoutWishAsUse(events: readonly DialogEvent[]): readonly DialogEvent[] {
  const wish = events.find((event) => event.type === 'trouble' && event.trouble === 'setup');
  const wanted = wish?.type === 'trouble' ? wish.protocol : undefined;
  return events.flatMap((event) => {
    if (event.type !== 'note' || wanted === undefined || event.uses !== wanted) return event;
    return Object.keys(event.facts).length > 0 ? { ...event, uses: null } : [];
  });
}
