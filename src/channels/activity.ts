import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const name = (message: string) => z.string(message).min(1, 'is empty');
const account = z.object({ id: name('is missing') }, 'is missing');
const text = z.string('is not a text').nullish();
const accounts = z.array(account, 'is not a list').nullish();
const objects = z.array(z.object({}, 'is not an object'), 'is not a list').nullish();

/** The fields that the SDK or the bot reads, whoever sends them (Bot Framework activity protocol). */
const fields = {
  type: name('is missing or not a text'),
  text,
  name: text,
  replyToId: text,
  locale: text,
  timestamp: text,
  localTimestamp: text,
  expiration: text,
  deliveryMode: text,
  entities: z.array(z.object({ type: z.string() }), 'is not a list').nullish(),
  attachments: objects,
  membersAdded: accounts,
  membersRemoved: accounts,
  reactionsAdded: objects,
  reactionsRemoved: objects,
};
/** How many wrong fields are named at once. */
const NAMED = 5;
const NO_OBJECT = 'is not an activity: send a JSON object';

/** An activity of a channel. */
const inbound = z.object(
  {
    ...fields,
    id: z.string('is not a text').optional(),
    channelId: name('is missing or not a text'),
    serviceUrl: name('is missing or not a text'),
    conversation: z.object(
      { id: name('is missing'), isGroup: z.boolean('is not a boolean').nullish() },
      'is missing',
    ),
    from: account,
    recipient: account.optional(),
  },
  NO_OBJECT,
);

/** An activity of a website's visitor: who talks to whom, and where, is known from the token. */
const visitors = z.object({ ...fields, channelData: z.object({}, 'is not an object').nullish() }, NO_OBJECT);

/** Both throw a `Refusal` 400 that names what is wrong: all fields, but of a flood of them only some. */
export const readInbound = (body: unknown): Activity => read(inbound, body, 'BadActivity');
export const readVisitors = (body: unknown): Activity => read(visitors, body, 'BadArgument');

/** The body itself, with all that is in it besides: the schemas only look, and what they would copy is not needed. */
function read(schema: typeof inbound | typeof visitors, body: unknown, code: string): Activity {
  const { success, error } = schema.safeParse(body);
  if (success && isRecord(body)) return withTimes(body);
  const faults = (error?.issues ?? [])
    .slice(0, NAMED)
    .map(({ path, message }) => `${path.join('.') || 'The body'}: ${message}`);
  throw new Refusal(400, code, `${faults.join('; ') || 'The body: is wrong'}.`);
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

function isRecord(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null;
}

const TIMES = ['timestamp', 'localTimestamp', 'expiration'];
