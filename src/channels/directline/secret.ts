import { createHmac, randomBytes } from 'node:crypto';
import type { Storage } from 'botbuilder';
import { z } from 'zod';
import { EtagConflict } from '../../storage/conflict.ts';

export const DEVELOPMENT_SECRET_KEY = 'directline/development-secret';
const storedSecret = z.object({ secret: z.string().min(16) });

/** A signing secret for development, made once and kept in the storage, so that talks outlive a restart. */
export async function developmentSecret(storage: Storage): Promise<string> {
  const KEY = DEVELOPMENT_SECRET_KEY;
  for (;;) {
    const { [KEY]: stored } = await storage.read([KEY]);
    const found = storedSecret.safeParse(stored);
    if (found.success) return found.data.secret;
    const secret = randomBytes(32).toString('base64url');
    try {
      await storage.write({ [KEY]: { secret, eTag: stored === undefined ? '' : '*' } });
      return secret;
    } catch (error) {
      // Another replica that starts in the same moment has made one.
      if (!(error instanceof EtagConflict)) throw error;
    }
  }
}

/** What replicas show one another of their secret: 12 bits, which tell two apart, and are too few to try guesses at it by. */
export function markOf(secret: string): string {
  return createHmac('sha256', secret).update('mark').digest('hex').slice(0, 3);
}
