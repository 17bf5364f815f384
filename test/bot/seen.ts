import type { Activity } from 'botbuilder';
import { z } from 'zod';

const action = z.object({ title: z.string(), data: z.looseObject({ say: z.string() }) });
const element = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TextBlock'), text: z.string() }),
  z.object({
    type: z.literal('FactSet'),
    facts: z.array(z.object({ title: z.string(), value: z.string() })),
  }),
  z.object({ type: z.literal('Image'), url: z.string(), altText: z.string() }),
  z.object({ type: z.literal('ActionSet'), actions: z.array(action) }),
]);
type Element = z.infer<typeof element>;
const attached = z.object({ content: z.object({ version: z.string(), body: z.array(element) }) });

export type Seen = {
  /** Everything that can be read, in the order in which it stands. */
  readonly text: string;
  readonly buttons: readonly string[];
  readonly pictures: readonly string[];
};

/** What somebody sees of a message's text: it is Markdown, or plain. */
export function seenInText(text: string): Seen {
  const pictures = [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)/g)].map(([, address = '']) => address);
  return { text, buttons: [], pictures };
}

/** What somebody sees of a message's cards. An element that this does not know is an error, as nobody has looked at it. */
export function seenInCards(message: Partial<Activity>): Seen {
  const elements = (message.attachments ?? []).flatMap((card) => attached.parse(card).content.body);
  const text = elements.flatMap(wordsIn);
  const buttons = elements.flatMap((one) =>
    one.type === 'ActionSet' ? one.actions.map(({ title }) => title) : [],
  );
  const pictures = elements.flatMap((one) => (one.type === 'Image' ? [one.url] : []));
  return { text: text.join('\n'), buttons, pictures };
}

function wordsIn(element: Element): string[] {
  switch (element.type) {
    case 'TextBlock':
      return [element.text];
    case 'FactSet':
      return element.facts.map(({ title, value }) => `${title} ${value}`);
    case 'Image':
      return [element.altText];
    case 'ActionSet':
      return [];
  }
}

/** The words of a text, whatever punctuation and breaks are between them. */
export function wordsOf(text: string): string {
  return ` ${(text.replace(/\]\([^)]*\)/g, ' ').match(/[\p{L}\p{N}@]+/gu) ?? []).join(' ')} `;
}

/** What has to be there of a reply: each line, item, cell and description of a picture. */
function piecesOf(markdown: string): { readonly inOrder: string[]; readonly cells: string[] } {
  const inOrder: string[] = [];
  const cells: string[] = [];
  for (const line of markdown.split('\n')) {
    if (/^\|[-|]+\|$/.test(line)) continue;
    if (line.startsWith('|')) cells.push(...line.split('|').map(wordsOf));
    else inOrder.push(wordsOf(line));
  }
  const isSomething = (words: string) => words.trim() !== '';
  return { inOrder: inOrder.filter(isSomething), cells: cells.filter(isSomething) };
}

/** The pieces of a reply that are not in what is seen, or not in their order. */
export function missingIn(text: string, markdown: string): string[] {
  // Where a link cannot be clicked its address stands behind it.
  const words = wordsOf(text.replace(/\s\((?:https?:\/)?\/[^)]*\)/g, ' '));
  const { inOrder, cells } = piecesOf(markdown);
  let from = 0;
  const lost = inOrder.filter((piece) => {
    const at = words.indexOf(piece, from);
    // The next piece begins with the space that ends this one.
    if (at >= 0) from = at + piece.length - 1;
    return at < 0;
  });
  return [...lost, ...cells.filter((cell) => !words.includes(cell))];
}
