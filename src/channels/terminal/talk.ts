import { styleText } from 'node:util';
import { markdownFor } from '../../bot/render/markdown.ts';
import type { Dialog } from '../../conversation/dialog.ts';
import type { Reply } from '../../conversation/reply.ts';
import { type Said, turn } from '../../conversation/turn.ts';

/** Where replies are written; a real terminal also has colour and a width. */
export type Screen = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

/** Greets, then answers line by line until the lines end. Nothing is stored: the talk lives as long as this call. */
export async function talk(dialog: Dialog, lines: AsyncIterable<string>, screen: Screen): Promise<void> {
  let conversation: unknown;
  const take = (said: Said) => {
    const result = turn(dialog, conversation, said);
    conversation = result.conversation;
    screen.write(`${rendered(result.reply, screen)}\n\n${screen.isTTY ? '> ' : ''}`);
  };
  take({ kind: 'joined' });
  for await (const line of lines) take({ kind: 'message', text: line });
}

function rendered(reply: Reply, screen: Screen): string {
  const width = Math.min(screen.columns ?? 80, 100);
  const choices = reply.choices.map((choice, at) => `  ${at + 1}. ${choice}`);
  const text = markdownFor('simple', reply.text)
    .split('\n')
    .map((line) => wrapped(line, width))
    .join('\n')
    .replace(/\*\*(.+?)\*\*/gs, (_, bold: string) => (screen.isTTY ? styleText('bold', bold) : bold));
  return [text, ...choices].join('\n');
}

/** A line broken at spaces; an item of a list goes on below its text. */
function wrapped(whole: string, width: number): string {
  const indent = ' '.repeat(/^(?:\d+\.|-) /.exec(whole)?.[0].length ?? 0);
  const lines: string[] = [];
  let line = '';
  for (const word of whole.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
