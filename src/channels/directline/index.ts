import type { Storage } from 'botbuilder';
import type { Logger } from 'pino';
import type { Request, Response, Server } from 'restify';
import type { Metrics } from '../../metrics.ts';
import { openOrigin } from '../../origin.ts';
import { DIRECT_LINE, TOKENS } from '../../paths.ts';
import type { Announcer } from '../../storage/announce.ts';
import { readVisitors } from '../activity.ts';
import { senderOf } from '../address.ts';
import { bodyOf, sendJson } from '../body.ts';
import { Refusal } from '../refusal.ts';
import { type Bot, DirectLineAdapter } from './adapter.ts';
import { allowOrigins } from './cors.ts';
import { tokenRequestIn } from './generate.ts';
import { activitySet, openLog } from './log.ts';
import { openOrigins, originOf } from './origins.ts';
import { openLimit, openTalkLimit, tooMany } from './rateLimit.ts';
import { serveStreams } from './stream.ts';
import { bearer, openTokens, type Pass, TOKEN_SECONDS } from './tokens.ts';
import { tokenToResume } from './tokenToResume.ts';
import { openVoice, type Restate } from './wire.ts';

type DirectLineOptions = {
  readonly bot: Bot;
  /** Says again what the bot has said. */
  readonly restate: Restate;
  readonly storage: Storage;
  /** Tells of talks that grow in other replicas. */
  readonly announcer: Announcer;
  /** Hears that a talk's log was written beside the talk's turns. */
  readonly overtaken: (conversationId: string) => void;
  /** What tokens are signed with; also opens `tokens/generate` to the operator's own servers. */
  readonly secret: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly publicUrl: string | undefined;
  /** The origins of pages that may have the chat; any where there is no list. */
  readonly allowedOrigins: readonly string[] | undefined;
  /** How many proxies of the operator a request passes. */
  readonly proxies: number;
  /** Sees each request for a token of a page. */
  readonly lookForProxy?: (request: Request) => void;
  /** Activities that one visitor may send in a minute. */
  readonly messagesPerMinute: number;
  /** How long a talk can be gone on with by a page that kept its token, in hours; its log lives as long. */
  readonly resumableHours: number;
  /** The clock by which tokens expire, activities are dated and requests are counted. */
  readonly now?: () => number;
};

/** How large an activity of a visitor may be, in bytes: they write some 10 KB at most, and all of it is kept. */
const LARGEST_ACTIVITY = 32 * 1024;
/** For how many busy visitors one address may send, such as that of an office. */
const VISITORS = 60;
/**
 * How often a talk may be read in a minute, where that is more than may be written in it: a page without a WebSocket asks 40 times,
 * Direct Line's own client 60 times, and a talk may have ten tabs. An address may read as much as that for ten talks.
 */
