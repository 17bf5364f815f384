import { randomUUID } from 'node:crypto';
import {
  type Activity,
  ActivityTypes,
  CloudAdapterBase,
  DeliveryModes,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  StatusCodes,
  type TurnContext,
} from 'botbuilder';
import { deliveryNote } from '../../bot/delivery.ts';
import { Context } from '../context.ts';
import { runTurn } from '../turns.ts';
import type { Authentication } from './authentication.ts';
import { type Connect, openConnectors } from './connectors.ts';
import type { openOutbox } from './outbox.ts';

type Outbox = ReturnType<typeof openOutbox>;

/**
 * The SDK's adapter without its web part, which answers failures with their text and writes stacks to the console,
 * and without what it builds anew for every turn: a client of the Connector is made when a reply is sent, once
 * for each address, and one of the token service, which this bot does not use, never.
 */
export class Adapter extends CloudAdapterBase {
  readonly #authentication: Authentication;
  readonly #outbox: Outbox;
  readonly #connectors = openConnectors();
  readonly #connect = Symbol('how the turn reaches its channel');

  constructor(authentication: Authentication, outbox: Outbox) {
    super(authentication);
    this.#authentication = authentication;
    this.#outbox = outbox;
  }

  /** Runs a turn for an activity whose sender is who they say; throws the `Refusal` of `Authentication` otherwise. */
  async take(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const { claimsIdentity, audience, callerId, connectorFactory } =
      await this.#authentication.authenticateRequest(activity, authorization);
    if (callerId) activity.callerId = callerId;
    const context = new Context(this, activity);
    context.turnState.set(this.BotIdentityKey, claimsIdentity);
    context.turnState.set(this.OAuthScopeKey, audience);
    if (connectorFactory)
      context.turnState.set(this.#connect, () =>
        this.#connectors(connectorFactory, activity.serviceUrl, audience),
      );
    await runTurn(this, context, logic);
    return resultOf(context);
  }

  /** The turn is safe when this is called, so the channel need not wait until its replies are delivered. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const connect = context.turnState.get<Connect | undefined>(this.#connect);
    const arrived = deliveryNote(context);
    const responses: ResourceResponse[] = [];
    for (const activity of activities) {
      const { conversation, replyToId, type } = activity;
      if (
        !connect ||
        !conversation ||
        type === ActivityTypes.InvokeResponse ||
        type === ActivityTypes.Trace
      ) {
        responses.push(...(await super.sendActivities(context, [activity])));
        continue;
      }
      this.#outbox.post(conversation.id, {
        name: nameOf(activity),
        send: async (abortSignal) => {
          const client = await connect();
          return replyToId
            ? client.conversations.replyToActivity(conversation.id, replyToId, activity, { abortSignal })
            : client.conversations.sendToConversation(conversation.id, activity, { abortSignal });
        },
        arrived: type === ActivityTypes.Message ? arrived : undefined,
        where: { channel: activity.channelId, host: URL.parse(activity.serviceUrl ?? '')?.host },
      });
      responses.push({ id: '' });
    }
    return responses;
  }
}

/** What tells a reply from others in its conversation; a message without an id has been delivered once, as far as anybody knows. */
function nameOf({ type, replyToId, text, attachments }: Partial<Activity>): string {
  return replyToId ? JSON.stringify([type, replyToId, text, attachments]) : randomUUID();
}

/** What the request is answered with; undefined for an empty 200. */
function resultOf({ activity, bufferedReplyActivities, turnState }: TurnContext): InvokeResponse | undefined {
  if (activity.deliveryMode === DeliveryModes.ExpectReplies)
    return { status: StatusCodes.OK, body: { activities: bufferedReplyActivities } };
  if (activity.type !== ActivityTypes.Invoke) return undefined;
  const answer = turnState.get<Activity | undefined>(INVOKE_RESPONSE_KEY);
  return answer ? answer.value : { status: StatusCodes.NOT_IMPLEMENTED };
}
