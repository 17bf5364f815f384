import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { decodeJwt } from 'jose';
import type { Logger } from 'pino';
import type { Settings } from '../../config.ts';
import { ASKS_FOR_TOKEN, Refusal } from '../refusal.ts';

/** Microsoft's tenants whose tokens the Emulator and the channels carry. */
const TENANTS = new Set([
  'd6d49420-f39b-4df7-a1dc-d59a935871db',
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
  'cab8a31a-1906-4287-a0d8-4eef66b95f6e',
]);

/** After so long without a failure to fetch the keys, in milliseconds, the next one is of another outage. */
const OUTAGE = 600_000;

type Authenticated = ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>;

/**
 * The SDK's check of the Connector's tokens, with two of its gaps closed: whatever is wrong with a token is a
 * `Refusal` 401 (the SDK answers a bad signature with 500), and a tenant that a token merely claims never
 * reaches the SDK's list of issuers, which it would make grow for ever. Where Microsoft's keys cannot be fetched it is a
 * `Refusal` 503, and logged once for each outage: anybody can send a token that needs them. Why a token is refused is told
 * at the debug level only, for the same reason, and to nobody who sends one.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #tenants: ReadonlySet<unknown>;
  /** What the SDK says of anybody where there are no credentials, so nothing to check. */
  #anybody: Awaited<Authenticated> | undefined;
  readonly #credentials: boolean;
  readonly #log: Logger;
  readonly #now: () => number;
  #lastFailure = Number.NEGATIVE_INFINITY;

  constructor(settings: Settings, log: Logger, now: () => number = () => performance.now()) {
    const {
      MicrosoftAppId,
      MicrosoftAppPassword,
      MicrosoftAppType,
      MicrosoftAppTenantId,
      ToBotFromChannelOpenIdMetadataUrl,
      ToBotFromChannelTokenIssuer,
      ToChannelFromBotLoginUrl,
      ToChannelFromBotOAuthScope,
    } = settings;
    super({
      MicrosoftAppType,
      ...(MicrosoftAppId && { MicrosoftAppId }),
      ...(MicrosoftAppPassword && { MicrosoftAppPassword }),
      ...(MicrosoftAppTenantId && { MicrosoftAppTenantId }),
      ...(ToBotFromChannelOpenIdMetadataUrl && { ToBotFromChannelOpenIdMetadataUrl }),
      ...(ToBotFromChannelTokenIssuer && { ToBotFromChannelTokenIssuer }),
      ...(ToChannelFromBotLoginUrl && { ToChannelFromBotLoginUrl }),
      ...(ToChannelFromBotOAuthScope && { ToChannelFromBotOAuthScope }),
    });
    this.#log = log;
    this.#now = now;
    this.#credentials = MicrosoftAppId !== undefined;
    this.#tenants = new Set([...TENANTS, MicrosoftAppTenantId]);
  }

  override async authenticateRequest(
    ...[activity, header]: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ): Authenticated {
    try {
      if (header !== '') this.#checkTenant(header);
      if (!this.#credentials) {
        this.#anybody ??= await super.authenticateRequest({ ...activity, channelId: '' }, '');
        return this.#anybody;
      }
      return await super.authenticateRequest(activity, header);
    } catch (error) {
      if (error instanceof Error && isUnreachable(error)) throw this.#unreachable(error);
      this.#log.debug({ refused: causeOf(error) }, 'sender not authenticated');
      throw new Refusal(
        401,
        'Unauthorized',
        'Send a valid Bot Framework token as "Authorization: Bearer …".',
        ASKS_FOR_TOKEN,
      );
    }
  }

  /** A token that is accepted with the keys fetched before is no sign that the outage is over. */
  #unreachable(error: Error): Refusal {
    const now = this.#now();
    if (now - this.#lastFailure >= OUTAGE)
      this.#log.error({ err: error }, "Microsoft's keys cannot be fetched");
    this.#lastFailure = now;
    return new Refusal(
      503,
      'KeysAway',
      'Tokens cannot be checked at the moment; please send this again soon.',
      {
        'retry-after': '2',
      },
    );
  }

  #checkTenant(header: string): void {
    const { tid } = decodeJwt(header.replace(/^Bearer /, ''));
    if (tid !== undefined && !this.#tenants.has(tid)) throw new Error('a foreign tenant');
  }
}

/** Microsoft's keys cannot be fetched: that is no fault of whoever sent the token. */
function isUnreachable(error: Error): boolean {
  return error.name === 'FetchError' || /^Failed to load /.test(error.message);
}

/** Why a token is refused, and where: without the message of what could not be parsed, which repeats a part of the token. */
function causeOf(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const [, place] = /^ {4}(at .*)$/m.exec(error.stack ?? '') ?? [];
  return { type: error.name, ...(!(error instanceof SyntaxError) && { message: error.message }), place };
}
