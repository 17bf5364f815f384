import { z } from 'zod';
import { Refusal } from '../refusal.ts';

/** How long a token may be: of Azure's the longest has some 2 KB. */
const LONGEST = 8192;
const TOKEN = 'write the token of the talk that is to go on, or leave it out for a new one';

const asked = z
  .object({ token: z.string(TOKEN).max(LONGEST, TOKEN).nullish() }, 'send a JSON object, or nothing')
  .nullish();

/**
 * The token with which a page goes on with its talk; undefined where it wants a new one, an empty one included. Throws a
 * `Refusal` 400 for what cannot be read: left out, it would give a new talk to somebody who asked for their old one.
 */
export function tokenToResume(body: unknown): string | undefined {
  const { success, data, error } = asked.safeParse(body);
  if (success) return data?.token || undefined;
  const { path, message } = error.issues[0] ?? { path: [], message: 'cannot be read' };
  throw new Refusal(400, 'BadArgument', `${path.join('') || 'The body'}: ${message}.`);
}
