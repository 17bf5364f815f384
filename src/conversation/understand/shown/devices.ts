import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import { certainFacts } from '../heard/certain.ts';
import { hintsAt, mayNameReader } from '../heard/doubts.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading } from '../reading.ts';
import { offers } from '../situation.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';

/**
 * "No, except my phone", "no, does the tablet count?": by a "no" POP may be advised, which takes the mail away from other
 * devices, so one that may be none is asked about.
 */
export function withoutHedgedNo(
  events: readonly DialogEvent[],
  reading: Reading,
  listening: Listening,
): readonly DialogEvent[] {
  const { asks, answers } = reading.situation;
  if (asks !== 'multipleDevices' || !events.some(isOneDevice)) return events;
  const { read } = reading;
  // Asked a second time, whether it is one device only, who says more than yes has others.
  if (answers.yes?.type === 'tell')
    return read.some(listening.says('exceptions'))
      ? [{ type: 'tell', facts: { [asks]: true }, inOwnWords: false }]
      : events;
  if (read.some(listening.says('unsure'))) return [{ type: 'answer', answer: 'unsure' }];
  const asking = read.some(isQuestion);
  if (!asking && read.some(listening.says('exceptions'))) return [SEVERAL_SUPPOSED];
  const others = events.filter((event) => !isOneDevice(event));
  // "Just me" says who reads it, and not on what.
  const isOfReaders = others.some(isNobodyElse);
  const deniesNone = !read.some(({ symbols }) => symbols.has(listening.marks.not));
  if (isOfReaders && deniesNone && !read.some(listening.namesDevice)) return others;
  if (others.length > 0) return asking ? others : events;
  const isNamedBehind = read
    .slice(1)
    .some((sentence) => listening.namesDevice(sentence) && !deniesOthers(sentence, listening));
  if (!isNamedBehind && !asking && !read.some(listening.says('hedges'))) return events;
  return [
    read.some(listening.namesDevice) && !asking ? SEVERAL_SUPPOSED : { type: 'explain', subject: 'device' },
  ];
}

/**
 * "No, only my PC and my secretary": by a "no" to whether there are several devices POP may be advised, which takes the mail away
 * from other readers as well, so one who is named along with it is asked about.
 */
export function withReaderAsked(
  events: readonly DialogEvent[],
  { read, situation }: Reading,
  listening: Listening,
): readonly DialogEvent[] {
  const { asks, purpose } = situation;
  if (asks !== 'multipleDevices' || !events.some(isOneDevice) || events.some(tellsOfReaders)) return events;
  const isUnclear = events.some(isReadersUnclear);
  const isHinted = mayNameReader(read, listening) && !certainFacts(read, listening).has('sharedMailbox');
  if (!isUnclear && !isHinted) return events;
  if (purpose) return [READER_SUPPOSED];
  return events
    .filter((event) => !isReadersUnclear(event))
    .map((event) => {
      if (!isOneDevice(event)) return event;
      const told = event.type === 'tell' ? event : ONE_DEVICE;
      return { ...told, doubtful: [...new Set<Fact>([...(told.doubtful ?? []), 'sharedMailbox'])] };
    });
}

function isReadersUnclear(event: DialogEvent): boolean {
  return event.type === 'contradict' && event.fact === 'sharedMailbox';
}

function tellsOfReaders(event: DialogEvent): boolean {
  return (event.type === 'tell' || event.type === 'note') && event.facts.sharedMailbox !== undefined;
}

/** Whether a sentence that names a device says that it is no other one: "not the phone", "one computer". */
function deniesOthers(sentence: Sentence, { marks, find }: Listening): boolean {
  const isOne = find(sentence).some(
    ({ label }) => label.kind === 'fact' && label.fact === 'multipleDevices' && !label.is,
  );
  return isOne || sentence.symbols.has(marks.not);
}

/** A program that was named; "Outlook and a phone" may be two places, which is asked where nothing else is. */
export function andDevice(
  event: DialogEvent,
  { read, situation }: Reading,
  listening: Listening,
): readonly DialogEvent[] {
  const { asks, answers } = situation;
  const isAsked = asks !== null || answers.yes !== undefined || answers.no !== undefined;
  if (event.type !== 'program' || isAsked || offers(situation, 'program')) return [event];
  const isMore = read.some(listening.namesDevice) && hintsAt('multipleDevices', read, listening);
  return isMore ? [event, SEVERAL_SUPPOSED] : [event];
}

const SEVERAL_SUPPOSED: DialogEvent = {
  type: 'suppose',
  open: { about: 'fact', fact: 'multipleDevices', is: true },
};

const READER_SUPPOSED: DialogEvent = {
  type: 'suppose',
  open: { about: 'fact', fact: 'sharedMailbox', is: true },
};

const ONE_DEVICE: Extract<DialogEvent, { type: 'tell' }> = {
  type: 'tell',
  facts: { multipleDevices: false },
  inOwnWords: false,
};

/** Nobody else, or perhaps somebody. */
function isNobodyElse(event: DialogEvent): boolean {
  return isReadersUnclear(event) || (event.type === 'tell' && event.facts.sharedMailbox === false);
}

function isOneDevice(event: DialogEvent): boolean {
  return event.type === 'tell'
    ? event.facts.multipleDevices === false
    : event.type === 'answer' && !event.answer;
}
