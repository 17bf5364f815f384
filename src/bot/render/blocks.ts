/** A piece of a reply's Markdown that a channel gives its own form. Texts hold bold, links and code only. */
export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | Table
  | Picture;

/** One step or point; its mark is `1.` or `-`. */
export type ListItem = { readonly mark: string; readonly text: string };

/** The first cell of a row says what the row is about; the others belong to the names in `head`. */
export type Table = {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** `alt` is for people who do not see it; a channel that shows no pictures shows that. */
type Picture = { readonly kind: 'picture'; readonly alt: string; readonly address: string };

const PICTURE = /!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g;

/** The Markdown that replies are written in, piece by piece. Anything else is a paragraph. */
export function blocksOf(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/)
    .flatMap((part) => runsOf(part.split('\n').filter((line) => line.trim() !== '')))
    .flatMap(({ kind, lines }): Block[] => {
      if (kind === 'list') return [listOf(lines)];
      if (kind === 'table') return [tableOf(lines)];
      if (kind === 'heading')
        return lines.map((line) => ({ kind, text: line.replace(/^#+\s+|\s*#*$/g, '') }));
      return paragraphsOf(lines.join('\n'));
    });
}

type Run = { readonly kind: Exclude<Block['kind'], 'picture'>; readonly lines: string[] };

/** Lines of the same kind that follow each other. */
function runsOf(lines: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    const kind = kindOf(line, last?.kind);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs;
}

const ITEM = /^\s*(\d+\.|[-*])\s+(.*)$/;

function kindOf(line: string, before: Run['kind'] | undefined): Run['kind'] {
  if (ITEM.test(line) || (before === 'list' && /^\s/.test(line))) return 'list';
  if (/^\|.*\|\s*$/.test(line)) return 'table';
  return /^#{1,6}\s/.test(line) ? 'heading' : 'paragraph';
}

function listOf(lines: readonly string[]): Block {
  const items: { mark: string; text: string }[] = [];
  for (const line of lines) {
    const [, mark, text] = ITEM.exec(line) ?? [];
    const last = items.at(-1);
    if (mark !== undefined && text !== undefined)
      items.push({ mark: mark === '*' ? '-' : mark, text: text.trim() });
    else if (last) last.text += ` ${line.trim()}`;
  }
  return { kind: 'list', items };
}

function tableOf(lines: readonly string[]): Block {
  const [head = [], ...rows] = lines.filter((line) => !/^\|[-:|\s]+\|\s*$/.test(line)).map(cellsOf);
  return { kind: 'table', head, rows };
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

/** A paragraph, and the pictures in it as blocks of their own. */
function paragraphsOf(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  const upTo = (end: number) => {
    const words = text.slice(from, end).trim();
    if (words !== '') blocks.push({ kind: 'paragraph', text: words });
  };
  for (const { index, 0: whole, 1: alt = '', 2: address = '' } of text.matchAll(PICTURE)) {
    upTo(index);
    blocks.push({ kind: 'picture', alt, address });
    from = index + whole.length;
  }
  upTo(text.length);
  return blocks;
}

const OWN_ADDRESS = /\]\((\/[^)\s]*)/g;

/**
 * Markdown whose pictures and links have whole addresses: nobody can tell where a reply is shown, as programs use the same
 * channels as the bot's own page.
 */
export function withAddresses(markdown: string, website: string): string {
  return markdown.replace(OWN_ADDRESS, (_, address: string) => `](${wholeAddress(address, website)}`);
}

function wholeAddress(address: string, website: string): string {
  return URL.canParse(address, website) ? new URL(address, website).href : address;
}