const READS = 600;
const READ_TALKS = 10;
/** What has the form of a token. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Direct Line 3.0, in this process: tokens, conversations, activities, stream. */
export function mountDirectLine(server: Server, options: DirectLineOptions): { close(): Promise<void> } {
  const { storage, announcer, restate, overtaken, now = Date.now } = options;
  const tokens = openTokens(options.secret, now);
  const log = openLog(storage, announcer, { voice: openVoice(restate), overtaken, now });
  const adapter = new DirectLineAdapter(log, options.bot, now);
  adapter.onTurnError = async (_context, error) => {
    if (!(error instanceof Refusal)) options.metrics.turnFailed('website');
    throw error;
  };
  const streams = serveStreams(server.server, log, tokens, options.log);
  const countTalk = openTalkLimit(now);
  const originsOf = openOrigins(options.allowedOrigins, options.publicUrl);
  const messageLimit = openLimit(options.messagesPerMinute, now);
  const addressLimit = openLimit(options.messagesPerMinute * VISITORS, now);
  const reads = Math.max(READS, options.messagesPerMinute);
  const readLimit = openLimit(reads, now);
  const addressReadLimit = openLimit(reads * READ_TALKS, now);
  const sender = (request: Request) => senderOf(request, options.proxies);
  allowOrigins(server);

  const origin = openOrigin(options.publicUrl);
  const ticket = (pass: Pass) => ({
    conversationId: pass.conversationId,
    token: tokens.sign(pass),
    expires_in: TOKEN_SECONDS,
  });
  function opened(request: Request, pass: Pass, watermark: string | undefined) {
    const base = `${origin(request).replace('http', 'ws')}${DIRECT_LINE}`;
    const after = watermark ? `watermark=${encodeURIComponent(watermark)}&` : '';
    const streamUrl = `${base}/conversations/${pass.conversationId}/stream?${after}t=${tokens.sign(pass, 'stream')}`;
    return { ...ticket(pass), streamUrl };
  }
  function count(request: Request, visitor?: string): void {
    const wait = (visitor === undefined ? 0 : messageLimit(visitor)) || addressLimit(sender(request));
    if (wait > 0) throw tooMany('Too many messages; please wait.', wait);
  }
  /** What is no token may be a guess at the secret, or an old one of the operator's: it is counted, and not without a limit. */
  function countWrongSecret(request: Request): void {
    options.metrics.wrongSecret();
    options.log.debug({ from: sender(request) }, 'secret not valid');
    count(request);
  }
  async function passOf(request: Request): Promise<Pass> {
    const token = bearer(request.headers.authorization);
    // Whoever guesses it right is told by the refusal that it is the secret.
    if (!TOKEN.test(token) && !tokens.isSecret(token)) countWrongSecret(request);
    return tokens.verify(token, originOf(request));
  }
  function countRead(request: Request, conversationId: string): void {
    const wait = readLimit(conversationId) || addressReadLimit(sender(request));
    if (wait > 0) throw tooMany('Asked for too often; please wait.', wait);
  }
  /** The pass of a request about the conversation in its path, which may not have begun. */
  async function holder(request: Request): Promise<Pass> {
    const pass = await passOf(request);
    if (request.params.id !== pass.conversationId) {
      throw new Refusal(403, 'BadToken', 'The token belongs to another conversation.');
    }
    return pass;
  }

  server.post(TOKENS, async (request: Request, response: Response) => {
    const resumed = tokenToResume(await bodyOf(request));
    options.lookForProxy?.(request);
    countTalk(sender(request), resumed);
    const origins = originsOf(request);
    const overdue = options.resumableHours * 3600;
    const pass =
      resumed === undefined
        ? tokens.newPass(origins)
        : await tokens.verify(resumed, originOf(request), { overdue });
    response.send(200, { ...ticket(pass), userId: pass.userId });
  });

  server.post(`${DIRECT_LINE}/tokens/generate`, async (request: Request, response: Response) => {
    if (!tokens.isSecret(bearer(request.headers.authorization))) {
      countWrongSecret(request);
      throw new Refusal(403, 'BadSecret', 'The secret is not valid here.');
    }
    const { userId, origins } = tokenRequestIn(await bodyOf(request));
    response.send(200, ticket(tokens.newPass(origins, userId)));
  });

  server.post(`${DIRECT_LINE}/tokens/refresh`, async (request: Request, response: Response) => {
    count(request);
    const pass = await passOf(request);
    await log.renew(pass.conversationId);
    response.send(200, ticket(pass));
  });

  server.post(`${DIRECT_LINE}/conversations`, async (request: Request, response: Response) => {
    const isOperator = tokens.isSecret(bearer(request.headers.authorization));
    if (!isOperator) count(request);
    const pass = isOperator ? tokens.newPass(null) : await passOf(request);
    const begun = await adapter.join(pass, origin(request));
    sendJson(response, begun ? 201 : 200, opened(request, pass, undefined));
  });

  server.get(`${DIRECT_LINE}/conversations/:id`, async (request: Request, response: Response) => {
    const pass = await holder(request);
    countRead(request, pass.conversationId);
    if (!(await log.exists(pass.conversationId))) throw unknownConversation();
    response.send(200, opened(request, pass, watermarkOf(request)));
  });

  server.get(`${DIRECT_LINE}/conversations/:id/stream`, async () => {
    throw new Refusal(426, 'UpgradeRequired', 'Connect to this address with a WebSocket.', {
      upgrade: 'websocket',
      connection: 'upgrade, close',
    });
  });

  server.post(`${DIRECT_LINE}/conversations/:id/activities`, async (request: Request, response: Response) => {
    const pass = await holder(request);
    count(request, pass.conversationId);
    const sent = readVisitors(await bodyOf(request, LARGEST_ACTIVITY));
    // A message finds out by itself, when it is added to the log.
    if (sent.type !== 'message' && !(await log.exists(pass.conversationId))) throw unknownConversation();
    sendJson(response, 200, { id: await adapter.receive(pass, sent, origin(request)) });
  });

  server.get(`${DIRECT_LINE}/conversations/:id/activities`, async (request: Request, response: Response) => {
    const { conversationId } = await holder(request);
    countRead(request, conversationId);
    const news = await log.since(conversationId, watermarkOf(request));
    if (!news) throw unknownConversation();
    response.sendRaw(200, activitySet(news), { 'content-type': 'application/json' });
  });

  return {
    async close() {
      streams.close();
    },
  };
}

function watermarkOf(request: Request): string | undefined {
  return new URL(request.url ?? '/', 'http://localhost').searchParams.get('watermark') ?? undefined;
}

function unknownConversation(): Refusal {
  return new Refusal(404, 'ConversationNotFound', 'There is no such conversation.');
}
