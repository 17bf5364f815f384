import { learn } from './conversation/learn.ts';
import { pack } from './pack.ts';
import { reasonOf } from './reason.ts';
import { isRehearsed, rehearse } from './rehearse.ts';

/** Runs after `npm ci`: what takes long and is the same at each start is done here, and kept. */
const isInOrder = learn();
try {
  await pack();
  if (isInOrder && !isRehearsed()) await rehearse();
} catch (error) {
  console.warn(`The bot is not ready for a quick start, and may take a little longer. ${reasonOf(error)}`);
}
