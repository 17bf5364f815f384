import { escaped } from '../html.js';

/** @typedef {'text' | 'list' | 'table'} Kind */

const ITEM = /^\s*(?:(\d+)\.|[-*])\s+/;
const ROW = /^\s*\|(.*)\|\s*$/;
const RULE = /^\s*\|[-:|\s]+\|\s*$/;
/** Picture, link, bold, code, address, e-mail address: whatever else looks like markup is text. */
const INLINE =
  /!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|`([^`]+)`|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/**
 * The little Markdown that the bot uses, as HTML: paragraphs, bold, code, links, pictures of our own, lists, tables.
 * Everything else is shown as it is written, so that no text can become markup.
 *
 * @param {string} text
 */
export function renderMarkdown(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .flatMap((block) => runs(block.split('\n').filter((line) => line.trim() !== '')))
    .map(({ kind, lines }) => BLOCKS[kind](lines))
    .join('');
}

/** @type {Readonly<Record<Kind, (lines: readonly string[]) => string>>} */
const BLOCKS = { list, table, text: (lines) => `<p>${lines.map(inline).join('<br />')}</p>` };

/**
 * Lines of a block that belong together: a list and a table may follow a sentence without an empty line.
 *
 * @param {readonly string[]} lines
 */
function runs(lines) {
  /** @type {{ kind: Kind, lines: string[] }[]} */
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    const kind = kindOf(line);
    // A list item may go on in the next line, indented.
    if (last?.kind === 'list' && kind === 'text' && /^\s/.test(line)) last.lines.push(line);
    else if (last && last.kind === kind && startOf(line) === null) last.lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found;

  /**
   * A new list where one of the other sort begins.
   *
   * @param {string} line
   */
  function startOf(line) {
    const before = found.at(-1);
    if (before?.kind !== 'list') return null;
    return isNumbered(before.lines[0]) === isNumbered(line) ? null : line;
  }
}

/**
 * @param {string} line
 * @returns {Kind}
 */
function kindOf(line) {
  if (ROW.test(line)) return 'table';
  return ITEM.test(line) ? 'list' : 'text';
}

/** @param {string | undefined} line */
function isNumbered(line = '') {
  return ITEM.exec(line)?.[1] !== undefined;
}

/** @param {readonly string[]} lines */
function list(lines) {
  /** @type {string[]} */
  const items = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(inline(line.replace(ITEM, '')));
    else items.push(`${items.pop()} ${inline(line.trim())}`);
  }
  const first = Number(ITEM.exec(lines[0] ?? '')?.[1] ?? 1);
  const tag = isNumbered(lines[0]) ? 'ol' : 'ul';
  return `<${tag}${first === 1 ? '' : ` start="${first}"`}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`;
}

/** @param {readonly string[]} lines */
function table(lines) {
  const hasHead = RULE.test(lines[1] ?? '');
  const [head = [], ...rows] = lines.filter((line) => !RULE.test(line)).map(cellsOf);
  const body = hasHead ? rows : [head, ...rows];
  const heading = hasHead ? `<thead><tr>${head.map((cell) => th(cell, 'col')).join('')}</tr></thead>` : '';
  return `<table>${heading}<tbody>${body.map((cells) => row(cells, hasHead)).join('')}</tbody></table>`;
}

/**
 * Where there is a heading, the first cell says what its row is about.
 *
 * @param {readonly string[]} cells
 * @param {boolean} hasHead
 */
function row([first = '', ...others], hasHead) {
  const lead = hasHead ? th(first, 'row') : td(first);
  return `<tr>${lead}${others.map(td).join('')}</tr>`;
}

/**
 * A server's name may be broken after its dots, which leaves nothing behind in what is copied.
 *
 * @param {string} cell
 */
function td(cell) {
  return `<td>${/^[\w-]+(\.[\w-]+)+$/.test(cell) ? cell.replaceAll('.', '.<wbr />') : inline(cell)}</td>`;
}

/**
 * @param {string} cell
 * @param {'col' | 'row'} scope
 */
function th(cell, scope) {
  return cell === '' ? '<td></td>' : `<th scope="${scope}">${inline(cell)}</th>`;
}

/** @param {string} line */
function cellsOf(line) {
  const [, cells = ''] = ROW.exec(line) ?? [];
  return cells.split('|').map((cell) => cell.trim());
}

/** @param {string} text */
function inline(text) {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    html += escaped(text.slice(from, match.index)) + marked(match);
    from = match.index + match[0].length;
  }
  return html + escaped(text.slice(from));
}

/**
 * @param {RegExpExecArray} found
 * @returns {string}
 */
function marked([all, alt = '', picture, words = '', target, bold, code, address, email = '']) {
  if (picture !== undefined) {
    // Only our own pictures: others would tell a stranger who reads this.
    return /^\/(?!\/)/.test(picture)
      ? `<img src="${escaped(picture)}" alt="${escaped(alt)}" />`
      : escaped(all);
  }
  if (target !== undefined) {
    return /^(https?:\/\/|mailto:|\/(?!\/))/i.test(target) ? link(target, inline(words)) : escaped(all);
  }
  if (bold !== undefined) return `<strong>${inline(bold)}</strong>`;
  if (code !== undefined) return `<code>${escaped(code)}</code>`;
  if (address !== undefined) return link(address, escaped(address));
  return `<a href="mailto:${escaped(email)}">${escaped(email)}</a>`;
}

/**
 * @param {string} target
 * @param {string} html
 */
function link(target, html) {
  const away = /^mailto:/i.test(target) ? '' : ' target="_blank" rel="noopener noreferrer"';
  return `<a href="${escaped(target)}"${away}>${html}</a>`;
}
