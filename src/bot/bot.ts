import { createHash } from 'node:crypto';
import {
  type Activity,
  ActivityHandler,
  ActivityTypes,
  Channels,
  DeliveryModes,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import { type Ability, abilityOf, hasButtons, scopeOf } from './channels.ts';
import { whenDelivered } from './delivery.ts';
import { handoffEvent } from './handoffEvent.ts';
import { editOf, type Heard, pressedCard } from './heard.ts';
import { isMentioned, utterance } from './mentions.ts';
import { render, THIS_MACHINE } from './render/index.ts';
import { transcriptOf } from './transcript.ts';
import type { TurnStore } from './turnStore.ts';

/** A turn that takes longer than this is announced by a typing indicator, in milliseconds. */
const SLOW = 300;

/**
 * The bot as Bot Framework sees it: messages and arrivals become turns, replies become activities. `website` is
 * the address of its own website, where its pictures are.
 */
export function createBot(
  turns: TurnStore,
  log: Logger,
  metrics: Metrics,
  website = THIS_MACHINE,
): ActivityHandler {
  async function take(
    context: TurnContext,
    heard: Heard,
    key = keyOf(context.activity),
    id = context.activity.id,
  ): Promise<void> {
    const { activity } = context;
    const ability = abilityOf(activity);
    const started = performance.now();
    const transcript = transcriptOf(context);
    const outcome = await withTyping(context, ability, turns.run(key, id, heard, transcript));
    const { reply, turn, repeated, delivered, forgotten, handoff, rating, lostRaces } = outcome;
    metrics.turn({
      kind: heard.kind,
      seconds: (performance.now() - started) / 1000,
      repeated,
      lostRaces,
    });
    if (rating) metrics.rating(rating);
    log.debug({ channel: activity.channelId, repeated, lostRaces, about: reply?.value }, 'turn');
    if (transcript && reply && !repeated && !forgotten) return transcript.saved();
    // Who asks for the replies in the answer to their request gets them again; who was sent them has them.
    const has = delivered && activity.deliveryMode !== DeliveryModes.ExpectReplies;
    if (!reply || has) return;
    if (id !== undefined) whenDelivered(context, () => turns.delivered(key, id));
    const message = render(reply, activity, turn, website);
    // Nobody but the person joins a talk of our own Direct Line. The bot has the last word before somebody takes over.
    const isHandedOver = handoff && ability.handoff && !transcript;
    const event = isHandedOver ? [handoffEvent(context, handoff)] : [];
    await context.sendActivities([message, ...event]);
  }

  const onMessage = async (context: TurnContext) => {
    const { activity } = context;
    if (isMeant(activity)) await take(context, heardIn(activity));
  };
  const onMembersAdded = async (context: TurnContext) => {
    const { activity } = context;
    const { membersAdded, recipient } = activity;
    // Among several people the bot introduces itself when it comes, and not to each who comes after it.
    const several = scopeOf(activity) !== 'personal';
    const welcome = membersAdded?.some(({ id }) => (id === recipient?.id) === several);
    if (welcome) await take(context, { kind: 'joined', at: Date.now() }, talkOf(activity));
  };
  return new Handler(metrics, onMessage, onMembersAdded)
    .onMessageUpdate(async (context, next) => {
      const { activity } = context;
      const { id = '', timestamp } = activity;
      const text = utterance(activity);
      // Teams also tells so that a message was taken back and put there again, or that a link's picture was added.
      const edited = eventIn.safeParse(activity.channelData).data?.eventType ?? 'editMessage';
      if (edited === 'editMessage' && text !== '' && isMeant(activity)) {
        const mark = hash(`${timestamp ? new Date(timestamp).getTime() : ''} ${text}`);
        const heard = {
          kind: 'edited',
          text,
          of: id,
          at: Date.now(),
          hasButtons: hasButtons(activity),
        } as const;
        await take(context, heard, keyOf(activity), id === '' ? undefined : editOf(id, mark));
      }
      await next();
    })
    .onInstallationUpdateAdd(async (context, next) => {
      await take(context, { kind: 'joined', at: Date.now() }, talkOf(context.activity));
      await next();
    });
}

type Take = (context: TurnContext) => Promise<void>;

/** The SDK's dispatcher, with a way of its own for messages, for people who join, and for Teams' thumbs. */
class Handler extends ActivityHandler {
  readonly #metrics: Metrics;
  readonly #onMessage: Take;
  readonly #onMembersAdded: Take;

  constructor(metrics: Metrics, onMessage: Take, onMembersAdded: Take) {
    super();
    this.#metrics = metrics;
    this.#onMessage = onMessage;
    this.#onMembersAdded = onMembersAdded;
  }

  /** Nearly all activities are these two, and the SDK asks a dozen handlers that nobody has set before it passes one on. */
  override async run(context: TurnContext): Promise<void> {
    const { type } = context.activity;
    if (type === ActivityTypes.Message) return this.#onMessage(context);
    if (type === ActivityTypes.ConversationUpdate) return this.#onMembersAdded(context);
    return super.run(context);
  }

  /** Teams' own thumbs ask for an answer; no other invoke has one here, and the SDK would fail at some of them. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name, value } = context.activity;
    const { data } = thumb.safeParse(value);
    if (name !== 'message/submitAction' || !data) return { status: 501 };
    // What people write beside it is not kept.
    const reaction = data.actionValue?.reaction;
    if (reaction) this.#metrics.thumb(reaction);
    return { status: 200, body: {} };
  }
}

const thumb = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({ reaction: z.enum(['like', 'dislike']).optional().catch(undefined) }).optional(),
});
const eventIn = z.object({ eventType: z.string() });

/** With the right permission an app hears all that is said in a team; it answers only who speaks to it. */
function isMeant(activity: Activity): boolean {
  if (scopeOf(activity) === 'personal' || !abilityOf(activity).onlyMentions) return true;
  return isMentioned(activity) || pressedCard.safeParse(activity.value).success;
}

/** What a message says: its text, or what a card's button sent. */
function heardIn(activity: Activity): Heard {
  const at = Date.now();
  const text = utterance(activity);
  const data = activity.value === undefined ? undefined : pressedCard.safeParse(activity.value).data;
  if (data && (text === '' || text === data.say)) return { kind: 'pressed', pressed: data, at };
  return { kind: 'message', text, at, hasButtons: hasButtons(activity) };
}

/** Shows that the bot is at work on a turn that is slow, where the channel shows that. */
async function withTyping<Result>(
  context: TurnContext,
  { typing: isShown }: Ability,
  turn: Promise<Result>,
): Promise<Result> {
  const { activity } = context;
  if (!isShown || activity.deliveryMode === DeliveryModes.ExpectReplies) return turn;
  let typing: Promise<unknown> | undefined;
  const slow = setTimeout(() => {
    typing = context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined);
  }, SLOW);
  try {
    return await turn;
  } finally {
    clearTimeout(slow);
    // A typing indicator that comes after the reply would stay.
    await typing;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** The key of a talk on the bot's own Direct Line. */
export function websiteTalk(conversationId: string): string {
  return talkOf({ channelId: Channels.Directline, conversation: { id: conversationId } });
}

/** A channel's conversation, with its thread. */
function talkOf({ channelId, conversation }: Where): string {
  return `${channelId}/conversations/${conversation.id}`;
}

type Where = { readonly channelId: string; readonly conversation: { readonly id: string } };

/** In a group each person has a talk of their own. */
function keyOf(activity: Activity): string {
  const talk = talkOf(activity);
  return scopeOf(activity) === 'personal' ? talk : `${talk}/users/${activity.from.id}`;
}
