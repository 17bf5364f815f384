import { conversation } from '../../dialogs/index.ts';

type Node = typeof conversation.root;
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const COLUMN = 250;
const WIDTH = 196;
const LINE = 17;
const MARGIN = 28;
const TITLE = 30;

/**
 * The conversation as an SVG statechart, drawn from the machine itself: a box for each state with the events
 * it answers, arrows where an event or a decision leads on, and what works anywhere in a strip below.
 */
export function drawStatechart(): string {
  const { root } = conversation;
  const columns = columnsOf(root);
  const boxes = new Map<string, Box>();
  const drawn: string[] = [];
  let height = 0;
  columns.forEach((column, at) => {
    let y = MARGIN;
    for (const node of column) {
      const box = { x: MARGIN + at * COLUMN, y, width: WIDTH, height: heightOf(node) };
      boxes.set(node.id, box);
      drawn.push(drawNode(node, box));
      y += box.height + 26;
    }
    height = Math.max(height, y);
  });
  const arrows = columns.flat().flatMap((node) => arrowsFrom(node, boxes));
  const width = MARGIN * 2 + (columns.length - 1) * COLUMN + WIDTH;
  const strip = anywhere(root, height, width);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + strip.height + MARGIN}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="title">`,
    '<title id="title">The conversation as a statechart</title>',
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#5c6670"/></marker></defs>',
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...arrows,
    ...drawn,
    strip.svg,
    '</svg>',
    '',
  ].join('\n');
}

/** States side by side in the order in which a talk meets them: by the distance from the start. */
function columnsOf(root: Node): Node[][] {
  const columns: Node[][] = [];
  const seen = new Set<Node>();
  let rank = Object.values(root.states).filter((node) => node.key === 'greeting');
  while (rank.length > 0) {
    columns.push(rank);
    for (const node of rank) seen.add(node);
    const next = new Set(
      rank.flatMap((node) => (node.key === 'greeting' ? fromRoot(root) : targetsOf(node))),
    );
    rank = Object.values(root.states).filter((node) => next.has(node) && !seen.has(node));
  }
  const left = Object.values(root.states).filter((node) => !seen.has(node));
  if (left.length > 0) columns.push(left);
  return columns;
}

/** What a choice in the greeting leads to: the repairs at the root take it to the decision. */
function fromRoot(root: Node): Node[] {
  return Object.values(root.states).filter((node) => node.key === 'deciding');
}

function targetsOf(node: Node): Node[] {
  const own = [...node.transitions.values()].flat().concat(node.always ?? []);
  const targets = own.flatMap(({ target }) => target ?? []).map(topOf);
  return [...new Set([...targets, ...Object.values(node.states).flatMap(targetsOf)])].filter(
    (target) => target !== node,
  );
}

function topOf(node: Node): Node {
  return node.parent === undefined || node.parent.parent === undefined ? node : topOf(node.parent);
}

function rowsOf(node: Node): string[] {
  const children = Object.values(node.states).map(({ key }) => `▸ ${key}`);
  return [...children, ...eventsOf(node).map((event) => `on ${event}`)];
}

function eventsOf(node: Node): string[] {
  const all = [node, ...Object.values(node.states)].flatMap((one) => [...one.transitions.keys()]);
  return [...new Set(all)].filter((event) => event !== '');
}

function heightOf(node: Node): number {
  return TITLE + 8 + Math.max(1, rowsOf(node).length) * LINE;
}

function drawNode(node: Node, { x, y, width, height }: Box): string {
  const passing = (node.always ?? []).length > 0;
  const rows = passing ? ['by what is known'] : rowsOf(node);
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${passing ? '#fff7e0' : '#eef2f7'}" stroke="#1d4f91" stroke-width="1.5"${passing ? ' stroke-dasharray="5 4"' : ''}/>`,
    `<text x="${x + 12}" y="${y + 20}" font-weight="700" font-size="14" fill="#1b1f24">${node.key}</text>`,
    ...rows.map(
      (row, at) => `<text x="${x + 12}" y="${y + TITLE + 10 + at * LINE}" fill="#3a4048">${row}</text>`,
    ),
  ].join('');
}

function arrowsFrom(node: Node, boxes: ReadonlyMap<string, Box>): string[] {
  const from = boxes.get(node.id);
  const targets = node.key === 'greeting' && node.parent ? fromRoot(node.parent) : targetsOf(node);
  return targets.flatMap((target) => {
    const to = boxes.get(target.id);
    if (!from || !to) return [];
    const forward = to.x > from.x;
    const [x1, x2] = forward ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
    const [y1, y2] = [from.y + 16, to.y + (forward ? 16 : 30)];
    const bend = (x1 + x2) / 2;
    return `<path d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}" fill="none" stroke="#5c6670" stroke-width="1.3" marker-end="url(#head)"/>`;
  });
}

/** What a person may do in every state. */
function anywhere(root: Node, top: number, width: number): { svg: string; height: number } {
  const events = [...root.transitions.keys()].filter((event) => event !== '');
  const perLine = Math.max(1, Math.floor((width - 2 * MARGIN) / 96));
  const lines: string[] = [];
  for (let at = 0; at < events.length; at += perLine) lines.push(events.slice(at, at + perLine).join(' · '));
  const height = TITLE + 10 + lines.length * LINE;
  const box = `<rect x="${MARGIN}" y="${top}" width="${width - 2 * MARGIN}" height="${height}" rx="10" fill="#f3f5f8" stroke="#5c6670"/>`;
  const title = `<text x="${MARGIN + 12}" y="${top + 20}" font-weight="700" font-size="14" fill="#1b1f24">anywhere</text>`;
  const text = lines.map(
    (line, at) =>
      `<text x="${MARGIN + 12}" y="${top + TITLE + 10 + at * LINE}" fill="#3a4048">${line}</text>`,
  );
  return { svg: [box, title, ...text].join(''), height };
}
