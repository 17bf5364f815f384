import { type Activity, Channels } from 'botbuilder';
import { memoise, oncePer } from '../../memoise.ts';
import { type MessageForm, replyId, type SaidEntry, type ToldEntry } from './entries.ts';

export const BOT = { id: 'pop-or-imap', name: 'POP or IMAP' } as const;

/** How many replies are remembered as they are written to the wire, of some 2 KB each. */
const REPLIES = 2000;

/** The talk of a log as far as its activities need it: its id, its person, and when it began, in milliseconds since 1970. */
type LoggedTalk = {
  readonly conversationId: string;
  readonly user: string;
  readonly began: number;
  readonly forms: readonly MessageForm[];
  /** The fields that all activities of the talk have, as JSON. */
  readonly address: string;
};

/** What the activities in a log need of their talk. */
export function loggedTalk(
  log: Omit<LoggedTalk, 'conversationId' | 'address'>,
  conversationId: string,
): LoggedTalk {
  const { user, began, forms } = log;
  return { conversationId, user, began, forms, address: fieldsOf(addressOf(conversationId)) };
}

/** A stored answer as the message that it was, see `render`; null where its sentences are no longer there. */
export type Restate = (
  answer: readonly unknown[],
  activity: Pick<Activity, 'channelId' | 'conversation'>,
  turn: number,
) => Partial<Activity> | null;

/** A reply in words, as the fields of a JSON object; null where its sentences are no longer there. */
export type Voice = (answer: readonly unknown[], turn: number) => string | null;

/** Says again what the bot has told, by what puts an answer into words: the same answer is the same text. */
export function openVoice(restate: Restate): Voice {
  const address = addressOf('');
  const said = memoise(
    REPLIES,
    ([answer, turn]: readonly [readonly unknown[], number]) => `${turn} ${JSON.stringify(answer)}`,
    ([answer, turn]) => {
      const message = restate(answer, address, turn);
      return { fields: message && fieldsOf(message) };
    },
  );
  return (answer, turn) => said([answer, turn]).fields;
}

/** Where every activity of a talk is. */
export function addressOf(conversationId: string) {
  return {
    channelId: Channels.Directline,
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
  };
}

/** A message of the person as it came, but for the order of its fields: JSON, as it is said to all who follow the talk. */
export function saidText([tail, at, text, form, clock, sent]: SaidEntry, talk: LoggedTalk): string {
  const { conversationId, user, began, forms, address } = talk;
  const { fields, channelData } = textsOf((typeof form === 'number' ? forms[form] : form) ?? [{}, null]);
  return objectOf(
    fields,
    text === null ? '' : `"text":${JSON.stringify(text)}`,
    channelData === null
      ? ''
      : `"channelData":${objectOf(
          channelData,
          `"clientActivityID":${JSON.stringify(tail)}`,
          sent === undefined ? '' : `"clientTimestamp":${timeText(began + sent)}`,
        )}`,
    clock === undefined || clock === null ? '' : `"localTimestamp":${timeText(began + clock)}`,
    address,
    `"from":{"id":${JSON.stringify(user)},"name":"","role":"user"}`,
    `"id":${JSON.stringify(`${conversationId}|${tail}`)}`,
    `"timestamp":${timeText(began + at)}`,
  );
}

/** A reply to the activity whose id goes on with `to`, as JSON; null where its sentences are no longer there. */
export function toldText(
  [at, answer, turn]: ToldEntry,
  to: string,
  talk: LoggedTalk,
  voice: Voice,
): string | null {
  const { conversationId, began, address } = talk;
  const message = voice(answer, turn);
  if (message === null) return null;
  const replyToId = `${conversationId}|${to}`;
  return objectOf(
    message,
    `"id":${JSON.stringify(replyId(replyToId))}`,
    `"replyToId":${JSON.stringify(replyToId)}`,
    `"timestamp":${timeText(began + at)}`,
    address,
    FROM_BOT,
  );
}

const FROM_BOT = `"from":${JSON.stringify({ ...BOT, role: 'bot' })}`;

function timeText(time: number): string {
  return `"${new Date(time).toISOString()}"`;
}

/** An object's JSON without its braces. */
function fieldsOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}

/** A JSON object of what has been written of it. */
function objectOf(...fields: readonly string[]): string {
  return `{${listed(fields)}}`;
}

/** Texts one after the other, as in a JSON list. Unlike `join` this copies nothing until the whole is sent. */
export function listed(texts: readonly string[]): string {
  let all = '';
  for (const text of texts) if (text !== '') all = all === '' ? text : `${all},${text}`;
  return all;
}

/** The parts of a form as the fields of JSON objects. */
const textsOf = oncePer(([fields, channelData]: MessageForm) => ({
  fields: fieldsOf(fields),
  channelData: channelData && fieldsOf(channelData),
}));
