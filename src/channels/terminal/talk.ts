import { styleText } from 'node:util';
import { THIS_MACHINE } from '../../bot/render/index.ts';
import { terminal } from '../../bot/render/terminal.ts';
import type { Dialog } from '../../conversation/dialog.ts';
import { type Said, turn } from '../../conversation/turn.ts';

/** Where replies are written; a real terminal also has colour and a width. */
export type Screen = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

/** Lines that are longer than this are hard to read. */
const WIDEST = 100;
/** The width where the output does not go to a terminal. */
const USUAL = 80;

/**
 * Greets, then answers line by line until the lines end. Nothing is stored: the talk lives as long as this call.
 * `website` is where the files are that replies lead to.
 */
export async function talk(
  dialog: Dialog,
  lines: AsyncIterable<string>,
  screen: Screen,
  website = THIS_MACHINE,
): Promise<void> {
  let conversation: unknown;
  const take = (said: Said) => {
    const result = turn(dialog, conversation, said);
    conversation = result.conversation;
    // Looked at each time, as windows are made wider and narrower.
    const window = {
      columns: Math.min(screen.columns || USUAL, WIDEST),
      ...(isColourful(screen) && { bold }),
    };
    screen.write(`${terminal(result.reply, window, website)}\n\n${screen.isTTY ? '> ' : ''}`);
  };
  take({ kind: 'joined' });
  for await (const line of lines) take({ kind: 'message', text: line });
}

const bold = (text: string) => styleText('bold', text, { validateStream: false });

/** See https://no-color.org. */
function isColourful({ isTTY }: Screen): boolean {
  return isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
