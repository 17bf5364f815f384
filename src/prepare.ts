import { setup } from './conversation/learn.ts';
import { packedBot } from './packed.ts';

/** Runs after `npm ci`: what takes long and is the same at each start is done here, and kept. */
setup();
try {
  if (packedBot() === null) {
    // Where the packer itself was left out, the bot runs all the same.
    const { pack } = await import('./pack.ts');
    await pack();
    const { rehearse } = await import('./rehearse.ts');
    await rehearse();
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.warn(`The bot is not ready for a quick start, and takes a little longer. ${reason}`);
}
