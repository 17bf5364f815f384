import type { Activity } from 'botbuilder';
import type { Reply } from '../../conversation/reply.ts';
import { withAddresses } from './blocks.ts';
import type { Place } from './place.ts';
import { suggested } from './suggested.ts';

/** Web Chat, also in the Emulator: Markdown, and the choices as suggested actions. */
export function webChat({ text, choices }: Reply, { ability, website }: Place): Partial<Activity> {
  return {
    text: ability.onOwnWebsite ? text : withAddresses(text, website),
    textFormat: 'markdown',
    suggestedActions: suggested(choices),
  };
}
