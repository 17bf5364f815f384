import { type ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Logger } from 'pino';
import type { Next, Request, Response, Server } from 'restify';
import type { Settings } from '../../config.ts';
import { Refusal } from '../refusal.ts';
import { inboundActivity } from './activity.ts';
import { isLoopbackAddress, isTrustedServiceUrl } from './trust.ts';

/** `POST /api/messages`: Teams, Azure Bot Service, the Emulator, and programs that ask for `expectReplies`. */
export function mountCloud(
  server: Server,
  settings: Settings,
  bot: ActivityHandler,
  apology: string,
  log: Logger,
): void {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId, NODE_ENV } = settings;
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppType,
      ...(MicrosoftAppId && { MicrosoftAppId }),
      ...(MicrosoftAppPassword && { MicrosoftAppPassword }),
      ...(MicrosoftAppTenantId && { MicrosoftAppTenantId }),
    }),
  );
  adapter.onTurnError = async (context, error) => {
    log.error({ err: error, channel: context.activity.channelId }, 'turn failed');
    await context
      .sendActivity(apology)
      .catch((cause: unknown) => log.warn({ err: cause }, 'apology not sent'));
  };
  const credentials = MicrosoftAppId !== undefined;

  /** An empty app id turns the SDK's authentication off, so then only this machine may talk to the bot. */
  function admit(request: Request): void {
    if (!credentials && NODE_ENV === 'production') {
      throw new Refusal(
        503,
        'NoCredentials',
        'This endpoint is off until MicrosoftAppId and MicrosoftAppPassword are set.',
      );
    }
    if (!credentials && !isLoopbackAddress(request.socket.remoteAddress)) {
      throw new Refusal(
        403,
        'LoopbackOnly',
        'Without Bot Framework credentials only this machine may use this endpoint.',
      );
    }
    const parsed = inboundActivity.safeParse(request.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') || 'The body';
      throw new Refusal(400, 'BadActivity', `${field}: ${issue?.message ?? 'is not an activity'}.`);
    }
    if (!isTrustedServiceUrl(parsed.data.serviceUrl, credentials)) {
      throw new Refusal(403, 'ServiceUrlRefused', 'serviceUrl: replies are not sent to this address.');
    }
  }

  server.post('/api/messages', async (request: Request, response: Response) => {
    admit(request);
    const { body, headers, method = 'POST' } = request;
    await adapter.process({ body, headers, method }, response, (context) => bot.run(context));
  });
  // The Agents Playground looks whether the endpoint is there before it sends anything.
  server.head('/api/messages', (_request: Request, response: Response, next: Next) => {
    response.send(200);
    next();
  });
}
