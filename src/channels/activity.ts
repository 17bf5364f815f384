import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { isRecord } from '../record.ts';
import { Refusal } from './refusal.ts';

const name = (message: string) => z.string(message).min(1, 'is empty');
const account = z.object({ id: name('is missing') }, 'is missing');
const text = z.string('is not a text').nullish();

/** The fields without which a message cannot be taken for what it is, whoever sends it (Bot Framework activity protocol). */
const fields = {
  type: name('is missing or not a text'),
  text,
  timestamp: text,
  localTimestamp: text,
  expiration: text,
  deliveryMode: text,
};
/** How many wrong fields are named at once. */
const NAMED = 5;
const NO_OBJECT = 'is not an activity: send a JSON object';

/** An activity of a channel. */
const inbound = z.object(
  {
    ...fields,
    channelId: name('is missing or not a text'),
    serviceUrl: name('is missing or not a text'),
    conversation: account,
    from: account,
  },
  NO_OBJECT,
);

/** An activity of a website's visitor: who talks to whom, and where, is known from the token. */
const visitors = z.object(fields, NO_OBJECT);

/** Both throw a `Refusal` 400 that names what is wrong: all fields, but of a flood of them only some. */
export const readInbound = (body: unknown): Activity => read(inbound, body, 'BadActivity');
export const readVisitors = (body: unknown): Activity => read(visitors, body, 'BadArgument');

/** The body itself, with all that is in it besides: the schemas only look, and what they would copy is not needed. */
function read(schema: typeof inbound | typeof visitors, body: unknown, code: string): Activity {
  const { success, error } = schema.safeParse(body);
  if (success && isRecord(body)) return withTimes(readable(body));
  const faults = (error?.issues ?? [])
    .slice(0, NAMED)
    .map(({ path, message }) => `${path.join('.') || 'The body'}: ${message}`);
  throw new Refusal(400, code, `${faults.join('; ') || 'The body: is wrong'}.`);
}

/** What the SDK or the bot reads where it is there, and what it has to be; nobody's words are lost for the rest. */
const OPTIONAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  // An empty one would be that of every other activity which has an empty one.
  id: (value) => isText(value) && value !== '',
  name: isText,
  replyToId: isText,
  locale: isText,
  recipient: hasId,
  channelData: isRecord,
};
/** Lists that the SDK or the bot reads where they are there; of their members those stay for which this is true. */
const LISTS: Readonly<Record<string, (member: unknown) => boolean>> = {
  entities: (member) => isRecord(member) && isText(member.type),
  attachments: isRecord,
  membersAdded: hasId,
  membersRemoved: hasId,
  reactionsAdded: isRecord,
  reactionsRemoved: isRecord,
};

/** An activity without what cannot be read of it. */
function readable(activity: Record<string, unknown>): Record<string, unknown> {
  for (const field in OPTIONAL) {
    if (activity[field] !== undefined && !OPTIONAL[field]?.(activity[field])) activity[field] = undefined;
  }
  for (const field in LISTS) {
    const list = activity[field];
    const isMember = LISTS[field];
    if (list === undefined || !isMember || (Array.isArray(list) && list.every(isMember))) continue;
    activity[field] = Array.isArray(list) ? list.filter(isMember) : undefined;
  }
  const { conversation } = activity;
  if (isRecord(conversation) && typeof (conversation.isGroup ?? false) !== 'boolean')
    conversation.isGroup = undefined;
  return activity;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function hasId(value: unknown): boolean {
  return isRecord(value) && isText(value.id) && value.id !== '';
}

/** Its times as the SDK has them; an unreadable one is left out. */
function withTimes(activity: Record<string, unknown>): Activity {
  for (const field of TIMES) {
    if (activity[field] === undefined) continue;
    const time = new Date(String(activity[field]));
    activity[field] = Number.isNaN(time.getTime()) ? undefined : time;
  }
  return activity as Partial<Activity> as Activity;
}

const TIMES = ['timestamp', 'localTimestamp', 'expiration'];
