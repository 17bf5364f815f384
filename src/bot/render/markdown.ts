import { memoise } from '../../memoise.ts';
import type { Markdown } from '../channels.ts';
import { type Block, blocksOf } from './blocks.ts';

const LINK = /\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g;

/** Markdown within a sentence, without the markup that a place would show as it is. */
export function inline(place: Markdown, text: string): string {
  if (place !== 'none') return text;
  return text
    .replace(LINK, (_, title: string, address: string) =>
      title === '' || title === address ? address : `${title} (${address})`,
    )
    .replace(/\*\*(\S(?:.*?\S)??)\*\*/gs, '$1')
    .replace(/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/^>\s?/gm, '');
}

/** A reply's Markdown as a place shows it in a message. */
export function markdownFor(place: Markdown, markdown: string): string {
  return textOf(place, blocksOf(markdown));
}

/** Blocks as one text; tables become lists and pictures links, as few places show them. */
export function textOf(place: Markdown, blocks: readonly Block[]): string {
  return blocks.map((block) => inText(place, block)).join('\n\n');
}

function inText(place: Markdown, block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(place, block.text);
    case 'heading':
      return place === 'none' ? inline(place, block.text) : `**${block.text.replaceAll('**', '')}**`;
    case 'list':
      return block.items.map(({ mark, text }) => `${mark} ${inline(place, text)}`).join('\n');
    case 'table':
      return block.rows
        .map(([first = '', ...others]) => {
          const cells = others.map((cell, at) => `${block.head[at + 1] ?? ''} ${cell}`.trim());
          return `- ${inline(place, first)}: ${inline(place, cells.join(', '))}`;
        })
        .join('\n');
    case 'picture':
      return inline(place, `[${block.alt}](${block.address})`);
  }
}

/** How many replies are remembered as they are read aloud. */
const SPOKEN = 2000;

/** A reply as it is read aloud: no markup, no addresses. */
export const spokenText: (markdown: string) => string = memoise(
  SPOKEN,
  (markdown) => markdown,
  (markdown) => {
    const said = blocksOf(markdown).map((block) =>
      block.kind === 'picture' ? block.alt : inText('none', block).replace(/ \(https?:[^)]*\)/g, ''),
    );
    return said.filter((text) => text !== '').join('\n\n');
  },
);
