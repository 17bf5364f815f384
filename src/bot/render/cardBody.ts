import type { Block, Table } from './blocks.ts';

/** Blocks as elements of an Adaptive Card. Its text blocks show bold, lists and links, but no headings or tables. */
export function bodyOf(blocks: readonly Block[]): object[] {
  return blocks.flatMap(elementsOf);
}

function elementsOf(block: Block): object[] {
  switch (block.kind) {
    case 'paragraph':
      return [textBlock(block.text)];
    case 'heading':
      return [{ ...textBlock(block.text), weight: 'Bolder' }];
    case 'list':
      // One text block for all, as numbers would begin again in each.
      return [textBlock(block.items.map(({ mark, text }) => `${mark} ${text}`).join('\n'))];
    case 'table':
      return rowsOf(block);
    case 'picture': {
      const url = block.address;
      // On a phone it is small, and can be opened in full.
      const open = { type: 'Action.OpenUrl', url, title: block.alt };
      return [{ type: 'Image', url, altText: block.alt, selectAction: open }];
    }
  }
}

function textBlock(text: string) {
  return { type: 'TextBlock', text, wrap: true };
}

/** Each row as names and values below its title: the columns of a table get too narrow on a phone. */
function rowsOf({ head, rows }: Table): object[] {
  return rows.flatMap(([title = '', ...cells]) => [
    { ...textBlock(title), weight: 'Bolder' },
    {
      type: 'FactSet',
      spacing: 'Small',
      facts: cells.map((value, at) => ({ title: head[at + 1] ?? '', value })),
    },
  ]);
}
