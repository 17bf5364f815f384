import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import type { Metrics } from '../metrics.ts';
import { reasonOf } from '../reason.ts';
import { EtagConflict } from '../storage/conflict.ts';
import { StorageFailure } from '../storage/failure.ts';
import { sendJson } from './body.ts';
import { Refusal } from './refusal.ts';

/** How slowly a request may come in, in milliseconds; Node looks at its connections only at the interval. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 };

/** Whether what a path takes may come from whoever asks; throws a `Refusal` otherwise. */
type Look = (request: Request) => void;

/** Takes a request, and says what it is answered with; throws a `Refusal`, or what failed. */
export type Take = (request: Request) => Promise<{ readonly status: number; readonly body: unknown }>;

export type WebServer = {
  readonly server: Server;
  /**
   * Has `POST`s to a path answered as JSON. Those to exactly this path skip restify's router and chains, which would take
   * an eighth of a turn's processor time. A `HEAD` there says whether a `POST` would be taken, as `look` sees it.
   */
  post(path: string, take: Take, look: Look): void;
  /**
   * From now on `/readyz` answers 503 and each answer is the last of its connection, so that nothing is sent to a server
   * that has gone.
   */
  announceEnd(): void;
};

/**
 * The web server with what every endpoint shares: health, metrics, and one-sentence errors
 * `{error: {code, message}}` with the right status and never a stack trace. `isReady` resolves where the storage can be written to and rejects where it cannot.
 */
export function createServer(log: Logger, metrics: Metrics, isReady: () => Promise<unknown>): WebServer {
  const server = restify.createServer({ name: 'pop-or-imap' });
  Object.assign(server.server, TIMEOUTS);
  const direct = new Map<string, Take>();
  const looked = new Set<string>();

  // Once the server closes, a connection ends with the answer that it waited for.
  const endWhenClosing = () => {
    if (!server.server.listening) setImmediate(() => server.server.closeIdleConnections());
  };
  server.on('after', endWhenClosing);

  let isEnding = false;
  const announceTo = (response: ServerResponse) => {
    if (isEnding && !response.headersSent) response.setHeader('connection', 'close');
  };

  async function answerDirectly(take: Take, request: Request, response: Response): Promise<void> {
    response.on('finish', endWhenClosing);
    try {
      const { status, body } = await take(request);
      announceTo(response);
      sendJson(response, status, body);
    } catch (error) {
      const { status, body, headers } = refusalFor(error, request.url, log);
      announceTo(response);
      sendJson(response, status, body, headers);
    }
  }
  // What comes first costs a request less than what restify chains.
  server.first((request: Request, response: Response) => {
    const take = request.method === 'POST' ? direct.get(request.url ?? '') : undefined;
    if (take) {
      answerDirectly(take, request, response);
      return false;
    }
    response.setHeader('x-content-type-options', 'nosniff');
    announceTo(response);
    if (hasAddress(request)) {
      // Like a GET, and Node leaves the body out of the answer (RFC 9110, 9.3.2).
      if (request.method === 'HEAD' && !looked.has(request.path())) request.method = 'GET';
      return true;
    }
    const { status, body } = new Refusal(400, 'BadAddress', 'The address cannot be read.');
    sendJson(response, status, body);
    return false;
  });

  server.get('/healthz', (_request: Request, response: Response, next: Next) => {
    response.send(200, { status: 'ok' });
    next();
  });
  let wasReady = true;
  server.get('/readyz', async (_request: Request, response: Response) => {
    if (isEnding) throw new Refusal(503, 'Stopping', 'The bot is being stopped.');
    try {
      await isReady();
      if (!wasReady) log.info('ready again');
      wasReady = true;
      response.send(200, { status: 'ready' });
    } catch (error) {
      // Once for each outage, however often somebody asks.
      if (wasReady) log.warn({ reason: reasonOf(error) }, 'not ready');
      wasReady = false;
      throw new Refusal(503, 'NotReady', 'The storage does not take what is written to it.');
    }
  });
  server.get('/metrics', async (_request: Request, response: Response) => {
    response.sendRaw(200, await metrics.text(), { 'content-type': metrics.contentType });
  });
  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    answerError(request, response, error, log);
    done();
  });
  return {
    server,
    post(path, take, look) {
      direct.set(path, take);
      looked.add(path);
      server.head(path, async (request: Request, response: Response) => {
        look(request);
        response.send(200);
      });
      server.post(path, async (request: Request, response: Response) => {
        const { status, body } = await take(request);
        sendJson(response, status, body);
      });
    },
    announceEnd() {
      isEnding = true;
    },
  };
}

/** restify reads the path and the host as one address, and never answers where that fails. */
function hasAddress(request: Request): boolean {
  try {
    request.path();
    return true;
  } catch {
    return false;
  }
}

function answerError(request: Request, response: Response, error: unknown, log: Logger): void {
  const refusal = refusalFor(error, request.path(), log);
  if (response.headersSent) return;
  for (const [name, value] of Object.entries(refusal.headers)) response.header(name, value);
  // restify sends an error in its own form unless it carries its own body.
  if (typeof error === 'object' && error !== null) {
    Object.assign(error, {
      statusCode: refusal.status,
      toJSON: () => refusal.body,
      toString: () => JSON.stringify(refusal.body),
    });
  }
}

/** What a request is answered with that failed; what is our own fault is logged, and no refusal: anybody can cause those. */
function refusalFor(error: unknown, path: string | undefined, log: Logger): Refusal {
  if (error instanceof Refusal) return error;
  const refusal = refusalFrom(error);
  if (refusal.status >= 500) log.error({ err: error, path }, 'request failed');
  return refusal;
}

/** The storage's errors, and restify's own: no such path, wrong method. */
function refusalFrom(error: unknown): Refusal {
  if (error instanceof StorageFailure || error instanceof EtagConflict)
    return new Refusal(503, 'StorageAway', 'This cannot be saved at the moment; please send it again soon.', {
      'retry-after': '2',
    });
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 404) return new Refusal(404, 'NotFound', 'There is nothing at this address.');
  if (status === 405) return new Refusal(405, 'MethodNotAllowed', 'This address does not take that method.');
  if (status >= 400 && status < 500) return new Refusal(status, 'BadRequest', 'The request cannot be read.');
  return new Refusal(500, 'InternalError', 'Something went wrong here; please try again.');
}
