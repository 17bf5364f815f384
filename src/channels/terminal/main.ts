import { createInterface } from 'node:readline';
import { openDialog } from '../../conversation/dialog.ts';
import { DialogError } from '../../conversation/yaml.ts';
import { talk } from './talk.ts';

// Who reads may stop reading, as "| head" does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** The bot in the terminal: one line is one message; a pipe works too. */
try {
  const dialog = openDialog();
  await talk(dialog, createInterface({ input: process.stdin }), process.stdout);
} catch (error) {
  if (!(error instanceof DialogError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
