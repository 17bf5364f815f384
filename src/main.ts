import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import { doubtfulSettings, readSettings } from './config.ts';
import { misspeltSettings, readEnvFile } from './environment.ts';
import { failureText } from './failedStart.ts';
import { openLogger } from './log.ts';
import { MESSAGES } from './paths.ts';
import { StartError } from './startError.ts';
import { type Wired, wire } from './wiring.ts';

/** How long turns under way may take to end when the bot is stopped, in milliseconds. */
const GRACE = 4000;

/** How long the end is announced before connections that wait are closed, in milliseconds; a part of the grace. */
const FAREWELL = 500;

/** What to do about the errors with which a server fails to listen. */
const START_ERRORS: Readonly<Record<string, (port: number) => string>> = {
  EADDRINUSE: (port) => `Port ${port} is taken: stop what uses it, or set PORT to another one.`,
  EACCES: (port) => `Port ${port} may not be used by this user: set PORT to one above 1023.`,
};

/** Reads the settings, wires the bot, listens, and stops in good order. */
async function start(): Promise<void> {
  const hidden = readEnvFile('.env', process.env);
  const settings = readSettings(process.env);
  const log = openLogger(settings.LOG_LEVEL);
  for (const warning of [...hidden, ...misspeltSettings(process.env), ...doubtfulSettings(process.env)])
    log.warn(warning);
  const wired = await wire(settings, log);
  await listen(wired.web.server, settings.PORT, log);
  stopOnSignal(wired, log);
  outliveErrors(log);
  sayWhere(wired);
}

/** Resolves when the server listens. Rejects with what to do where it cannot. */
async function listen(server: Server, port: number, log: Logger): Promise<void> {
  await new Promise<void>((listening, failed) => {
    // restify passes on the errors of its server, and ends the process where nobody listens for them there.
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(new StartError(START_ERRORS[error.code ?? '']?.(port) ?? error.message)),
    );
    server.listen(port, () => listening());
  });
  server.on('error', (error: unknown) => log.error({ err: error }, 'server failed'));
}

/**
 * Ends the process by a signal when what is under way has been answered, saved and sent, or after the grace: whoever hangs is
 * not waited for, and is no failure, as anybody may hang. What fails at that ends it at once, with the code 1.
 */
function stopOnSignal(wired: Wired, log: Logger): void {
  const stop = async () => {
    setTimeout(() => {
      log.warn({ milliseconds: GRACE }, 'stopped without waiting any longer for turns under way');
      process.exit(0);
    }, GRACE).unref();
    try {
      await end(wired);
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopped, and not in good order');
      process.exit(1);
    }
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function end({ web, cloud, directLine, opened }: Wired): Promise<void> {
  // What is on its way on open connections still comes in, and is answered.
  web.announceEnd();
  await sleep(FAREWELL);
  await directLine.close();
  const closed = new Promise<void>((resolve) => web.server.close(() => resolve()));
  web.server.server.closeIdleConnections();
  await closed;
  await cloud.close();
  await opened.close();
}

/**
 * One request fails, and everybody else's talk goes on: no input is to stop the process, and nothing is stored but what was
 * saved as a whole.
 */
function outliveErrors(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'));
}

/** Says where talks are kept and where the bot is. */
function sayWhere({ web: { server }, opened: { database } }: Wired): void {
  // Started in another folder it is another one, and as good as another bot.
  if (database) console.log(`Talks are kept in ${database.file}${database.isNew ? ', which is new' : ''}.`);
  // Whoever waits for this line may stop the bot from then on.
  const { port } = server.address();
  console.log(
    `POP or IMAP? The bot is at http://localhost:${port} (Bot Framework: http://localhost:${port}${MESSAGES})`,
  );
}

try {
  await start();
} catch (error) {
  console.error(failureText(error));
  process.exit(1);
}
