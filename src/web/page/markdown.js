const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * The little Markdown that the bot uses, as HTML: paragraphs, bold, lists, addresses. Everything else is
 * shown as it is written, so that no text can become markup.
 */
export function renderMarkdown(text) {
  return text
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split('\n');
      if (lines.every((line) => /^\s*(\d+\.|-)\s/.test(line))) return list(lines);
      return `<p>${lines.map(inline).join('<br />')}</p>`;
    })
    .join('');
}

function list(lines) {
  const tag = /^\s*\d/.test(lines[0]) ? 'ol' : 'ul';
  const items = lines.map((line) => `<li>${inline(line.replace(/^\s*(\d+\.|-)\s+/, ''))}</li>`);
  return `<${tag}>${items.join('')}</${tag}>`;
}

function inline(text) {
  return text
    .replace(/[&<>"']/g, (sign) => ESCAPED[sign])
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(
      /\bhttps?:\/\/[^\s<]+[^\s<.,;:!?)]/g,
      '<a href="$&" target="_blank" rel="noopener noreferrer">$&</a>',
    )
    .replace(/\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b/g, '<a href="mailto:$&">$&</a>');
}
