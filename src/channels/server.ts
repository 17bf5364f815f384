import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import type { Metrics } from '../metrics.ts';
import { EtagConflict } from '../storage/conflict.ts';
import { StorageFailure } from '../storage/failure.ts';
import { Refusal } from './refusal.ts';

/** The largest request that is read, in bytes. */
export const LARGEST_BODY = 256 * 1024;

/** How many lists and objects may be within one another: what writes JSON again overflows its stack at some depth. */
const DEEPEST = 100;
/** How slowly a request may come in, in milliseconds; Node looks at its connections only at the interval. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 };

/**
 * The web server with what every endpoint shares: bodies of bounded size parsed as JSON, health, metrics, and
 * one-sentence errors `{error: {code, message}}` with the right status and never a stack trace.
 * `isReady` resolves where the storage can be written to and rejects where it cannot.
 */
export function createServer(log: Logger, metrics: Metrics, isReady: () => Promise<unknown>): Server {
  const server = restify.createServer({ name: 'pop-or-imap' });
  Object.assign(server.server, TIMEOUTS);

  // What comes first costs a request less than what restify chains.
  server.first((request: Request, response: Response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (hasAddress(request)) return true;
    const { status, body } = new Refusal(400, 'BadAddress', 'The address cannot be read.');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
    return false;
  });
  // Once the server closes, a connection ends with the answer that it waited for.
  server.on('after', () => {
    if (!server.server.listening) setImmediate(() => server.server.closeIdleConnections());
  });
  server.use(readBody);
  server.get('/healthz', (_request: Request, response: Response, next: Next) => {
    response.send(200, { status: 'ok' });
    next();
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    try {
      await isReady();
      response.send(200, { status: 'ready' });
    } catch {
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
  return server;
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
  const refusal = error instanceof Refusal ? error : refusalFrom(error);
  if (refusal.status >= 500) log.error({ err: error, path: request.path() }, 'request failed');
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

/** Reads a JSON body of bounded size. Throws a `Refusal` for one that is too large, not JSON, or of another type. */
async function readBody(request: Request, _response: Response): Promise<void> {
  if (request.method !== 'POST' && request.method !== 'PUT' && request.method !== 'PATCH') return;
  const text = await textOf(request);
  if (text === '') {
    request.body = undefined;
    return;
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Refusal(415, 'UnsupportedEncoding', 'Send the body without compression.');
  }
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Refusal(415, 'UnsupportedMediaType', 'Send the body as application/json.');
  }
  if (isTooDeep(text)) throw new Refusal(400, 'TooDeep', 'The body is nested too deeply.');
  try {
    request.body = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'MalformedJson', 'The body is not valid JSON.');
  }
}

/** Whether lists and objects are within one another too deep in a JSON text. */
function isTooDeep(json: string): boolean {
  // Nearly all texts have fewer brackets than may be within one another.
  if (counted(json, '[') + counted(json, '{') <= DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const sign = json.charCodeAt(at);
    if (sign === QUOTE) at = endOfText(json, at);
    else if (sign === LIST || sign === OBJECT) depth++;
    else if (sign === LIST_END || sign === OBJECT_END) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function counted(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++;
  return count;
}

const [QUOTE, BACKSLASH, LIST, LIST_END, OBJECT, OBJECT_END] = [34, 92, 91, 93, 123, 125];

/** Where the text that begins at a quotation mark ends. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

/** Whether an odd number of backslashes stands before the sign. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === BACKSLASH) before--;
  return (at - before) % 2 === 0;
}

/** The whole body. Throws a `Refusal` for one that is too large, once it has been read, unless it goes on and on. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((done, fail) => {
    const tooLarge = () => fail(new Refusal(413, 'BodyTooLarge', 'The body is larger than 256 KB.'));
    let chunks: Buffer[] = [];
    let size = 0;
    let isWhole = false;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else chunks = [];
      if (size <= 8 * LARGEST_BODY) return;
      request.pause();
      tooLarge();
    });
    request.on('end', () => {
      isWhole = true;
      const [first = ''] = chunks;
      if (size > LARGEST_BODY) tooLarge();
      else done(chunks.length > 1 ? Buffer.concat(chunks).toString() : first.toString());
    });
    request.on('error', fail);
    request.on('close', () => {
      // Whoever goes away in the middle of it hears no answer.
      if (!isWhole) fail(new Refusal(400, 'Incomplete', 'The body ended too early.'));
    });
  });
}
