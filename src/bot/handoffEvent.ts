import { type Activity, ActivityTypes, HandoffEventNames, type TurnContext } from 'botbuilder';
import type { Handoff } from '../conversation/handoff.ts';

/**
 * The time zone of this process, which does not change. The SDK's `EventFactory` asks for it with each event, which takes a
 * millisecond, and 20 the first time.
 */
let here: string | undefined;
function timeZone(): string {
  here ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return here;
}

/**
 * Asks for a person in the talk of `context` (Bot Framework, "Transition conversations from bot to human"): the event
 * that `EventFactory.createHandoffInitiation` makes.
 */
export function handoffEvent({ activity }: TurnContext, handoff: Handoff): Partial<Activity> {
  const { id, from, recipient, conversation, channelId, serviceUrl, locale } = activity;
  const reference = { user: from, bot: recipient, conversation, channelId, serviceUrl };
  return {
    type: ActivityTypes.Event,
    name: HandoffEventNames.InitiateHandoff,
    value: handoff,
    relatesTo: { ...reference, ...(id && { activityId: id }), ...(locale && { locale }) },
    timestamp: new Date(),
    localTimezone: timeZone(),
    attachments: [],
    entities: [],
  };
}
