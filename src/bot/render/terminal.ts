import type { Reply } from '../../conversation/reply.ts';
import { type Block, blocksOf, type ListItem, type Table, withAddresses } from './blocks.ts';
import { inline, textOf } from './markdown.ts';

type Window = {
  /** How many characters fit into a line. */
  readonly columns: number;
  /** How bold words are shown; without it they look like the others. */
  readonly bold?: (text: string) => string;
};

/**
 * A reply as lines for a terminal: wrapped, and with numbered choices that can be answered by number. `website`
 * is the address of the bot's own website, for its links.
 */
export function terminal({ text, choices }: Reply, window: Window, website: string): string {
  const numbered = choices.map((label, at): ListItem => ({ mark: `  ${at + 1}.`, text: label }));
  const blocks = blocksOf(withAddresses(text, website)).map((block) => linesOf(block, window));
  const list = numbered.length > 0 ? [listed(numbered, window)] : [];
  // The choices belong to the question before them.
  return [blocks.join('\n\n'), ...list].join('\n');
}

function linesOf(block: Block, window: Window): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
        .split('\n')
        .map((line) => wrapped('', line, window))
        .join('\n');
    case 'heading':
      return wrapped('', `**${block.text.replaceAll('**', '')}**`, window);
    case 'list':
      return listed(block.items, window);
    case 'table':
      return tabled(block, window);
    case 'picture':
      // A terminal shows no pictures, but what they show is told.
      return wrapped('', `[${block.alt}]`, window);
  }
}

function listed(items: readonly ListItem[], window: Window): string {
  return items.map(({ mark, text }) => wrapped(`${mark} `, text, window)).join('\n');
}

/** Columns below each other where the window is wide enough, otherwise a list. */
function tabled(table: Table, window: Window): string {
  const rows = [table.head, ...table.rows].map((row) => row.map((cell) => inline('none', cell)));
  const widths = table.head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  if (total > window.columns) {
    return textOf('simple', [table])
      .split('\n')
      .map((line) => wrapped('- ', line.slice(2), window))
      .join('\n');
  }
  return rows
    .map((row, at) => {
      const line = widths.map((width, column) => (row[column] ?? '').padEnd(width)).join('  ');
      return at === 0 && window.bold ? window.bold(line.trimEnd()) : line.trimEnd();
    })
    .join('\n');
}

/** Text broken at spaces; what follows the first line stands below where its text began. */
function wrapped(mark: string, text: string, { columns, bold }: Window): string {
  const plain = inline('none', text.replaceAll('**', BOLD));
  const lines: string[] = [];
  let line = mark;
  for (const word of plain.split(/\s+/)) {
    const gap = line.trim() === '' || line === mark ? '' : ' ';
    if (gap !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = ' '.repeat(mark.length) + word;
    } else {
      line += gap + word;
    }
  }
  const [first = '', ...others] = [...lines, line].join('\n').split(BOLD);
  // Every other part is bold.
  return first + others.map((part, at) => (bold && at % 2 === 0 ? bold(part) : part)).join('');
}

/** Stands for the two stars around bold words, which take no room. */
const BOLD = '\u0000';

const widthOf = (text: string) => text.replaceAll(BOLD, '').length;
