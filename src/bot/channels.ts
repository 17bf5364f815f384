import { type Activity, Channels } from 'botbuilder';

/** Where a talk takes place: between two, among several, or in a thread of a team's channel. */
export type Scope = 'personal' | 'groupChat' | 'channel';

/** How much Markdown a place shows: all of it; bold, lists and links; or none, so that its markup would be seen. */
export type Markdown = 'full' | 'simple' | 'none';

/** How a reply is given its form, see `render/`. */
export type ReplyForm = 'webChat' | 'teams' | 'plain';

/** What a channel can show. */
export type Ability = {
  readonly form: ReplyForm;
  /** How many suggested actions are shown in each scope; the others would be dropped. */
  readonly suggestedActions: { readonly [S in Scope]: number };
  /** The newest version of Adaptive Cards, or null where there are no cards. */
  readonly cards: '1.5' | '1.6' | null;
  /** Whether a card's button can also say its label in the talk. */
  readonly buttonsSpeak: boolean;
  readonly markdown: Markdown;
  /** Whether the bot is meant only where it is mentioned, or its card pressed, when several people talk. */
  readonly onlyMentions: boolean;
  /** Whether people only hear the reply, so that choices have to be spoken. */
  readonly spoken: boolean;
  /** Whether somebody may take over by Bot Framework's handoff event, as agents' hubs do that join a Direct Line. */
  readonly handoff: boolean;
  /** Whether a typing indicator is shown, and taken away by the message that follows. */
  readonly typing: boolean;
};

const ANY = Number.POSITIVE_INFINITY;
const everywhere = { personal: ANY, groupChat: ANY, channel: ANY };
const nowhere = { personal: 0, groupChat: 0, channel: 0 };

const webChat: Ability = {
  form: 'webChat',
  suggestedActions: everywhere,
  cards: '1.6',
  buttonsSpeak: true,
  markdown: 'full',
  onlyMentions: false,
  spoken: false,
  typing: false,
  handoff: true,
};

const teams: Ability = {
  form: 'teams',
  // Shown to one person only, at most three, and never beside a card.
  suggestedActions: { personal: 3, groupChat: 0, channel: 0 },
  cards: '1.5',
  buttonsSpeak: true,
  markdown: 'simple',
  onlyMentions: true,
  spoken: false,
  typing: true,
  handoff: false,
};

/** A channel that we know nothing about. */
const UNKNOWN: Ability = {
  form: 'plain',
  suggestedActions: nowhere,
  cards: null,
  buttonsSpeak: false,
  markdown: 'none',
  onlyMentions: false,
  spoken: false,
  typing: false,
  handoff: false,
};

/** What each channel can show, by its `channelId`. */
export const CHANNELS: Readonly<Record<string, Ability>> = {
  [Channels.Directline]: webChat,
  [Channels.Webchat]: { ...webChat, typing: true },
  [Channels.DirectlineSpeech]: { ...webChat, spoken: true },
  // The Emulator and the SDK's tests are, or behave like, Web Chat.
  [Channels.Emulator]: webChat,
  [Channels.Test]: webChat,
  [Channels.Msteams]: teams,
  // Microsoft's stand-in for Teams, which says that it is Teams. It (0.2.28) fails at a button that says its label.
  playground: { ...teams, buttonsSpeak: false },
};

type Sender = Partial<Pick<Activity, 'channelId' | 'serviceUrl'>>;

/** What can be shown to whoever sent an activity. */
export function abilityOf({ channelId = '', serviceUrl = '' }: Sender): Ability {
  const name = channelId === Channels.Msteams && PLAYGROUND.test(serviceUrl) ? 'playground' : channelId;
  return (Object.hasOwn(CHANNELS, name) && CHANNELS[name]) || UNKNOWN;
}

/** Whether choices are shown as buttons to whoever sent an activity, and not as a list with numbers. */
export const hasButtons = (sender: Sender): boolean => abilityOf(sender).form !== 'plain';

/** Where the Agents Playground takes replies. */
const PLAYGROUND = /^http:\/\/(localhost|127\.0\.0\.1):\d+\/_connector\/?$/;

/** Teams says where it is in `conversationType`; other channels only whether there are several people. */
export function scopeOf({ conversation }: Pick<Activity, 'conversation'>): Scope {
  const { conversationType, isGroup } = conversation;
  if (conversationType === 'channel' || conversationType === 'groupChat') return conversationType;
  return isGroup ? 'groupChat' : 'personal';
}
