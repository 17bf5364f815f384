import type { TurnContext } from 'botbuilder';

const DELIVERED = Symbol('what to do once the reply has arrived');

type Work = () => Promise<void>;

/** Lets the adapter know what to do when the channel has taken the reply of this turn. */
export function whenDelivered(context: TurnContext, note: Work): void {
  context.turnState.set(DELIVERED, note);
}

/** What `whenDelivered` was given in this turn. */
export function deliveryNote(context: TurnContext): Work | undefined {
  return context.turnState.get<Work | undefined>(DELIVERED);
}
