import {
  type Activity,
  BotAdapter,
  Channels,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import { offerDeletion } from '../../bot/delivery.ts';
import { offerTranscript, type Transcript } from '../../bot/transcript.ts';
import { Refusal } from '../refusal.ts';
import { runTurn } from '../turns.ts';
import type { ConversationLog, Entry, Voice } from './log.ts';
import type { Pass } from './tokens.ts';

export const BOT = { id: 'pop-or-imap', name: 'POP or IMAP' } as const;

/** What runs a turn: the same `ActivityHandler` as on every other channel. */
export type Bot = { run(context: TurnContext): Promise<void> };

const CLEARED = Symbol('the log was cleared in this turn');

const clientData = z.looseObject({ clientActivityID: z.string().min(1).max(200) });

/** Brings website visitors' activities to the bot and its replies into the talk's log, all in this process. */
export class DirectLineAdapter extends BotAdapter {
  readonly #log: ConversationLog;
  readonly #bot: Bot;

  constructor(log: ConversationLog, bot: Bot) {
    super();
    this.#log = log;
    this.#bot = bot;
  }

  /** The person has come: bot and person join in one `conversationUpdate`, as Direct Line does it. */
  async join(pass: Pass, serviceUrl: string): Promise<void> {
    const membersAdded = [BOT, { id: pass.userId, name: '' }];
    await this.#turn({
      ...addressed(pass, serviceUrl),
      type: 'conversationUpdate',
      id: `${pass.conversationId}|joined`,
      membersAdded,
    });
  }

  /**
   * Takes one activity of the person and gives back its id. One that is sent again, known by Web Chat's
   * `clientActivityID`, keeps its id and is answered only once.
   */
  async receive(pass: Pass, sent: Partial<Activity>, serviceUrl: string): Promise<string> {
    const again = clientData.safeParse(sent.channelData).data?.clientActivityID;
    const id = `${pass.conversationId}|${again ?? crypto.randomUUID()}`;
    const activity = { ...sent, ...addressed(pass, serviceUrl), id, timestamp: new Date() };
    await this.#turn(activity);
    return id;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const { conversation, id: replyToId, channelId } = context.activity;
    const timestamp = new Date();
    const replies: Entry[] = activities.map((activity, at) => ({
      ...activity,
      id: replyId(replyToId, at),
      replyToId: String(replyToId),
      timestamp,
      channelId,
      ...byTheBot(conversation.id),
    }));
    // What the person wrote to have all deleted was deleted with the rest.
    const echo = context.turnState.get(CLEARED) === true ? [] : echoOf(context.activity);
    await this.#log.append(conversation.id, [...echo, ...replies]);
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

  #turn(activity: Partial<Activity>): Promise<void> {
    const context = new TurnContext(this, activity);
    const { conversation } = context.activity;
    offerDeletion(context, async () => {
      await this.#log.append(conversation.id, echoOf(context.activity));
      await this.#log.clear(conversation.id);
      context.turnState.set(CLEARED, true);
    });
    offerTranscript(context, this.#transcript(context.activity));
    return runTurn(this, context, () => this.#bot.run(context));
  }

  /** The person's message and the reply, added to the log with the turn. */
  #transcript(activity: Activity): Transcript {
    const { conversation, id } = activity;
    let tell: (() => void) | undefined;
    return {
      key: this.#log.keyOf(conversation.id),
      add: (stored, answer, turn) => {
        const timestamp = new Date().toISOString();
        const told = { id: replyId(id, 0), replyToId: String(id), timestamp, answer, turn };
        const added = this.#log.add(conversation.id, stored, [...echoOf(activity), told]);
        if (!added) throw new Refusal(404, 'ConversationNotFound', 'There is no such conversation.');
        tell = added.tell;
        return added.item;
      },
      saved: () => tell?.(),
    };
  }
}

/** The id follows from what is answered, so that a turn that is run again adds nothing. */
function replyId(replyToId: string | undefined, at: number): string {
  return `${replyToId}|reply${at === 0 ? '' : at}`;
}

function byTheBot(conversationId: string) {
  return {
    from: { ...BOT, role: 'bot' },
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
  };
}

/** Says again what the bot has told in a talk, by what puts an answer into words for this channel. */
export function openVoice(say: Say): Voice {
  return ({ id, replyToId, timestamp, answer, turn }, conversationId) => {
    const { from, conversation } = byTheBot(conversationId);
    const message = say(answer, { channelId: Channels.Directline, conversation }, turn);
    return (
      message && {
        ...message,
        id,
        replyToId,
        timestamp: new Date(timestamp),
        channelId: Channels.Directline,
        from,
        conversation,
      }
    );
  };
}

/** A stored answer as the message that it was, see `render`; null where its sentences are no longer there. */
export type Say = (
  answer: readonly unknown[],
  activity: Pick<Activity, 'channelId' | 'conversation'>,
  turn: number,
) => Partial<Activity> | null;

function addressed({ conversationId, userId }: Pass, serviceUrl: string) {
  return {
    channelId: 'directline',
    serviceUrl,
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
    from: { id: userId, name: '', role: 'user' },
    recipient: BOT,
  };
}

/** Web Chat takes its own message for sent when it sees it again, with the same channelData. */
function echoOf({ serviceUrl: _, recipient: __, ...activity }: Partial<Activity>): Entry[] {
  const { type, id } = activity;
  return type === 'message' && id !== undefined ? [{ ...activity, id }] : [];
}
