import { z } from 'zod';
import { originIn } from '../../origin.ts';
import { Refusal } from '../refusal.ts';

/** For whom the operator's own server asks for a token: a person that it names, and pages of which origins (null: any). */
type TokenRequest = {
  readonly userId: string | undefined;
  readonly origins: readonly string[] | null;
};

const USER =
  'write {"id": "dl_…"} with an id that begins with dl_ and has up to 200 characters, or leave it out';
const ORIGINS = 'write a list of origins such as ["https://www.mail.example"], or leave it out';

const user = strictly(
  {
    id: z
      .string(USER)
      .regex(/^dl_[^\p{Cc}]{1,197}$/u, USER)
      .optional(),
    // The official service takes a name, too; the bot calls nobody by it.
    name: z.unknown().optional(),
  },
  USER,
);
const trustedOrigins = z
  .array(
    z.string(ORIGINS).refine((origin) => originIn(origin) !== null, ORIGINS),
    ORIGINS,
  )
  .min(1, ORIGINS);
const asked = strictly(
  { user: user.optional(), trustedOrigins: trustedOrigins.optional() },
  'send a JSON object, or nothing',
).nullish();

/** An object that has no other names than these; `otherwise` is what to send in place of anything else. */
function strictly<Shape extends z.core.$ZodShape>(shape: Shape, otherwise: string) {
  const names = Object.keys(shape).join(' and ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `write nothing but ${names} in it` : otherwise),
  });
}

/**
 * What `tokens/generate` is asked for (Direct Line 3.0, "Authentication", with its enhanced options). Only who has the
 * secret gets here, so the person's name is theirs to choose, as with the official service; it opens nothing but the one
 * new talk. Throws a `Refusal` 400 for what cannot be read: left out, it would give a token that is good for more. Capitals
 * in names do not count, as with the official service, to which C# programs send `TrustedOrigins`.
 */
export function tokenRequestIn(body: unknown): TokenRequest {
  const { success, data, error } = asked.safeParse(named(body));
  if (!success) {
    const { path, message } = error.issues[0] ?? { path: [], message: 'cannot be read' };
    throw new Refusal(400, 'BadArgument', `${path.slice(0, 1).join('') || 'The body'}: ${message}.`);
  }
  return {
    userId: data?.user?.id,
    origins: data?.trustedOrigins?.flatMap((origin) => originIn(origin) ?? []) ?? null,
  };
}

const NAMES = new Map(['user', 'id', 'name', 'trustedOrigins'].map((name) => [name.toLowerCase(), name]));

/** The same with its names as they are written above, and without what is null, which asks for nothing. */
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = new Map<string, unknown>();
  for (const [given, field] of Object.entries(value)) {
    if (field === null) continue;
    const name = NAMES.get(given.toLowerCase()) ?? given;
    // Which one of two is meant nobody knows: the second gets a name that is refused.
    fields.set(fields.has(name) ? `${given} again` : name, named(field));
  }
  return Object.fromEntries(fields);
}
