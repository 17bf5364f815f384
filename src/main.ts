import { setTimeout as sleep } from 'node:timers/promises';
import { createBot, websiteTalk } from './bot/bot.ts';
import { openSay } from './bot/render/again.ts';
import { openTurnStore } from './bot/turnStore.ts';
import { mountCloud } from './channels/cloud/index.ts';
import { AZURE_TOKENS, mountAzureTokens } from './channels/directline/azure.ts';
import { mountDirectLine } from './channels/directline/index.ts';
import { developmentSecret } from './channels/directline/secret.ts';
import { createServer } from './channels/server.ts';
import { idleSettings, readSettings } from './config.ts';
import { openDialog } from './conversation/dialog.ts';
import { label } from './conversation/words.ts';
import { misspeltSettings, readEnvFile } from './environment.ts';
import { expiryFrom } from './expiry.ts';
import { openLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { MESSAGES } from './paths.ts';
import { reasonOf } from './reason.ts';
import { openStorage } from './storage/open.ts';
import { openReadiness } from './storage/ready.ts';
import { mountWeb } from './web/index.ts';
import { mountSetup } from './web/setup/index.ts';

/** How long turns under way may take to end when the bot is stopped, in milliseconds. */
const GRACE = 4000;

/** How long the end is announced before connections that wait are closed, in milliseconds; a part of the grace. */
const FAREWELL = 500;

/** What to do about the errors with which a server fails to listen. */
const START_ERRORS: Readonly<Record<string, (port: number) => string>> = {
  EADDRINUSE: (port) => `Port ${port} is taken: stop what uses it, or set PORT to another one.`,
  EACCES: (port) => `Port ${port} may not be used by this user: set PORT to one above 1023.`,
};

/** Wires the bot, listens, and stops in good order. */
async function start(): Promise<void> {
  readEnvFile('.env', process.env);
  const settings = readSettings(process.env);
  const log = openLogger(settings.LOG_LEVEL);
  for (const warning of [...misspeltSettings(process.env), ...idleSettings(process.env)]) log.warn(warning);
  const dialog = openDialog(undefined, { days: settings.STATE_DAYS, hours: settings.LOG_HOURS });
  const opened = await openStorage(settings.STORAGE, {
    expireAfterSeconds: expiryFrom(settings),
    report: (error) => log.error({ err: error }, error.message),
    isAlone: true,
    tell: (sentence) => log.warn(sentence),
  });
  const { storage, announcer } = opened;
  const metrics = createMetrics();
  const website = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  const turns = openTurnStore(dialog, storage);
  announcer.listen((conversationId, where) => {
    if (where === 'elsewhere') turns.overtaken(conversationId === '*' ? null : websiteTalk(conversationId));
  });
  const overtaken = (conversationId: string) => turns.overtaken(websiteTalk(conversationId));
  const bot = createBot(turns, log, metrics, website);
  const secret = settings.DIRECT_LINE_SECRET ?? (await developmentSecret(storage));

  const web = createServer(log, metrics, openReadiness(storage));
  const { server } = web;
  const cloud = mountCloud(web, settings, bot, label(dialog.words, 'fallback.error'), { log, metrics });
  const directLine = mountDirectLine(server, {
    bot,
    say: openSay(dialog, website),
    storage,
    announcer,
    overtaken,
    secret,
    log,
    metrics,
    publicUrl: settings.PUBLIC_URL,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    proxies: settings.PROXIES,
    messagesPerMinute: settings.MESSAGES_PER_MINUTE,
    resumableHours: settings.LOG_HOURS,
  });
  const { AZURE_DIRECT_LINE_SECRET: azureSecret, AZURE_DIRECT_LINE_URL: azureUrl } = settings;
  if (azureSecret) {
    mountAzureTokens(server, {
      url: azureUrl,
      secret: azureSecret,
      log,
      publicUrl: settings.PUBLIC_URL,
      allowedOrigins: settings.ALLOWED_ORIGINS,
      proxies: settings.PROXIES,
    });
  }
  mountSetup(server, dialog);
  await mountWeb(server, {
    dialog,
    publicUrl: settings.PUBLIC_URL,
    website,
    allowedOrigins: settings.ALLOWED_ORIGINS ?? null,
    azure: azureSecret ? { url: azureUrl, tokens: AZURE_TOKENS } : null,
  });

  await new Promise<void>((listening, failed) => {
    // restify passes on the errors of its server, and ends the process where nobody listens for them there.
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(new Error(START_ERRORS[error.code ?? '']?.(settings.PORT) ?? error.message)),
    );
    server.listen(settings.PORT, () => listening());
  });
  server.on('error', (error: unknown) => log.error({ err: error }, 'server failed'));
  const stop = async () => {
    setTimeout(() => {
      log.warn({ milliseconds: GRACE }, 'stopped without waiting any longer for turns under way');
      process.exit(0);
    }, GRACE).unref();
    // What is on its way on open connections still comes in, and is answered.
    web.announceEnd();
    await sleep(FAREWELL);
    await directLine.close();
    server.close(async () => {
      await cloud.close();
      await opened.close();
      process.exit(0);
    });
    server.server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // One request comes to nothing, and everybody else's talk goes on: no input is to stop the process, and what is kept is
  // only what was saved as a whole.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'));

  // Started in another folder it is another one, and as good as another bot.
  if (opened.database)
    console.log(`Talks are kept in ${opened.database.file}${opened.database.isNew ? ', which is new' : ''}.`);
  // Whoever waits for this line may stop the bot from then on.
  const { port } = server.address();
  console.log(
    `POP or IMAP? The bot is at http://localhost:${port} (Bot Framework: http://localhost:${port}${MESSAGES})`,
  );
}

try {
  await start();
} catch (error) {
  console.error(reasonOf(error));
  process.exit(1);
}
