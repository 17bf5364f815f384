import type { Activity } from 'botbuilder';
import type { Reply } from '../../conversation/reply.ts';
import { markdownFor } from './markdown.ts';
import type { Place } from './place.ts';
import { suggested } from './suggested.ts';

/**
 * Plain text with numbered choices, which can be answered by number. A program that waits for the replies also
 * gets the choices one by one.
 */
export function plain({ text, choices }: Reply, { toProgram }: Place): Partial<Activity> {
  const numbered = choices.map((label, at) => `${at + 1}. ${label}`).join('\n');
  return {
    text: [markdownFor('none', text), numbered].filter((part) => part !== '').join('\n\n'),
    textFormat: 'plain',
    ...(toProgram && { suggestedActions: suggested(choices) }),
  };
}
