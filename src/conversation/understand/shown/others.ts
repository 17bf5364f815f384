import { OTHERS, SPEAKS_FOR_POP } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import { isOnPhone, isSetUp } from '../../../../dialogs/guides.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import { othersHinted } from '../heard/doubts.ts';
import { kindsIn } from '../patterns/deviceKinds.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading } from '../reading.ts';
import { atSteps, type Situation } from '../situation.ts';
import { isNegated, type Sentence } from '../text/sentences.ts';

type Type = DialogEvent['type'];

/** What a message says in passing: other devices or readers that it tells of come before it where POP would take their mail. */
const IN_PASSING: ReadonlySet<Type> = new Set([
  'notUnderstood',
  'notMeant',
  'suppose',
  'why',
  'help',
  'works',
  'worksNot',
  'doesNotFit',
  'thanks',
  'bye',
  'greet',
  'abuse',
  'offTopic',
  'next',
  'goOn',
  'takeUp',
  'showHow',
  'program',
]);

/** What is kept, or answered, along with the question about them. */
const KEPT: ReadonlySet<Type> = new Set(['tell', 'note', 'answer', 'trouble']);

/**
 * What a message means, with a question about other devices or readers that it may tell of where POP is wanted, advised or set up, and
 * nothing else takes them up: it would take their mail away.
 */
export function withOthersAsked(
  events: readonly DialogEvent[],
  reading: Reading,
  listening: Listening,
): readonly DialogEvent[] {
  const { situation } = reading;
  if (!leadsToPop(events, situation) || OTHERS.some((fact) => fact === situation.asks)) return events;
  if (!events.every(({ type }) => IN_PASSING.has(type) || KEPT.has(type))) return events;
  const [fact, ...more] = doubtfulIn(events, reading, listening);
  if (fact === undefined || events.some((event) => takesUp(event, fact))) return events;
  const doubtful = [fact, ...more];
  const kept = events
    .filter(({ type }) => KEPT.has(type))
    .filter((event) => !isOffered(event, situation))
    .flatMap((event) => without(event, doubtful));
  if (kept.some((event) => event.type === 'trouble'))
    return [{ type: 'note', facts: {}, uses: null, doubtful }, ...kept];
  const isTold = kept.some(({ type }) => type === 'tell' || type === 'answer');
  if (!isTold || situation.purpose || atSteps(situation))
    return [...kept, { type: 'suppose', open: { about: 'fact', fact, is: true } }];
  return kept.map((event) => doubted(event, doubtful, situation));
}

/** What is told in a mail that was sent from a phone or the like: that there is no other device is asked before POP is advised. */
export function sentFromDevice(event: DialogEvent): DialogEvent {
  if (event.type !== 'tell' && event.type !== 'note') return event;
  if (event.facts.multipleDevices === true) return event;
  const { multipleDevices: _, ...facts } = event.facts;
  if (event.type === 'note') return { ...event, facts };
  return { ...event, facts, doubtful: [...(event.doubtful ?? []), 'multipleDevices'] };
}

/** Whether POP is near, or comes near by what is said. */
function leadsToPop(events: readonly DialogEvent[], { isNearPop, asks }: Situation): boolean {
  if (isNearPop) return true;
  return events.some((event) => {
    if (event.type === 'trouble') return event.protocol === 'POP' && isSetUp(event.trouble);
    return event.type === 'answer' && event.answer === true && SPEAKS_FOR_POP.some((fact) => fact === asks);
  });
}

/** Whether other devices or readers are told of, or asked about, already; another trouble than a set-up has its own questions. */
function takesUp(event: DialogEvent, fact: Fact): boolean {
  switch (event.type) {
    case 'tell':
    case 'note':
      return event.doubtful !== undefined || OTHERS.some((other) => event.facts[other] === true);
    // What is named along with a program is taken up with it.
    case 'program':
      return event.beside !== undefined;
    case 'suppose': {
      const { open } = event;
      return open.about === 'fact' && open.is && open.fact === fact;
    }
    case 'trouble':
      return !isSetUp(event.trouble);
    default:
      return false;
  }
}

/** Which of them a message may tell of. */
function doubtfulIn(
  events: readonly DialogEvent[],
  { read: entire, situation }: Reading,
  listening: Listening,
): readonly Fact[] {
  const read = situation.purpose ? withoutHelpers(entire, listening) : entire;
  if (read.length === 0) return [];
  const found = othersHinted(read, listening);
  // "The neighbour uses it for me" is asked of the neighbour, and not of another place.
  const isOfPlaces = read.some(
    (sentence) => listening.namesDevice(sentence) || sentence.symbols.has(listening.marks.webmail),
  );
  const isOfPeople =
    !isOfPlaces && read.some(({ words }) => words.some((word) => listening.littleWords.others.has(word)));
  // "Slow, except in the mornings" is said of the line that is asked about, and of no other device.
  if (situation.asks !== null && !isOfPlaces && !isOfPeople) return [];
  const hinted: readonly Fact[] = found.length > 0 && isOfPeople ? ['sharedMailbox'] : found;
  if (hinted.length > 0 || !events.every(isUnclear)) return hinted;
  return read.some((sentence) => namesOther(sentence, situation, listening)) ? ['multipleDevices'] : [];
}

/** What is said in the middle of steps, but for who goes through them: "my son did it, it works". */
function withoutHelpers(
  read: readonly Sentence[],
  { littleWords, marks, partsOf, says }: Listening,
): readonly Sentence[] {
  // "My wife will do it when I am away" is said of the mail.
  if (
    read.some(({ words }) =>
      words.some((word) => littleWords.supposes.has(word) || marks.conjunctions.has(word)),
    )
  )
    return read;
  const parts = read.flatMap(partsOf);
  const left = parts.filter((part) => !says('doesSteps')(part));
  return left.length < parts.length ? left : read;
}

/** Whether nothing is known of what is said: a device that is only named may be another one then. */
function isUnclear(event: DialogEvent): boolean {
  return event.type === 'notUnderstood' || (event.type === 'suppose' && event.open.about === 'fact');
}

/** Whether a phone, a tablet or webmail is named, other than what is being set up there. */
function namesOther(sentence: Sentence, { program }: Situation, listening: Listening): boolean {
  const { marks, says } = listening;
  if (!isOnPhone(program) && says('phones')(sentence) && kindsIn(sentence, listening).size > 0) return true;
  const webmail = sentence.symbols.get(marks.webmail) ?? [];
  return webmail.some(({ start, end }) => !isNegated(sentence, start, end, marks));
}

/** Whether it is no more than the help that was offered, which a "yes" takes. */
function isOffered(event: DialogEvent, { answers }: Situation): boolean {
  return event.type === 'trouble' && answers.yes?.type === 'trouble' && event.protocol === undefined;
}

/** What is told or answered, with what is to be asked before anything is advised. */
function doubted(event: DialogEvent, doubtful: readonly Fact[], { asks }: Situation): DialogEvent {
  if (event.type === 'answer' && asks !== null && event.answer !== 'unsure')
    return { type: 'tell', facts: { [asks]: event.answer }, inOwnWords: false, doubtful };
  return event.type === 'tell' ? { ...event, doubtful } : event;
}

/** What is told without what is open now; nothing where that is all of it. */
function without(event: DialogEvent, doubtful: readonly Fact[]): readonly DialogEvent[] {
  if (event.type !== 'tell') return [event];
  const facts = Object.fromEntries(
    Object.entries(event.facts).filter(([fact]) => !doubtful.some((other) => other === fact)),
  );
  return Object.keys(facts).length > 0 ? [{ ...event, facts }] : [];
}
