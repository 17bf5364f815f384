import { faultInLinks } from './links.ts';

/** HTML, or what browsers take for it. */
const TAG = /<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>/i;

/** What is wrong with a sentence whose gaps are filled, in a sentence; null where it can be said. */
export function faultInSentence(markdown: string): string | null {
  const [tag] = TAG.exec(markdown) ?? [];
  if (tag !== undefined)
    return `${tag} is not shown by all channels: leave out what is between < and >, and write **bold** and [links](https://…) as here.`;
  return faultInLinks(markdown);
}
