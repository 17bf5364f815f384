import type { Markdown } from '../channels.ts';

/** Tables as lists: "- Incoming: Server imap.example, Port 993". */
function withoutTables(markdown: string): string {
  return markdown.replace(/^\|(.*)\|\n\|[-:| ]+\|\n((?:\|.*\|\n?)+)/gm, (_, head: string, body: string) => {
    const names = cellsOf(head);
    const rows = body.trim().split('\n');
    return rows
      .map((row) => {
        const [first, ...others] = cellsOf(row.slice(1, -1));
        return `- ${first}: ${others.map((cell, at) => `${names[at + 1]} ${cell}`).join(', ')}`;
      })
      .join('\n');
  });
}

function cellsOf(row: string): string[] {
  return row.split('|').map((cell) => cell.trim());
}

/** Markdown as a place shows it, without signs that it would show as they are. */
export function markdownFor(place: Markdown, markdown: string): string {
  if (place === 'full') return markdown;
  const text = withoutTables(markdown).replace(/!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g, '[$1]($2)');
  if (place === 'simple') return text.replace(/^#{1,6}\s+(.+?)\s*#*$/gm, '**$1**');
  return text
    .replace(/^#{1,6}\s+(.+?)\s*#*$/gm, '$1')
    .replace(/\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g, (_, title: string, address: string) =>
      title === '' || title === address ? address : `${title} (${address})`,
    )
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/gs, '$1')
    .replace(/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/^>\s?/gm, '');
}
