import type { Activity, ActivityHandler } from 'botbuilder';
import type { Logger } from 'pino';
import type { Request } from 'restify';
import type { Settings } from '../../config.ts';
import { TURN_TYPE, type TurnValue } from '../../conversation/reply.ts';
import { isLoopbackAddress } from '../../loopback.ts';
import type { Metrics } from '../../metrics.ts';
import { MESSAGES } from '../../paths.ts';
import { EtagConflict } from '../../storage/conflict.ts';
import { StorageFailure } from '../../storage/failure.ts';
import { readInbound } from '../activity.ts';
import { isForwarded } from '../address.ts';
import { bodyOf } from '../body.ts';
import { Refusal } from '../refusal.ts';
import type { Take, WebServer } from '../server.ts';
import { Adapter } from './adapter.ts';
import { Authentication } from './authentication.ts';
import { openOutbox } from './outbox.ts';
import { isCalledLoopback, openTrust } from './trust.ts';

/** What an apology is about; where the talk stands is what could not be found out. */
const FAILED: TurnValue = { state: 'unknown', asks: null, topic: 'fallback' };

/** `POST /api/messages`: Teams, Azure Bot Service, the Emulator, and programs that ask for `expectReplies`. */
export function mountCloud(
  { post }: WebServer,
  settings: Settings,
  bot: ActivityHandler,
  apology: string,
  { log, metrics }: { readonly log: Logger; readonly metrics: Metrics },
): { close(): Promise<void> } {
  const { MicrosoftAppId, ToBotFromChannelOpenIdMetadataUrl, NODE_ENV } = settings;
  const outbox = openOutbox(log, { givenUp: metrics.replyGivenUp });
  const adapter = new Adapter(new Authentication(settings, log), outbox);
  adapter.onTurnError = async (context, error) => {
    log.error({ err: error, channel: context.activity.channelId }, 'turn failed');
    metrics.turnFailed('messages');
    // What could not be saved was not taken: the channel, or the program that asks, is to send it again. An apology
    // would come with each attempt, and then beside the reply.
    if (error instanceof StorageFailure || error instanceof EtagConflict) throw error;
    await context
      .sendActivity({ type: 'message', text: apology, valueType: TURN_TYPE, value: FAILED })
      .catch((cause: unknown) => log.warn({ err: cause }, 'apology not sent'));
  };
  const credentials = MicrosoftAppId !== undefined;
  const standIn = ToBotFromChannelOpenIdMetadataUrl !== undefined && NODE_ENV !== 'production';
  const isTrusted = openTrust({ channels: credentials, loopback: !credentials || standIn });

  const isOff = !credentials && NODE_ENV === 'production';
  if (isOff)
    log.info(
      `POST ${MESSAGES} is off until MicrosoftAppId and MicrosoftAppPassword are set; the website works`,
    );

  /** An empty app id turns the SDK's authentication off, so then only this machine may talk to the bot. */
  function refuseStrangers(request: Request): void {
    if (isOff) {
      throw new Refusal(
        503,
        'NoCredentials',
        'This endpoint is off until MicrosoftAppId and MicrosoftAppPassword are set.',
      );
    }
    // A proxy on this machine passes on what comes from anywhere.
    if (!credentials && (!isLoopbackAddress(request.socket.remoteAddress) || isForwarded(request))) {
      throw new Refusal(
        403,
        'LoopbackOnly',
        'Without Bot Framework credentials only this machine may use this endpoint.',
      );
    }
    if (!credentials && !isCalledLoopback(request)) {
      throw new Refusal(
        403,
        'LoopbackOnly',
        'Without Bot Framework credentials this endpoint is used as localhost or 127.0.0.1 only.',
      );
    }
  }

  async function admit(request: Request): Promise<Activity> {
    refuseStrangers(request);
    const sent = readInbound(await bodyOf(request));
    if (!isTrusted(sent.serviceUrl)) {
      throw new Refusal(403, 'ServiceUrlRefused', 'serviceUrl: replies are not sent to this address.');
    }
    return sent;
  }

  const take: Take = async (request) => {
    const activity = await admit(request);
    const authorization = request.headers.authorization ?? '';
    const outcome = await adapter.take(authorization, activity, (context) => bot.run(context));
    return { status: outcome?.status ?? 200, body: outcome?.body };
  };
  // The Agents Playground looks whether the endpoint is there before it sends anything.
  post(MESSAGES, take, refuseStrangers);
  return { close: () => outbox.drained() };
}
