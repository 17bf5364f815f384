import { type Activity, Channels } from 'botbuilder';
import { memoise } from '../../memoise.ts';
import { type Form, replyId, type Said, type Told } from './kept.ts';

export const BOT = { id: 'pop-or-imap', name: 'POP or IMAP' } as const;

/** How many replies are remembered as they are written to the wire, of some 2 KB each. */
const REPLIES = 2000;

/** Where something was said. */
export type Place = {
  readonly conversationId: string;
  /** The person. */
  readonly user: string;
  /** When the talk began, in milliseconds since 1970. */
  readonly began: number;
  readonly forms: readonly Form[];
};

/** A stored answer as the message that it was, see `render`; null where its sentences are no longer there. */
export type Say = (
  answer: readonly unknown[],
  activity: Pick<Activity, 'channelId' | 'conversation'>,
  turn: number,
) => Partial<Activity> | null;

/** A reply in words, as the fields of a JSON object; null where its sentences are no longer there. */
export type Voice = (answer: readonly unknown[], turn: number) => string | null;

/** Says again what the bot has told, by what puts an answer into words: the same answer is the same text. */
export function openVoice(say: Say): Voice {
  const place = addressOf('');
  const said = memoise(
    REPLIES,
    ([answer, turn]: readonly [readonly unknown[], number]) => `${turn} ${JSON.stringify(answer)}`,
    ([answer, turn]) => {
      const message = say(answer, place, turn);
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
export function saidText([tail, at, text, form, clock]: Said, place: Place): string {
  const { conversationId, user, began, forms } = place;
  const { fields, channelData } = textsOf((typeof form === 'number' ? forms[form] : form) ?? [{}, null]);
  const id = JSON.stringify(tail);
  return objectOf(
    fields,
    text === null ? '' : `"text":${JSON.stringify(text)}`,
    channelData === null ? '' : `"channelData":${objectOf(channelData, `"clientActivityID":${id}`)}`,
    clock === undefined ? '' : `"localTimestamp":"${new Date(began + clock).toISOString()}"`,
    fieldsOf({ ...addressOf(conversationId), from: { id: user, name: '', role: 'user' } }),
    `"id":${JSON.stringify(`${conversationId}|${tail}`)}`,
    `"timestamp":"${new Date(began + at).toISOString()}"`,
  );
}

/** A reply to the activity whose id goes on with `to`, as JSON; null where its sentences are no longer there. */
export function toldText([at, answer, turn]: Told, to: string, place: Place, voice: Voice): string | null {
  const { conversationId, began } = place;
  const message = voice(answer, turn);
  if (message === null) return null;
  const replyToId = `${conversationId}|${to}`;
  const timestamp = new Date(began + at);
  return objectOf(
    message,
    fieldsOf({ id: replyId(replyToId), replyToId, timestamp, ...byTheBot(conversationId) }),
  );
}

/** The fields of what the bot says that its words do not tell. */
export function byTheBot(conversationId: string) {
  return { ...addressOf(conversationId), from: { ...BOT, role: 'bot' } };
}

/** An object's JSON without its braces. */
function fieldsOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}

/** A JSON object of what has been written of it. */
function objectOf(...fields: readonly string[]): string {
  return `{${fields.filter((text) => text !== '').join()}}`;
}

/** The parts of a form as the fields of JSON objects. */
const texts = new WeakMap<Form, { readonly fields: string; readonly channelData: string | null }>();
function textsOf(form: Form) {
  const known = texts.get(form);
  if (known) return known;
  const [fields, channelData] = form;
  const written = { fields: fieldsOf(fields), channelData: channelData && fieldsOf(channelData) };
  texts.set(form, written);
  return written;
}
