import { learnAhead } from './conversation/learn.ts';
import { failureText } from './failedStart.ts';
import { isRehearsed, rehearse } from './rehearse.ts';
import { openScripts } from './web/scripts.ts';

/** Runs after `npm ci`: what takes long and is the same at each start is done here, and kept. */
const isInOrder = learnAhead();
try {
  await openScripts();
  // Loads the bundler, without which there is nothing to be packed either.
  const { pack } = await import('./pack.ts');
  await pack();
  if (isInOrder && !isRehearsed()) await rehearse();
} catch (error) {
  console.warn(`The bot is not ready for a quick start, and may take a little longer. ${failureText(error)}`);
}
