import { z } from 'zod';
import { originIn } from '../../origin.ts';
import { Refusal } from '../refusal.ts';

/** For whom the operator's own server asks for a token: a person that it names, and pages of which origins (null: any). */
export type Asked = { readonly userId: string | undefined; readonly origins: readonly string[] | null };

const USER =
  'write {"id": "dl_…"} with an id that begins with dl_ and has up to 200 characters, or leave it out';
const ORIGINS = 'write a list of origins such as ["https://www.mail.example"], or leave it out';

const asked = z
  .object(
    {
      user: z
        .object(
          {
            id: z
              .string(USER)
              .regex(/^dl_[^\p{Cc}]{1,197}$/u, USER)
              .nullish(),
          },
          USER,
        )
        .nullish(),
      trustedOrigins: z
        .array(
          z.string(ORIGINS).refine((origin) => originIn(origin) !== null, ORIGINS),
          ORIGINS,
        )
        .min(1, ORIGINS)
        .nullish(),
    },
    'send a JSON object, or nothing',
  )
  .nullish();

/**
 * What `tokens/generate` is asked for (Direct Line 3.0, "Authentication", with its enhanced options). Only who has the
 * secret gets here, so the person's name is theirs to choose, as with the official service; it opens nothing but the one
 * new talk. Throws a `Refusal` 400 for what cannot be read: left out, it would give a token that is good for more.
 */
export function askedIn(body: unknown): Asked {
  const { success, data, error } = asked.safeParse(body);
  if (!success) {
    const { path, message } = error.issues[0] ?? { path: [], message: 'cannot be read' };
    throw new Refusal(400, 'BadArgument', `${path.slice(0, 1).join('') || 'The body'}: ${message}.`);
  }
  return {
    userId: data?.user?.id ?? undefined,
    origins: data?.trustedOrigins?.flatMap((origin) => originIn(origin) ?? []) ?? null,
  };
}
