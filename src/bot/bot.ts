import { type Activity, ActivityHandler, DeliveryModes, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Said } from '../conversation/turn.ts';
import type { Metrics } from '../metrics.ts';
import { whenDelivered } from './delivery.ts';
import { utterance } from './mentions.ts';
import { render } from './render.ts';
import type { TurnStore } from './turnStore.ts';

/** The bot as Bot Framework sees it: messages and arrivals become turns, replies become activities. */
export function createBot(turns: TurnStore, log: Logger, metrics: Metrics): ActivityHandler {
  async function take(context: TurnContext, said: Said): Promise<void> {
    const { activity } = context;
    const started = process.hrtime.bigint();
    const { id } = activity;
    const key = keyOf(activity);
    const { reply, repeated, delivered, lostRaces } = await turns.run(key, id, said);
    metrics.turn({
      kind: said.kind,
      seconds: Number(process.hrtime.bigint() - started) / 1e9,
      repeated,
      lostRaces,
    });
    log.debug({ channel: activity.channelId, repeated, lostRaces, about: reply?.value }, 'turn');
    // Who asks for the replies in the answer to their request gets them again; who was sent them has them.
    const has = delivered && activity.deliveryMode !== DeliveryModes.ExpectReplies;
    if (!reply || has) return;
    if (id !== undefined) whenDelivered(context, () => turns.delivered(key, id));
    await context.sendActivity(render(reply));
  }

  return new ActivityHandler()
    .onMessage(async (context, next) => {
      await take(context, { kind: 'message', text: utterance(context.activity) });
      await next();
    })
    .onMembersAdded(async (context, next) => {
      const { membersAdded, recipient } = context.activity;
      const somebodyElse = membersAdded?.some(({ id }) => id !== recipient?.id);
      if (somebodyElse) await take(context, { kind: 'joined' });
      await next();
    });
}

/** A talk is a channel's conversation, with its thread; in a group each person has their own. */
function keyOf({ channelId, conversation, from }: Activity): string {
  const key = `${channelId}/conversations/${conversation.id}`;
  return conversation.isGroup ? `${key}/users/${from.id}` : key;
}
