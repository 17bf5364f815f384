import { z } from 'zod';
import {
  answeredBy,
  bytesOf,
  type Entry,
  type Exchange,
  isSaid,
  isTold,
  type LogEntry,
  type MessageForm,
  packSaid,
  replyId,
  tailOf,
} from './entries.ts';
import { loggedTalk, saidText, toldText, type Voice } from './wire.ts';

/** How many activities of a talk are kept for reloads and reconnections, and how many bytes of JSON at most. */
const MOST = 200;
const LARGEST = 512 * 1024;

const form = z.custom<MessageForm>((value) => Array.isArray(value));
const logEntry = z.custom<LogEntry>((value) => typeof value === 'object' && value !== null);
const log = z.object({
  /** The person's id. */
  user: z.string(),
  /** In milliseconds since 1970. */
  began: z.int().default(0),
  /** How many activities came before those that are kept. */
  first: z.int(),
  forms: z.array(form).readonly().default([]),
  activities: z.array(logEntry).readonly(),
  /** The length of all of them as JSON, in bytes. */
  size: z.int().default(0),
});
const stored = log.extend({ eTag: z.string() });

/** The log of a talk as a value, which never changes: what comes makes a new one. */
export type Log = Readonly<z.infer<typeof log>>;
export type StoredLog = Readonly<z.infer<typeof stored>>;

/** The logs that were made here, which need no second look where they are given back. */
const made = new WeakSet<object>();
const isMade = (item: unknown): item is Log => typeof item === 'object' && item !== null && made.has(item);

/** A log as it came from the storage; null for anything else. */
export function readStored(item: unknown): StoredLog | null {
  return stored.safeParse(item).data ?? null;
}

/** A log from the storage or one that was made here; null for anything else. */
export function readLog(item: unknown): Log | null {
  return isMade(item) ? item : readStored(item);
}

/** The log of a talk that begins at some time, in milliseconds since 1970. */
export function newLog(user: string, began: number): Log {
  return { user, began, first: 0, forms: [], activities: [], size: 0 };
}

/** The watermark after all that is in a log. */
export function endOf({ first, activities }: Log): number {
  return first + activities.length;
}

/** A log with a turn that was answered at some time, or as much of the turn as is not there yet. */
export function withTurn(
  log: Log,
  conversationId: string,
  { said, to, answer, turn }: Exchange,
  answered: number,
): Log {
  const tail = tailOf(to, conversationId);
  const at = answered - log.began;
  const isTold = has(log, conversationId, replyId(tail));
  if (!said || has(log, conversationId, tail)) return grown(log, isTold ? [] : [[at, answer, turn, tail]]);
  const packed = packSaid(said, tail, log.began, log.forms);
  return grown({ ...log, forms: packed.forms }, isTold ? [packed.said] : [packed.said, [at, answer, turn]]);
}

/** A log with those of the activities that are not there yet; null where all of them are. */
export function withEntries(log: Log, conversationId: string, entries: readonly Entry[]): Log | null {
  const news = entries.filter(({ id }) => !has(log, conversationId, tailOf(id, conversationId)));
  return news.length === 0 ? null : grown(log, news);
}

/** A log without all that was said; watermarks go on from where they were. */
export function cleared(log: Log): Log {
  return { ...log, first: endOf(log), forms: [], activities: [], size: 0 };
}

/** What was said in a talk after a watermark, each activity as JSON. */
export function spokenAfter(log: Log, watermark: number, conversationId: string, voice: Voice): string[] {
  const { first, activities } = log;
  const talk = loggedTalk(log, conversationId);
  const from = Math.max(0, watermark - first);
  return activities.slice(from).flatMap((one, at) => {
    if (isSaid(one)) return [saidText(one, talk)];
    if (!isTold(one)) return [JSON.stringify(one)];
    return toldText(one, repliedTo(activities, from + at), talk, voice) ?? [];
  });
}

/** What the reply at a place answers. */
function repliedTo(activities: readonly LogEntry[], at: number): string {
  const one = activities[at];
  const before = activities[at - 1];
  return (one && isTold(one) && one[3]) || (before && isSaid(before) && before[0]) || '';
}

/**
 * Whether an activity is in a log, by what its id has after the talk's. Each turn asks: so no ids are put together, and what
 * comes again is mostly the last.
 */
function has({ activities }: Log, conversationId: string, tail: string): boolean {
  const answered = answeredBy(tail);
  return (
    activities.findLastIndex((one, at) => {
      if (isSaid(one)) return one[0] === tail;
      if (isTold(one)) return answered !== null && repliedTo(activities, at) === answered;
      return tailOf(one.id, conversationId) === tail;
    }) >= 0
  );
}

/** A log with what is new, and without its oldest activities where there would be too much of it. */
function grown({ user, began, first, forms, ...log }: Log, news: readonly LogEntry[]): Log {
  const activities = [...log.activities, ...news];
  const old = log.activities.length;
  let size = log.size + sizeOf(news);
  let dropped = 0;
  // What is new stays in any case: somebody is about to read it. A reply goes with what it answers.
  while (
    dropped < old &&
    (activities.length - dropped > MOST || size > LARGEST || isOrphan(activities, dropped))
  ) {
    size -= sizeOf(activities.slice(dropped, dropped + 1));
    dropped++;
  }
  const now = {
    user,
    began,
    first: first + dropped,
    forms,
    activities: activities.slice(dropped),
    size: Math.max(0, size),
  };
  made.add(now);
  return now;
}

/** Whether what would come first is the reply to something that is there no more. */
function isOrphan(activities: readonly LogEntry[], at: number): boolean {
  const one = activities[at];
  return at > 0 && one !== undefined && isTold(one) && one.length === 3;
}

function sizeOf(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
}
