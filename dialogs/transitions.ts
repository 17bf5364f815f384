import type { DialogEvent } from './events.ts';
import type { Context, conversationSetup } from './model.ts';

/** What a guard, or what works out an action's parameters, is given of the talk. */
export type Talk = { readonly context: Context };

/** What it is given of the talk and of what was said, where it is about these events only. */
export type TalkWith<Type extends DialogEvent['type']> = Talk & {
  readonly event: Extract<DialogEvent, { readonly type: Type }>;
};

type Config = Parameters<typeof conversationSetup.createStateConfig>[0];

/** What an event may lead to, as it stands under `on:` of a state: the first whose guard lets it pass is taken. */
export type Transitions<Type extends DialogEvent['type']> = NonNullable<NonNullable<Config['on']>[Type]>;

/** One of them. */
export type Transition<Type extends DialogEvent['type']> = Exclude<
  Transitions<Type>,
  string | readonly unknown[]
>;
