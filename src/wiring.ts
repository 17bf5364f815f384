import type { Logger } from 'pino';
import type { Server } from 'restify';
import { createBot, websiteTalk } from './bot/bot.ts';
import { openRestate } from './bot/render/again.ts';
import { openTurnStore } from './bot/turnStore.ts';
import { mountCloud } from './channels/cloud/index.ts';
import { AZURE_TOKENS, mountAzureTokens } from './channels/directline/azure.ts';
import { mountDirectLine } from './channels/directline/index.ts';
import { developmentSecret, markOf } from './channels/directline/secret.ts';
import { createServer } from './channels/server.ts';
import { openProxyLook } from './channels/untoldProxy.ts';
import type { Settings } from './config.ts';
import { type Dialog, openDialog } from './conversation/dialog.ts';
import { madeUpHosts } from './conversation/provider.ts';
import { label } from './conversation/words.ts';
import { expiryFrom } from './expiry.ts';
import { createMetrics } from './metrics.ts';
import { type OpenStorage, openStorage } from './storage/open.ts';
import { openReadiness } from './storage/ready.ts';
import { mountWeb } from './web/index.ts';
import { mountSetup } from './web/setup/index.ts';

export type Wired = Awaited<ReturnType<typeof wire>>;

/** Puts the bot together with its storage and its channels, none of which takes anything before the server listens. Throws one sentence where it cannot. */
export async function wire(settings: Settings, log: Logger) {
  const dialog = openDialog(undefined, { days: settings.STATE_DAYS, hours: settings.LOG_HOURS });
  const isProduction = settings.NODE_ENV === 'production';
  const madeUp = isProduction ? madeUpHosts(dialog.provider) : [];
  if (madeUp.length > 0)
    log.warn(
      `dialogs/provider.yaml: the bot would send people to ${madeUp.join(', ')}, which do not exist. Write your own servers and support contact there.`,
    );
  const opened = await openStorage(settings.STORAGE, {
    expireAfterSeconds: expiryFrom(settings),
    report: (error) => log.error({ err: error }, error.message),
    isAlone: true,
    isProduction,
    tell: (sentence) => log.warn(sentence),
  });
  const { storage, announcer } = opened;
  const metrics = createMetrics();
  const website = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  const { turns, overtaken } = openTurns(dialog, opened);
  const bot = createBot(turns, log, metrics, website);
  const secret = settings.DIRECT_LINE_SECRET ?? (await developmentSecret(storage));
  announcer.compare(markOf(secret), () =>
    log.warn(
      'Another replica on this Redis has another DIRECT_LINE_SECRET: it refuses the tokens of this one, and talks break off. Give all the same. While you change it, this ends with the last replica that has the old one.',
    ),
  );

  const web = createServer(log, metrics, openReadiness(storage));
  const cloud = mountCloud(web, settings, bot, label(dialog.words, 'fallback.error'), { log, metrics });
  const lookForProxy = openProxyLook(settings, log);
  const directLine = mountDirectLine(web.server, {
    bot,
    restate: openRestate(dialog, website),
    storage,
    announcer,
    overtaken,
    secret,
    log,
    metrics,
    publicUrl: settings.PUBLIC_URL,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    proxies: settings.PROXIES,
    lookForProxy,
    messagesPerMinute: settings.MESSAGES_PER_MINUTE,
    resumableHours: settings.LOG_HOURS,
  });
  await mountWebsite(web.server, { settings, dialog, website, log, lookForProxy });
  return { web, cloud, directLine, opened };
}

/** The turns, which hear of every talk that somebody else has written: another replica, or the website's own log of it. */
function openTurns(dialog: Dialog, { storage, announcer }: OpenStorage) {
  const turns = openTurnStore(dialog, storage);
  const overtaken = (conversationId: string) => turns.overtaken(websiteTalk(conversationId));
  announcer.listen((conversationId, where) => {
    if (where !== 'elsewhere') return;
    if (conversationId === '*') turns.overtaken(null);
    else overtaken(conversationId);
  });
  return { turns, overtaken };
}

type WebsiteParts = {
  readonly settings: Settings;
  readonly dialog: Dialog;
  /** The address by which the bot names it. */
  readonly website: string;
  readonly log: Logger;
  readonly lookForProxy: ReturnType<typeof openProxyLook>;
};

/** Serves the chat's page and the launcher, files that set mail programs up, and tokens of Azure where the talk goes over it. */
async function mountWebsite(
  server: Server,
  { settings, dialog, website, log, lookForProxy }: WebsiteParts,
): Promise<void> {
  const {
    AZURE_DIRECT_LINE_SECRET: azureSecret,
    AZURE_DIRECT_LINE_URL: azureUrl,
    PUBLIC_URL: publicUrl,
    ALLOWED_ORIGINS: allowedOrigins,
  } = settings;
  if (azureSecret) {
    mountAzureTokens(server, {
      url: azureUrl,
      secret: azureSecret,
      log,
      publicUrl,
      allowedOrigins,
      proxies: settings.PROXIES,
      lookForProxy,
    });
  }
  mountSetup(server, dialog);
  await mountWeb(server, {
    dialog,
    publicUrl,
    website,
    allowedOrigins: allowedOrigins ?? null,
    azure: azureSecret ? { url: azureUrl, tokens: AZURE_TOKENS } : null,
  });
}
