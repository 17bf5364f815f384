import { setup } from './conversation/learn.ts';

/** Runs after `npm ci`: what takes long and is the same at each start is done here, and kept. */
setup();
try {
  // Where the packer itself was left out, the bot runs all the same.
  const { pack } = await import('./pack.ts');
  await pack();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.warn(`The bot is not packed into one file, and takes a little longer to start. ${reason}`);
}
