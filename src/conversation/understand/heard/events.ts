import { NEEDS_IMAP } from '../../../../dialogs/advise.ts';
import type { Open } from '../../../../dialogs/clarifying.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Fact, Facts } from '../../../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, type Trouble } from '../../../../dialogs/subjects.ts';
import { answerOf, type Meaning } from '../examples/labels.ts';
import type { Situation } from '../situation.ts';
import { speaksForPop } from './doubts.ts';
import type { Interpretation } from './hear.ts';

/** A longer message is no bare command. */
const COMMAND = 18;

/** Troubles beside which advice is welcome: it meets the wish behind them; the others come before any advice. */
const ADVISED: ReadonlySet<Trouble> = new Set(['foldersMissing', 'sentMissing', 'diskFull', 'setup']);
/** What is taken up only where nothing else was said. */
export const UNLESS_MORE_IS_SAID: ReadonlySet<DialogEvent['type']> = new Set([
  'thanks',
  'bye',
  'greet',
  'abuse',
  'offTopic',
  'help',
  'why',
  'back',
  'restart',
  'doesNotFit',
]);

/** What is made of a message of which nothing is made. */
export const NOT_UNDERSTOOD: DialogEvent = { type: 'notUnderstood' };

/** What people tell of as done, unless they ask about it. */
const DONE: ReadonlySet<Trouble> = new Set(['setup', 'switching']);

/** What is heard, as events: facts together in one, then what is asked. */
export function eventsFrom(
  { facts: all, unclear, corrects, wants: wanted, uses }: Interpretation,
  length: number,
  asking: boolean,
): DialogEvent[] {
  const isWeighed = isWeighedRoom(all, wanted, uses);
  const wants = isWeighed ? wanted.filter((want) => !isDiskFull(want)) : wanted;
  const heard = isWeighed ? { ...all, limitedStorage: true } : all;
  const facts = wants.some(isCannotConnect) ? withoutDeniedDevice(heard) : heard;
  const told = Object.keys(facts).length > 0;
  const [first] = wants.filter(({ type }) => !UNLESS_MORE_IS_SAID.has(type) || (!told && length <= COMMAND));
  // Nothing is told that is to be deleted at once.
  if (first?.type === 'forget') return [first];
  const done = first?.type === 'trouble' && DONE.has(first.trouble) && !asking;
  const [want] = told && (first?.type === 'askMe' || done) ? [] : [first];
  const events: DialogEvent[] = [];
  if (uses && want?.type !== 'explain' && (want || told)) events.push({ type: 'note', facts: {}, uses });
  if (told) {
    const aside = want?.type === 'trouble' && !ADVISED.has(want.trouble);
    const doubtful = aside || !speaksForPop(facts) ? [] : NEEDS_IMAP.filter((fact) => unclear.includes(fact));
    const tell = {
      type: 'tell',
      facts,
      inOwnWords: true,
      corrects,
      ...(doubtful.length > 0 && { doubtful }),
      ...(first?.type === 'askMe' && { asksWhich: true as const }),
    } as const;
    events.push(aside ? { type: 'note', facts, uses: null } : tell);
    // Nothing is set up by a protocol on which it is still to be asked.
    if (doubtful.length > 0 && want?.type === 'trouble') return events;
  }
  if (want) events.push(want);
  if (events.length === 0 && uses) events.push({ type: 'uses', protocol: uses });
  if (events.length === 0 && unclear[0]) events.push({ type: 'contradict', fact: unclear[0] });
  return events;
}

/**
 * Whether a full disk is told as what is weighed against a wish for POP: it is no trouble to mend then, as IMAP would mend it and
 * the wish with it. Who has IMAP already is helped.
 */
function isWeighedRoom(facts: Facts, wants: readonly DialogEvent[], uses: Interpretation['uses']): boolean {
  return wants.some(isDiskFull) && speaksForPop(facts) && facts.limitedStorage !== false && uses !== 'IMAP';
}

function isDiskFull(want: DialogEvent): boolean {
  return want.type === 'trouble' && want.trouble === 'diskFull';
}

function isCannotConnect(want: DialogEvent): boolean {
  return want.type === 'trouble' && want.trouble === 'cannotConnect';
}

/** "It does not work on my phone" does not say that there is no other device. */
function withoutDeniedDevice({ multipleDevices, ...others }: Facts): Facts {
  return multipleDevices ? { ...others, multipleDevices } : others;
}

/** What the person is asked about when it only may have been meant; commands are not guessed. */
export function supposition(meaning: Meaning): Open | null {
  if (meaning.kind === 'fact') return { about: 'fact', fact: meaning.fact, is: meaning.is };
  if (meaning.kind !== 'event') return null;
  const { event } = meaning;
  if (event.type === 'trouble') {
    const { trouble } = event;
    return trouble === 'storageUnclear' ? { about: 'storage' } : { about: 'trouble', trouble };
  }
  const subject = event.type === 'explain' && LEARNT_SUBJECTS.find((one) => one === event.subject);
  return subject ? { about: 'subject', subject } : null;
}

/** Meanings as events; an answer means what the open question makes of it. Null where that is nothing. */
export function inSituation(
  meanings: readonly Meaning[],
  situation: Situation,
  corrects = false,
): readonly DialogEvent[] | null {
  const facts: { [F in Fact]?: boolean } = {};
  const events: DialogEvent[] = [];
  for (const meaning of meanings) {
    if (meaning.kind === 'fact') facts[meaning.fact] = meaning.is;
    else if (meaning.kind === 'event') events.push(meaning.event);
    else {
      const own = situation.answers[meaning.answer];
      if (own) events.push(own);
      else if (situation.asks) events.push({ type: 'answer', answer: answerOf(meaning.answer) });
    }
  }
  if (Object.keys(facts).length > 0) events.unshift({ type: 'tell', facts, inOwnWords: true, corrects });
  const distinct = events.filter(
    (event, at) => events.findIndex((other) => JSON.stringify(other) === JSON.stringify(event)) === at,
  );
  return distinct.length > 0 ? distinct : null;
}
