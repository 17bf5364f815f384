import type { Activity } from 'botbuilder';
import { oncePer } from '../../memoise.ts';

/** What is kept of an activity for which there is no shorter form: all of it. */
export type Entry = Partial<Activity> & { readonly id: string };

/**
 * A person's message: what its id has after the talk's, when it came, its text, the form that its other fields are in
 * (by its number among those of the talk, or itself), the time on the person's own clock, and Web Chat's
 * `clientTimestamp`. All times are in milliseconds since the talk began.
 */
export type SaidEntry = readonly [
  id: string,
  at: number,
  text: string | null,
  form: number | MessageForm,
  clock?: number | null,
  sent?: number,
];

/**
 * A reply of the bot's: when it was given, the answer before it was put into words, the number of its turn, and what
 * the id of the activity that it replies to has after the talk's. Without one it replies to what comes before it.
 */
export type ToldEntry = readonly [at: number, answer: readonly unknown[], turn: number, to?: string];

/** One activity in a talk's log. */
export type LogEntry = Entry | SaidEntry | ToldEntry;

/** What is kept of a turn: the activity that was answered, where it is a message, and the answer. */
export type Exchange = {
  readonly said: Entry | undefined;
  /** The id of the activity that was answered. */
  readonly to: string;
  readonly answer: readonly unknown[];
  readonly turn: number;
};

/**
 * The fields of a message that most messages of a talk have alike. Its channelData stands apart where the
 * message's id is from there, without that id and the time at which it was sent.
 */
export type MessageForm = readonly [fields: object, channelData: object | null];

/** How many forms a talk's messages may share, and how long such a form may be as JSON. */
const FORMS = 4;
const LONGEST_FORM = 1000;

/** What is kept of a message beside its form, or follows from the place where it was said. */
const APART = new Set([
  'id',
  'timestamp',
  'localTimestamp',
  'text',
  'channelId',
  'conversation',
  'from',
  'recipient',
  'serviceUrl',
  'channelData',
]);

export const isSaid = (one: LogEntry): one is SaidEntry => Array.isArray(one) && typeof one[0] === 'string';
export const isTold = (one: LogEntry): one is ToldEntry => Array.isArray(one) && typeof one[0] === 'number';

/** What an id has after the talk's; all of one that does not begin with it. */
export function tailOf(id: string, conversationId: string): string {
  return id.startsWith(conversationId) && id[conversationId.length] === '|'
    ? id.slice(conversationId.length + 1)
    : id;
}

const REPLY = '|reply';

/** The id of a reply follows from what it answers, so that a turn that is run again adds nothing. */
export function replyId(replyToId: string | undefined, at = 0): string {
  return `${replyToId}${REPLY}${at === 0 ? '' : at}`;
}

/** The id of what the first reply with this id answers; null for any other id. */
export function answeredBy(id: string): string | null {
  return id.endsWith(REPLY) ? id.slice(0, -REPLY.length) : null;
}

/** A message of the person as it is kept, `tail` being its id's, and the forms that the talk then has. */
export function packSaid(message: Entry, tail: string, began: number, forms: readonly MessageForm[]) {
  const { timestamp, localTimestamp, text } = message;
  const { own, sent } = formOf(message, tail);
  const json = JSON.stringify(own);
  const known = forms.findIndex((form) => jsonOf(form) === json);
  const isShared = known < 0 && forms.length < FORMS && json.length <= LONGEST_FORM;
  const form = known >= 0 ? known : isShared ? forms.length : own;
  const clock = localTimestamp && Number(localTimestamp) - began;
  return {
    said: saidOf(
      [tail, Number(timestamp) - began, text ?? null, form],
      clock,
      sent === undefined ? sent : sent - began,
    ),
    forms: isShared ? [...forms, own] : forms,
  };
}

/** With as many times at its end as there are. */
function saidOf(
  said: readonly [...SaidEntry],
  clock: number | undefined,
  sent: number | undefined,
): SaidEntry {
  const [id, at, text, form] = said;
  if (sent !== undefined) return [id, at, text, form, clock ?? null, sent];
  return clock === undefined ? said : [id, at, text, form, clock];
}

function formOf(
  message: Entry,
  tail: string,
): { readonly own: MessageForm; readonly sent?: number | undefined } {
  const fields = Object.fromEntries(Object.entries(message).filter(([key]) => !APART.has(key)));
  const { channelData }: { channelData?: Readonly<Record<string, unknown>> } = message;
  if (channelData?.clientActivityID !== tail) return { own: [{ ...fields, channelData }, null] };
  const { clientActivityID: _, ...data } = channelData;
  const { clientTimestamp, ...others } = data;
  const sent = timeIn(clientTimestamp);
  return sent === undefined ? { own: [fields, data] } : { own: [fields, others], sent };
}

/** A time as JavaScript writes it, in milliseconds since 1970; undefined for anything else. */
function timeIn(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === value ? time : undefined;
}

/** Forms are compared by their JSON, and said again from it: the same ones again and again. */
const jsonOf = oncePer((form: MessageForm) => JSON.stringify(form));

/** How long something is as JSON, in bytes. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
