import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** Cards send what their button means as data. */
const submitted = z.object({ say: z.string() });

/** What the person said: the text without mentions, or the choice that a card's button sent. */
export function utterance({ text, value }: Activity): string {
  if (typeof text === 'string' && text.trim() !== '') {
    return text
      .replace(/<at\b[^>]*>.*?<\/at>/gis, ' ')
      .replace(/&nbsp;/gi, ' ')
      .replace(/&lt;/gi, '<')
      .replace(/&gt;/gi, '>')
      .replace(/&amp;/gi, '&')
      .trim();
  }
  return submitted.safeParse(value).data?.say ?? '';
}
