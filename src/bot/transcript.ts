import type { TurnContext } from 'botbuilder';

/** A channel's own record of a talk, to which a turn is added in the same write that saves the turn. */
export type Transcript = {
  /** The key of its item in the storage. */
  readonly key: string;
  /** What was `stored` until now, with a turn that was answered so (see `pack`). May refuse by throwing. */
  add(stored: unknown, answer: readonly unknown[], turn: number): GrownRecord;
  /** Whether nothing of the talk is in what is `stored`, or there is no record at all. */
  isEmpty(stored: unknown): boolean;
  /** The turn was saved, so the reply is where the person reads it, and need not be sent. */
  saved(): void;
  /** Deletes all that was said, as the person wants everything deleted. */
  deleted(): Promise<void>;
  /** What is delivered again was deleted with all that was said, and is not to be kept. */
  wasDeleted(): void;
};

/** A record's item, and about how many bytes it has as JSON. */
export type GrownRecord = { readonly item: object; readonly size: number };

const TRANSCRIPT = Symbol('what the channel itself keeps of the turn');

/** Lets the bot save what the channel keeps of this turn. */
export function offerTranscript(context: TurnContext, transcript: Transcript): void {
  context.turnState.set(TRANSCRIPT, transcript);
}

/** What `offerTranscript` was given in this turn; most channels have none. */
export function transcriptOf(context: TurnContext): Transcript | undefined {
  return context.turnState.get<Transcript | undefined>(TRANSCRIPT);
}
