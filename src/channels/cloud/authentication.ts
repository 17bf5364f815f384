import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { decodeJwt } from 'jose';
import type { Settings } from '../../config.ts';
import { Refusal } from '../refusal.ts';

/** Microsoft's tenants whose tokens the Emulator and the channels carry. */
const TENANTS = new Set([
  'd6d49420-f39b-4df7-a1dc-d59a935871db',
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
  'cab8a31a-1906-4287-a0d8-4eef66b95f6e',
]);

type Authenticated = ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>;

/**
 * The SDK's check of the Connector's tokens, with two of its gaps closed: whatever is wrong with a token is a
 * `Refusal` 401 (the SDK answers a bad signature with 500), and a tenant that a token merely claims never
 * reaches the SDK's list of issuers, which it would make grow for ever.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #tenants: ReadonlySet<unknown>;
  /** What the SDK says of anybody where there are no credentials, so nothing to check. */
  #anybody: Awaited<Authenticated> | undefined;
  readonly #credentials: boolean;

  constructor(settings: Settings) {
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
      if (error instanceof Error && isUnreachable(error)) throw error;
      throw new Refusal(
        401,
        'Unauthorized',
        'Send a valid Bot Framework token as "Authorization: Bearer …".',
      );
    }
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
