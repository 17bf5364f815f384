import { openDialog } from './dialog.ts';
import { DialogError } from './yaml.ts';

/** `npm run dialogs:check`: what is wrong in `dialogs/`, with file and line, for the person who edits it. */
try {
  openDialog();
  console.log('Everything in dialogs/ is in order.');
} catch (error) {
  if (!(error instanceof DialogError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
