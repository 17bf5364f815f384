import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { senderOf } from '../address.ts';
import { bodyOf } from '../body.ts';
import { Refusal } from '../refusal.ts';
import { openOrigins } from './origins.ts';
import { openTalkLimit } from './rateLimit.ts';
import { tokenToResume } from './tokenToResume.ts';

type AzureOptions = {
  /** Direct Line's address, such as `https://directline.botframework.com/v3/directline`. */
  readonly url: string;
  /** The secret of the bot's Direct Line channel; it goes to that address and to nobody else. */
  readonly secret: string;
  readonly log: Logger;
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[] | undefined;
  readonly proxies: number;
  /** Sees each request for a token of a page. */
  readonly lookForProxy?: (request: Request) => void;
};

/** Where the page asks for tokens of Azure's Direct Line. */
export const AZURE_TOKENS = '/api/azure/token';

/** How long Azure may take to answer, in milliseconds. */
const PATIENCE = 10_000;

const ticket = z.object({ conversationId: z.string(), token: z.string(), expires_in: z.number() });

/**
 * Gives website visitors tokens of Azure's Direct Line, got with the secret: for a user that the server makes up and
 * for pages of the origin that asks (enhanced authentication). A page that kept its token gets a fresh one for the
 * same talk as long as Azure takes the old one.
 *
 * Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-authentication
 */
export function mountAzureTokens(server: Server, options: AzureOptions): void {
  const countTalk = openTalkLimit();
  const originsOf = openOrigins(options.allowedOrigins, options.publicUrl);

  server.post(AZURE_TOKENS, async (request: Request, response: Response) => {
    const resumed = tokenToResume(await bodyOf(request));
    options.lookForProxy?.(request);
    countTalk(senderOf(request, options.proxies), resumed);
    const origins = originsOf(request);
    response.header('cache-control', 'no-store');
    if (resumed !== undefined) {
      response.send(200, await ask(options, '/tokens/refresh', resumed));
      return;
    }
    const userId = `dl_${randomBytes(16).toString('base64url')}`;
    const body = { user: { id: userId }, ...(origins && { trustedOrigins: origins }) };
    response.send(200, { ...(await ask(options, '/tokens/generate', options.secret, body)), userId });
  });
}

/** With these Azure says that a visitor's token is no longer good; any other failure may pass. */
const EXPIRED: ReadonlySet<number> = new Set([401, 403, 404]);

/**
 * A ticket from Azure. Throws a `Refusal`: 403 where a visitor's token is not taken, 429 where Azure is asked too often,
 * 502 where it gives none for another reason. The page drops its talk at the first one only.
 */
async function ask({ url, secret, log }: AzureOptions, path: string, bearer: string, body?: unknown) {
  const away = new Refusal(502, 'AzureAway', 'Azure gives no token at the moment; please try again soon.');
  let answer: globalThis.Response;
  try {
    answer = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    log.error({ err: error, path }, 'Azure Direct Line cannot be reached');
    throw away;
  }
  const isVisitors = bearer !== secret;
  if (isVisitors && EXPIRED.has(answer.status)) {
    await drop(answer);
    throw new Refusal(403, 'TokenExpired', 'The talk can no longer be gone on with.');
  }
  if (answer.status === 429) {
    const wait = answer.headers.get('retry-after');
    log.warn({ path, wait }, 'Azure Direct Line is asked too often');
    await drop(answer);
    throw new Refusal(429, 'TooManyRequests', 'Azure is asked too often; please wait.', {
      ...(wait !== null && { 'retry-after': wait }),
    });
  }
  const found = ticket.safeParse(await answer.json().catch(() => null));
  if (answer.ok && found.success) return found.data;
  const remedy = answer.status === 403 ? ': check AZURE_DIRECT_LINE_SECRET' : '';
  log.error({ status: answer.status, path }, `Azure Direct Line gives no token${remedy}`);
  throw away;
}

/** Lets go of an answer that nobody reads, whose connection would stay open. */
async function drop({ body }: globalThis.Response): Promise<void> {
  // It may have failed meanwhile, which changes nothing any more.
  await body?.cancel().catch(() => undefined);
}
