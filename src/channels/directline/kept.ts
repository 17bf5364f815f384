import { type Activity, Channels } from 'botbuilder';

/** What is kept of an activity for which there is no shorter form: all of it. */
export type Entry = Partial<Activity> & { readonly id: string };

/**
 * A person's message: what its id has after the talk's, when it came, its text, the form that its other fields are in
 * (by its number among those of the talk, or itself), and the time on the person's own clock. All times are in
 * milliseconds since the talk began.
 */
export type Said = readonly [
  id: string,
  at: number,
  text: string | null,
  form: number | Form,
  clock?: number,
];

/**
 * A reply of the bot's: when it was given, the answer before it was put into words, the number of its turn, and what
 * the id of the activity that it replies to has after the talk's. Without one it replies to what comes before it.
 */
export type Told = readonly [at: number, answer: readonly unknown[], turn: number, to?: string];

export type Kept = Entry | Said | Told;

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
 * message's id is from there, without that id.
 */
export type Form = readonly [fields: object, channelData: object | null];

/** Where activities were said. */
export type Place = {
  readonly conversationId: string;
  /** The person. */
  readonly user: string;
  /** When the talk began, in milliseconds since 1970. */
  readonly began: number;
  readonly forms: readonly Form[];
};

/** How many forms a talk's messages may share, and how long such a form may be as JSON. */
const FORMS = 4;
const LONGEST_FORM = 1000;

export const isSaid = (one: Kept): one is Said => Array.isArray(one) && typeof one[0] === 'string';
export const isTold = (one: Kept): one is Told => Array.isArray(one) && typeof one[0] === 'number';

/** A message of the person as it is kept, and the forms that the talk then has. What its place says is left out. */
export function packSaid(activity: Entry, { conversationId, began, forms }: Omit<Place, 'user'>) {
  const {
    id,
    timestamp,
    localTimestamp,
    text,
    from: _,
    conversation: __,
    channelId: ___,
    ...rest
  } = activity;
  const tail = tailOf(id, conversationId);
  const { channelData, ...fields }: typeof rest & { channelData?: Record<string, unknown> } = rest;
  const { clientActivityID, ...data } = channelData ?? {};
  const own: Form = clientActivityID === tail ? [fields, data] : [rest, null];
  const json = JSON.stringify(own);
  const known = forms.findIndex((form) => jsonOf(form) === json);
  const isShared = known < 0 && forms.length < FORMS && json.length <= LONGEST_FORM;
  const said = [
    tail,
    Number(timestamp) - began,
    text ?? null,
    known >= 0 ? known : isShared ? forms.length : own,
  ] as const;
  const clock = localTimestamp && Number(localTimestamp) - began;
  return {
    said: clock === undefined ? said : ([...said, clock] as const),
    forms: isShared ? [...forms, own] : forms,
  };
}

/** A message of the person as it came, but for the order of its fields. */
export function unpackSaid([tail, at, text, form, clock]: Said, place: Place): Entry {
  const { conversationId, user, began, forms } = place;
  const [fields, channelData] = (typeof form === 'number' ? forms[form] : form) ?? [{}, null];
  return {
    ...fields,
    ...(text !== null && { text }),
    ...(channelData && { channelData: { ...channelData, clientActivityID: tail } }),
    ...(clock !== undefined && { localTimestamp: new Date(began + clock) }),
    ...addressOf(conversationId),
    from: { id: user, name: '', role: 'user' },
    id: `${conversationId}|${tail}`,
    timestamp: new Date(began + at),
  };
}

/** What an id has after the talk's; all of one that does not begin with it. */
export function tailOf(id: string, conversationId: string): string {
  return id.startsWith(`${conversationId}|`) ? id.slice(conversationId.length + 1) : id;
}

/** The id of a reply follows from what it answers, so that a turn that is run again adds nothing. */
export function replyId(replyToId: string | undefined, at = 0): string {
  return `${replyToId}|reply${at === 0 ? '' : at}`;
}

/** Where every activity of a talk is. */
export function addressOf(conversationId: string) {
  return {
    channelId: Channels.Directline,
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
  };
}

/** Forms are compared by their JSON, and the same ones again and again. */
const jsons = new WeakMap<Form, string>();
function jsonOf(form: Form): string {
  const known = jsons.get(form);
  if (known !== undefined) return known;
  const json = JSON.stringify(form);
  jsons.set(form, json);
  return json;
}
