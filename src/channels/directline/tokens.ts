import { createHmac, createSecretKey, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { openRecent } from '../../memoise.ts';
import { ASKS_FOR_TOKEN, Refusal } from '../refusal.ts';

/** How long a token lives, in seconds. Web Chat refreshes every 15 minutes, whatever it is told. */
export const TOKEN_SECONDS = 3600;
/** How long a stream address can be connected to, in seconds (Direct Line 3.0). */
const STREAM_SECONDS = 60;
/** How many tokens are known without checking their signature again. */
const TOKENS = 20_000;

/** Whose talk a token opens, one conversation and one person, and on pages of which origins (null: on any). */
export type Pass = {
  readonly conversationId: string;
  readonly userId: string;
  readonly origins: readonly string[] | null;
};

type Use = 'directline' | 'stream';
type CheckedToken = { readonly pass: Pass; readonly expires: number };

const claims = z.object({
  conversation: z.string().min(1),
  sub: z.string().min(1),
  origins: z.array(z.string()).nullable().default(null),
  exp: z.number(),
});
const expired = () => new Refusal(403, 'TokenExpired', 'The token has expired.');

/** Signs and checks the tokens of one secret (HS256), which expire by the clock `now`, in milliseconds since 1970. */
export function openTokens(secret: string, now: () => number = Date.now) {
  const key = hash('sha256', secret, 'buffer');
  const signing = createSecretKey(key);
  /** Tokens that were signed here or whose signature was right: a visitor sends the same one with each message. */
  const known = { directline: openRecent<CheckedToken>(TOKENS), stream: openRecent<CheckedToken>(TOKENS) };

  const isSecret = (given: string) => timingSafeEqual(hash('sha256', given, 'buffer'), key);

  async function check(token: string, use: Use, overdue: number) {
    const expected = {
      algorithms: ['HS256'],
      audience: use,
      clockTolerance: overdue,
      currentDate: new Date(now()),
    };
    try {
      const { payload } = await jwtVerify(token, signing, expected);
      const { conversation, sub, origins, exp } = claims.parse(payload);
      const checked = { pass: { conversationId: conversation, userId: sub, origins }, expires: exp };
      known[use].set(token, checked);
      return checked;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired();
      // A client of Azure's Direct Line goes on sending the secret, which opens talks here and takes no part in them.
      const remedy = isSecret(token)
        ? 'Send the token that the talk began with, and not the secret.'
        : 'The token is not valid here.';
      throw new Refusal(403, 'BadToken', remedy);
    }
  }

  return {
    /** A pass for a new talk with an id that nobody can guess, and such a person unless one is named. */
    newPass(origins: Pass['origins'], userId?: string): Pass {
      const random = randomBytes(32);
      return {
        conversationId: random.toString('base64url', 0, 16),
        userId: userId ?? `dl_${random.toString('base64url', 16)}`,
        origins,
      };
    },

    sign(pass: Pass, use: Use = 'directline'): string {
      const { conversationId, userId, origins } = pass;
      const issued = Math.floor(now() / 1000);
      const expires = issued + (use === 'stream' ? STREAM_SECONDS : TOKEN_SECONDS);
      const token = signed(signing, {
        conversation: conversationId,
        // Web Chat reads "user", as Direct Line writes it.
        user: userId,
        ...(origins && { origins }),
        sub: userId,
        aud: use,
        iat: issued,
        exp: expires,
      });
      known[use].set(token, { pass, expires });
      return token;
    },

    /**
     * `origin` is that of the page which shows the token; programs and same-origin GETs name none. `overdue`: for how
     * many seconds after its end it is still taken. Throws a `Refusal`:
     * 403 `TokenExpired` for an old token, `OriginRefused` on another page, `BadToken` for any other that is not ours.
     */
    async verify(
      token: string,
      origin: string | undefined,
      { use = 'directline', overdue = 0 }: { use?: Use; overdue?: number } = {},
    ): Promise<Pass> {
      const { pass, expires } = known[use].get(token) ?? (await check(token, use, overdue));
      if (expires + overdue <= now() / 1000) throw expired();
      if (origin !== undefined && pass.origins?.includes(origin) === false)
        throw new Refusal(403, 'OriginRefused', 'The token is not for pages of this origin.');
      return pass;
    },

    isSecret,
  };
}

const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

/**
 * A token (RFC 7519) in the compact form of RFC 7515. Not by jose, which signs in a thread of the pool: each new talk
 * needs two of these, and the way there and back takes many times as long as the signature.
 */
function signed(key: KeyObject, claims: object): string {
  const content = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}

export type Tokens = ReturnType<typeof openTokens>;

/** The token or secret in an `Authorization: Bearer …` header. Throws a `Refusal` 401 where there is none. */
export function bearer(authorization: string | undefined): string {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!token)
    throw new Refusal(401, 'MissingToken', 'Send a token as "Authorization: Bearer …".', ASKS_FOR_TOKEN);
  return token;
}
