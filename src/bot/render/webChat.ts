import type { Activity } from 'botbuilder';
import type { Reply } from '../../conversation/reply.ts';
import { suggested } from './suggested.ts';

/** Web Chat, also in the Emulator: Markdown, and the choices as suggested actions. */
export function webChat({ text, choices }: Reply): Partial<Activity> {
  return {
    text,
    textFormat: 'markdown',
    suggestedActions: suggested(choices),
  };
}
