import type { Activity } from 'botbuilder';
import type { Reply } from '../../conversation/reply.ts';
import { markdownFor } from './markdown.ts';
import { suggested } from './suggested.ts';
import type { Surface } from './surface.ts';

/**
 * Plain text with numbered choices, which can be answered by number. A program that waits for the replies also
 * gets the choices one by one.
 */
export function plain(reply: Reply, { toProgram }: Surface): Partial<Activity> {
  return {
    text: plainText(reply),
    textFormat: 'plain',
    ...(toProgram && { suggestedActions: suggested(reply.choices) }),
  };
}

/** A reply and its choices as text that needs nothing of whoever shows it. */
export function plainText({ text, choices }: Reply): string {
  const numbered = choices.map((label, at) => `${at + 1}. ${label}`).join('\n');
  return [markdownFor('none', text), numbered].filter((part) => part !== '').join('\n\n');
}
