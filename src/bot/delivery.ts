import type { TurnContext } from 'botbuilder';

const DELIVERED = Symbol('what to do once the reply has arrived');
const DELETION = Symbol('how the channel deletes what it keeps of the talk');

type Work = () => Promise<void>;

/** Lets the adapter know what to do when the channel has taken the reply of this turn. */
export function whenDelivered(context: TurnContext, note: Work): void {
  context.turnState.set(DELIVERED, note);
}

/** What `whenDelivered` was given in this turn. */
export function deliveryNote(context: TurnContext): Work | undefined {
  return context.turnState.get<Work | undefined>(DELIVERED);
}

/** Lets the bot delete what the channel itself keeps of the talk. */
export function offerDeletion(context: TurnContext, work: Work): void {
  context.turnState.set(DELETION, work);
}

/** What `offerDeletion` was given in this turn; most channels of ours keep nothing. */
export function deletion(context: TurnContext): Work | undefined {
  return context.turnState.get<Work | undefined>(DELETION);
}
