import { type Context, conversationSetup, type Say, type Topic } from './model.ts';
import type { WordKey } from './wording.ts';

/** Says one sentence to somebody who was understood. */
export function saying(key: WordKey, topic?: Topic) {
  return ['clearMisses', { type: 'say', params: { key, ...(topic && { topic }) } }] as const;
}

/** Says whatever there is to say, given where the talk is. */
export function sayingAll(saysOf: (context: Context) => readonly Say[]) {
  return conversationSetup.enqueueActions(({ context, enqueue }) => {
    for (const say of saysOf(context)) enqueue({ type: 'say', params: say });
  });
}
