import type { Protocol } from '../../dialogs/advise.ts';
import type { Fact, Scenario } from '../../dialogs/scenarios.ts';

/**
 * The `valueType` of a message that gives advice, whose `value` is an `AdviceValue`. It is a public contract: programs that talk
 * with the bot tell advice from other messages by it (see README.md), and Teams shows its thumbs below such a message.
 */
export const ADVICE_TYPE = 'application/vnd.pop-or-imap.advice+json';
/** The `valueType` of every other message of the bot, whose `value` is a `TurnValue`: as public as the one above. */
export const TURN_TYPE = 'application/vnd.pop-or-imap.turn+json';

/** The payload of a message that gives advice; other programs lean on it to the letter. */
export type AdviceValue = {
  readonly protocol: Protocol;
  readonly scenario: Scenario | null;
  /** What the person has said so far; a fact that is unknown or that they are unsure of is left out. */
  readonly facts: { readonly [F in Fact]?: boolean };
  /** The true facts that the advice rests on; empty where it is the provider's general recommendation. */
  readonly because: readonly Fact[];
};

/** The payload of every other message. */
export type TurnValue = {
  /** Dotted state path, for example `asking.localOnly`. */
  readonly state: string;
  readonly asks: Fact | null;
  readonly topic: string;
};

/** One answer of the bot, before a channel gives it a form. There is at most one per turn. */
export type Reply = {
  /** Markdown: paragraphs, `**bold**`, lists. */
  readonly text: string;
  /** Ways on, as the person would say them; saying (or clicking) one verbatim means it. */
  readonly choices: readonly string[];
} & (
  | { readonly valueType: typeof ADVICE_TYPE; readonly value: AdviceValue }
  | { readonly valueType: typeof TURN_TYPE; readonly value: TurnValue }
);
