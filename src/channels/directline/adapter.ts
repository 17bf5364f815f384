import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import { offerDeletion } from '../../bot/delivery.ts';
import type { ConversationLog, Entry } from './log.ts';
import type { Pass } from './tokens.ts';

export const BOT = { id: 'pop-or-imap', name: 'POP or IMAP' } as const;

/** What runs a turn: the same `ActivityHandler` as on every other channel. */
export type Bot = { run(context: TurnContext): Promise<void> };

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
    if (sent.type === 'message') await this.#log.append(pass.conversationId, [echoOf(activity)]);
    await this.#turn(activity);
    return id;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const { conversation, id: replyToId, channelId } = context.activity;
    const timestamp = new Date();
    // The id follows from what is answered, so that a turn that is run again adds nothing.
    const replies: Entry[] = activities.map((activity, at) => ({
      ...activity,
      id: `${replyToId}|reply${at === 0 ? '' : at}`,
      replyToId: String(replyToId),
      timestamp,
      channelId,
      from: { ...BOT, role: 'bot' },
      conversation: { id: conversation.id, isGroup: false, conversationType: 'personal', name: '' },
    }));
    await this.#log.append(conversation.id, replies);
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
    offerDeletion(context, () => this.#log.clear(conversation.id));
    return this.runMiddleware(context, () => this.#bot.run(context));
  }
}

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
function echoOf({ serviceUrl: _, recipient: __, ...activity }: Partial<Activity> & { id: string }): Entry {
  return activity;
}
