import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';
import { offerTranscript, type Transcript } from '../../bot/transcript.ts';
import { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { runTurn } from '../turns.ts';
import { trimmedChannelData } from './channelData.ts';
import { type Entry, replyId } from './entries.ts';
import type { ConversationLog } from './log.ts';
import type { Pass } from './tokens.ts';
import { addressOf, BOT } from './wire.ts';

/** What runs a turn: the same `ActivityHandler` as on every other channel. */
export type Bot = { run(context: TurnContext): Promise<void> };

const CLEARED = Symbol('the log was cleared in this turn');

/** What the id of the greeting's activity has after the talk's. */
const JOINED = 'joined';

/** How long an id of Web Chat may be, in characters. */
const LONGEST_ID = 200;

/** Brings website visitors' activities to the bot and its replies into the talk's log, all in this process. */
export class DirectLineAdapter extends BotAdapter {
  readonly #log: ConversationLog;
  readonly #bot: Bot;
  readonly #now: () => number;

  /** `now` is the clock by which activities are dated. */
  constructor(log: ConversationLog, bot: Bot, now: () => number = Date.now) {
    super();
    this.#log = log;
    this.#bot = bot;
    this.#now = now;
  }

  /**
   * The person has come: bot and person join in one `conversationUpdate`, as Direct Line does it. The log begins in the
   * same write as the talk. False where it has already begun; the talk greets once, and a greeting that was lost to
   * a crash is made up for. A log that begins anew later begins with what the bot asked last.
   */
  async join(pass: Pass, serviceUrl: string): Promise<boolean> {
    const { conversationId, userId } = pass;
    const joining = {
      ...addressed(pass, serviceUrl),
      type: 'conversationUpdate',
      id: `${conversationId}|${JOINED}`,
      membersAdded: [BOT, { id: userId, name: '' }],
    };
    if (await this.#turn(joining, userId)) return true;
    // The bot knows the talk; its log has expired before, or could not be written with it.
    if (!(await this.#log.begin(conversationId, userId))) return false;
    await this.#turn(joining);
    return true;
  }

  /**
   * Takes one activity of the person and gives back its id. One that is sent again, known by Web Chat's
   * `clientActivityID`, keeps its id and is answered only once. Only messages come to the bot: all else that a client
   * may send, such as `typing` or `event`, says nothing to it, and what channels tell it no visitor may.
   */
  async receive(pass: Pass, sent: Partial<Activity>, serviceUrl: string): Promise<string> {
    const { channelData }: { channelData?: Readonly<Record<string, unknown>> | null } = sent;
    const given = channelData?.clientActivityID;
    const isId = typeof given === 'string' && given !== '' && given.length <= LONGEST_ID;
    const id = `${pass.conversationId}|${isId ? ownId(given) : crypto.randomUUID()}`;
    if (sent.type !== ActivityTypes.Message) return id;
    // Replies go into the talk, whatever is asked for: with `expectReplies` nobody would see them.
    const { deliveryMode: _, ...wanted } = sent;
    const activity = {
      ...wanted,
      ...(channelData && { channelData: trimmedChannelData(channelData) }),
      ...addressed(pass, serviceUrl),
      id,
      timestamp: new Date(this.#now()),
    };
    await this.#turn(activity);
    return id;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const { conversation, id: replyToId } = context.activity;
    const timestamp = new Date(this.#now());
    const replies: Entry[] = activities.map((activity, at) => ({
      ...activity,
      id: replyId(replyToId, at),
      replyToId: String(replyToId),
      timestamp,
      ...addressOf(conversation.id),
      from: { ...BOT, role: 'bot' },
    }));
    // What the person wrote to have all deleted was deleted with the rest.
    const echo = context.turnState.get(CLEARED) === true ? [] : echoOf(context.activity);
    if (echo.length + replies.length > 0) await this.#log.append(conversation.id, [...echo, ...replies]);
    return replies.map(({ id }) => ({ id }));
  }

  override async updateActivity(): Promise<void> {
    throw new Error('Direct Line 3.0 cannot change an activity that was sent.');
  }

  override async deleteActivity(): Promise<void> {
    throw new Error('Direct Line 3.0 cannot delete an activity that was sent.');
  }

  override async continueConversation(_reference: Partial<ConversationReference>): Promise<void> {
    throw new Error('The bot speaks only when it is spoken to.');
  }

  /** Runs a turn; true where the talk's log began with it, as it may where its `user` is given. */
  async #turn(activity: Partial<Activity>, user?: string): Promise<boolean> {
    const context = new Context(this, activity);
    let begun = false;
    const transcript = this.#transcript(context, user, () => {
      begun = true;
    });
    offerTranscript(context, transcript);
    await runTurn(this, context, () => this.#bot.run(context));
    return begun;
  }

  /** The person's message and the reply, added to the log with the turn. */
  #transcript(context: TurnContext, user: string | undefined, begun: () => void): Transcript {
    const { activity } = context;
    const { id: conversationId } = activity.conversation;
    let added: ReturnType<ConversationLog['add']> = null;
    return {
      key: this.#log.keyOf(conversationId),
      add: (stored, answer, turn) => {
        const { type, id = '' } = activity;
        const said = type === 'message' ? { ...activity, id } : undefined;
        const exchange = { said, to: id, answer, turn };
        added = this.#log.add(conversationId, stored, exchange, user);
        if (!added) throw new Refusal(404, 'ConversationNotFound', 'There is no such conversation.');
        return { item: added.item, size: added.item.size };
      },
      isEmpty: (stored) => this.#log.isEmpty(stored),
      saved: () => {
        if (added?.isNew) begun();
        added?.tell();
      },
      deleted: async () => {
        await this.#log.append(conversationId, echoOf(activity));
        await this.#log.clear(conversationId);
        context.turnState.set(CLEARED, true);
      },
      wasDeleted: () => context.turnState.set(CLEARED, true),
    };
  }
}

/** A client's own id as part of an activity's: never one that the bot makes, as of the greeting, or of a reply by a "|". */
function ownId(given: string): string {
  return given === JOINED
    ? `%${JOINED}`
    : given.replace(/[%|]/g, (character) => encodeURIComponent(character));
}

function addressed({ conversationId, userId }: Pass, serviceUrl: string) {
  return {
    ...addressOf(conversationId),
    serviceUrl,
    from: { id: userId, name: '', role: 'user' },
    recipient: BOT,
  };
}

/** Web Chat takes its own message for sent when it sees it again, with the same channelData. */
function echoOf({ serviceUrl: _, recipient: __, ...activity }: Partial<Activity>): Entry[] {
  const { type, id } = activity;
  return type === 'message' && id !== undefined ? [{ ...activity, id }] : [];
}
