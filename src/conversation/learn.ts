import { openDialog } from './dialog.ts';
import { DialogError } from './yaml.ts';

/**
 * Learns what people say ahead of the first start, which then finds it kept. A mistake in `dialogs/` is left for the
 * start, or for `npm run dialogs:check`, to tell: then it gives false.
 */
export function learnAhead(): boolean {
  try {
    openDialog();
    return true;
  } catch (error) {
    if (!(error instanceof DialogError)) throw error;
    return false;
  }
}
