import { type Activity, Channels } from 'botbuilder';

/** Where a talk takes place: between two, among several, or in a thread of a team's channel. */
export type Scope = 'personal' | 'groupChat' | 'channel';

/** How much Markdown a place shows: all of it; bold, lists and links; or none, so that its signs would be seen. */
export type Markdown = 'full' | 'simple' | 'none';

/** How a reply is given its form, see `render/`. */
export type Form = 'webChat' | 'teams' | 'plain';

/** What a channel can show. */
export type Ability = {
  readonly form: Form;
  /** How many suggested actions are shown in each scope; the others would be dropped. */
  readonly suggestedActions: { readonly [S in Scope]: number };
  /** The newest version of Adaptive Cards, or null where there are no cards. */
  readonly cards: '1.5' | '1.6' | null;
  readonly markdown: Markdown;
  readonly tables: boolean;
  readonly images: boolean;
  /** Whether people only hear the reply, so that choices have to be spoken. */
  readonly spoken: boolean;
  /** Whether a typing sign is shown, and taken away by the message that follows. */
  readonly typing: boolean;
};

const ANY = Number.POSITIVE_INFINITY;
const everywhere = { personal: ANY, groupChat: ANY, channel: ANY };
const nowhere = { personal: 0, groupChat: 0, channel: 0 };

const webChat: Ability = {
  form: 'webChat',
  suggestedActions: everywhere,
  cards: '1.6',
  markdown: 'full',
  tables: true,
  images: true,
  spoken: false,
  typing: false,
};

/** A channel that we know nothing about. */
const UNKNOWN: Ability = {
  form: 'plain',
  suggestedActions: nowhere,
  cards: null,
  markdown: 'none',
  tables: false,
  images: false,
  spoken: false,
  typing: false,
};

/** What each channel can show, by its `channelId`. */
export const CHANNELS: Readonly<Record<string, Ability>> = {
  [Channels.Directline]: webChat,
  [Channels.Webchat]: { ...webChat, typing: true },
  [Channels.DirectlineSpeech]: { ...webChat, spoken: true },
  // The Emulator and the SDK's tests are, or behave like, Web Chat.
  [Channels.Emulator]: webChat,
  [Channels.Test]: webChat,
  [Channels.Msteams]: {
    form: 'teams',
    // Shown to one person only, at most three, and never beside a card.
    suggestedActions: { personal: 3, groupChat: 0, channel: 0 },
    cards: '1.5',
    markdown: 'simple',
    tables: false,
    images: true,
    spoken: false,
    typing: true,
  },
};

export function abilityOf(channelId: string | undefined): Ability {
  return (channelId !== undefined && Object.hasOwn(CHANNELS, channelId) && CHANNELS[channelId]) || UNKNOWN;
}

/** Teams says where it is in `conversationType`; other channels only whether there are several people. */
export function scopeOf({ conversation }: Pick<Activity, 'conversation'>): Scope {
  const { conversationType, isGroup } = conversation;
  if (conversationType === 'channel' || conversationType === 'groupChat') return conversationType;
  return isGroup ? 'groupChat' : 'personal';
}
