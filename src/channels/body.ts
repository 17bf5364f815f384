import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

const KB = 1024;
/** The largest request that is read, in bytes. */
const LARGEST_BODY = 256 * KB;

/** How many lists and objects may be within one another: what writes JSON again overflows its stack at some depth. */
const DEEPEST = 100;

/**
 * A request's body, which is JSON of bounded size; undefined for an empty one. Throws a `Refusal` for one that is too
 * large, not JSON, or of another type. `largest` is in bytes.
 */
export async function bodyOf(request: IncomingMessage, largest = LARGEST_BODY): Promise<unknown> {
  const text = withoutMark(await textOf(request, largest));
  if (text === '') return undefined;
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Refusal(415, 'UnsupportedEncoding', 'Send the body without compression.');
  }
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Refusal(415, 'UnsupportedMediaType', 'Send the body as application/json.');
  }
  if (isTooDeep(text)) throw new Refusal(400, 'TooDeep', 'The body is nested too deeply.');
  if (Buffer.byteLength(text) > largest) throw tooLarge(largest);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'MalformedJson', 'The body is not valid JSON.');
  }
}

/** Answers with JSON, or with nothing, in one piece: restify would send head and body apart. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'x-content-type-options': 'nosniff',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function tooLarge(largest: number, headers?: Readonly<Record<string, string>>): Refusal {
  return new Refusal(413, 'BodyTooLarge', `The body is larger than ${largest / KB} KB.`, headers);
}

/** Whether lists and objects are within one another too deep in a JSON text. */
function isTooDeep(json: string): boolean {
  // Nearly all texts have fewer brackets than may be within one another.
  if (counted(json, '[') + counted(json, '{') <= DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) at = endOfText(json, at);
    else if (character === LIST || character === OBJECT) depth++;
    else if (character === LIST_END || character === OBJECT_END) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function counted(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

const [QUOTE, BACKSLASH, LIST, LIST_END, OBJECT, OBJECT_END] = [34, 92, 91, 93, 123, 125];

/** Where the text that begins at a quotation mark ends. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

/** Whether an odd number of backslashes stands before the character. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === BACKSLASH) before--;
  return (at - before) % 2 === 0;
}

/** A text without the byte order mark before it, which some editors and shells write, and RFC 8259 (8.1) lets us ignore. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/**
 * The whole body. Throws a `Refusal` for one that is too large for any request, once it has been read, unless it goes on and on;
 * it names the `largest` that this request may have.
 */
function textOf(request: IncomingMessage, largest: number): Promise<string> {
  return new Promise((done, fail) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let isWhole = false;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) chunks.push(chunk);
      else chunks = [];
      if (size <= 8 * LARGEST_BODY) return;
      request.pause();
      // The rest of it stays in the connection, which is of no more use to anybody.
      fail(tooLarge(largest, { connection: 'close' }));
    });
    request.on('end', () => {
      isWhole = true;
      const [first = ''] = chunks;
      if (size > LARGEST_BODY) fail(tooLarge(largest));
      else done(chunks.length > 1 ? Buffer.concat(chunks).toString() : first.toString());
    });
    // Whoever goes away in the middle of it hears no answer.
    const end = () => {
      if (!isWhole) fail(new Refusal(400, 'Incomplete', 'The body ended too early.'));
    };
    request.on('error', end);
    request.on('close', end);
  });
}
