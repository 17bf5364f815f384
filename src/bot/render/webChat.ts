import type { Activity } from 'botbuilder';
import type { Reply } from '../../conversation/reply.ts';
import { markdownFor } from './markdown.ts';
import type { Place } from './place.ts';
import { suggested } from './suggested.ts';

/** Web Chat, also in the Emulator: Markdown, and the choices as suggested actions. */
export function webChat({ text, choices }: Reply, { ability }: Place): Partial<Activity> {
  return {
    text: markdownFor(ability.markdown, text),
    textFormat: 'markdown',
    suggestedActions: suggested(choices),
  };
}
