import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { z } from 'zod';

/** Never written, at whatever level. */
const SECRETS = ['token', 'authorization', 'secret', 'password'].flatMap((name) => [name, `*.${name}`]);
/** How many causes of an error are followed. */
const CAUSES = 3;

const details = z.object({
  code: z
    .union([z.string().max(60), z.number()])
    .optional()
    .catch(undefined),
  statusCode: z.int().optional().catch(undefined),
});

/**
 * The log, as JSON lines on standard output or to `destination`. Above the debug level it holds nothing of what people
 * and the bot say, nor who they are: errors of other programs, which like to repeat what they were sent, are
 * told by their kind, code and place.
 */
export function openLogger(level: string, destination?: DestinationStream): Logger {
  const isOpen = level === 'debug' || level === 'trace';
  const options = {
    level,
    redact: SECRETS,
    serializers: { err: isOpen ? stdSerializers.err : (error: unknown) => discreet(error) },
  };
  return destination ? pino(options, destination) : pino(options);
}

function discreet(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, statusCode } = details.parse(error);
  // An answer of another server, or a text that could not be read: both come with what was sent.
  const repeats = statusCode !== undefined || error instanceof SyntaxError;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    type: error.name,
    ...(!repeats && { message: error.message }),
    code,
    statusCode,
    stack: frames.join('\n'),
    ...(error.cause !== undefined && depth < CAUSES && { cause: discreet(error.cause, depth + 1) }),
  };
}
