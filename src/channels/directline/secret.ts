import { randomBytes } from 'node:crypto';
import type { Storage } from 'botbuilder';
import { z } from 'zod';

const KEY = 'directline/development-secret';
const kept = z.object({ secret: z.string().min(16) });

/** A signing secret for development, made once and kept in the storage, so that talks outlive a restart. */
export async function developmentSecret(storage: Storage): Promise<string> {
  const found = kept.safeParse((await storage.read([KEY]))[KEY]);
  if (found.success) return found.data.secret;
  const secret = randomBytes(32).toString('base64url');
  await storage.write({ [KEY]: { secret, eTag: '*' } });
  return secret;
}
