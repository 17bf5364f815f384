import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { type Running, startBot } from '../server.ts';

const APP_ID = '11111111-2222-3333-4444-555555555555';
const ISSUER = 'https://api.botframework.com';
const KEY_ID = 'connector-1';

/** What came in at the service URL. */
export type Delivered = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly activity: Record<string, unknown>;
};

/** What a token says beside what the Bot Connector's own tokens say; null leaves a claim out. */
export type Claims = {
  readonly iss?: string | null;
  readonly aud?: string | null;
  readonly serviceurl?: string | null;
  readonly tid?: string;
  readonly lifetime?: number;
};

/**
 * A stand-in for the Bot Connector: OpenID metadata and keys to check its tokens with, a login that gives the bot
 * its own token, and a service URL that keeps what the bot sends.
 */
export async function startConnector() {
  const own = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256', { extractable: true });
  const delivered: Delivered[] = [];
  const logins: string[] = [];

  const server = createServer(async (request, response) => {
    const { url: path = '/', method } = request;
    const send = (body: unknown) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    };
    if (path === '/openid') return send({ issuer: ISSUER, jwks_uri: `${url}/keys` });
    if (path === '/keys') {
      const jwk = await exportJWK(own.publicKey);
      return send({ keys: [{ ...jwk, kid: KEY_ID, use: 'sig', endorsements: ['msteams', 'webchat'] }] });
    }
    if (path.includes('/oauth2/v2.0/token')) {
      logins.push(`${path} ${await textOf(request)}`);
      return send({
        token_type: 'Bearer',
        expires_in: 3600,
        ext_expires_in: 3600,
        access_token: 'bot-token',
      });
    }
    if (method === 'POST' && /^\/v3\/conversations\/[^/]+\/activities(\/[^/]+)?$/.test(path)) {
      const activity = JSON.parse(await textOf(request));
      delivered.push({ path, authorization: request.headers.authorization, activity });
      return send({ id: `r${delivered.length}` });
    }
    response.statusCode = 404;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;

  const claimsOf = ({ iss = ISSUER, aud = APP_ID, serviceurl = url, tid, lifetime = 3600 }: Claims) => ({
    ...(iss !== null && { iss }),
    ...(aud !== null && { aud }),
    ...(serviceurl !== null && { serviceurl }),
    ...(tid !== undefined && { tid }),
    nbf: Math.floor(Date.now() / 1000) - 7200,
    exp: Math.floor(Date.now() / 1000) + lifetime,
  });

  return {
    url,
    delivered,
    logins,
    /** Settings of a bot that trusts this stand-in. */
    settings: {
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: 'test-password',
      ToBotFromChannelOpenIdMetadataUrl: `${url}/openid`,
      ToBotFromChannelTokenIssuer: ISSUER,
      // The SDK logs in only at Microsoft's hosts over https: the test brings those calls here.
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'loginHere.ts')}`,
      LOGIN_HERE: url,
    },
    token: (claims: Claims = {}) =>
      new SignJWT(claimsOf(claims))
        .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
        .sign(own.privateKey),
    /** Signed with a key that is not the Connector's, under the Connector's key id. */
    forged: (claims: Claims = {}) =>
      new SignJWT(claimsOf(claims)).setProtectedHeader({ alg: 'RS256', kid: KEY_ID }).sign(other.privateKey),
    /** Says that it needs no signature. */
    unsigned: (claims: Claims = {}) =>
      `${base64url({ alg: 'none', kid: KEY_ID, typ: 'JWT' })}.${base64url(claimsOf(claims))}.`,
    /** Takes the public key, which everybody knows, for a shared secret. */
    confused: async (claims: Claims = {}) =>
      new SignJWT(claimsOf(claims))
        .setProtectedHeader({ alg: 'HS256', kid: KEY_ID })
        .sign(new TextEncoder().encode(await exportSPKI(own.publicKey))),
    unknownKey: (claims: Claims = {}) =>
      new SignJWT(claimsOf(claims))
        .setProtectedHeader({ alg: 'RS256', kid: 'nobody' })
        .sign(other.privateKey),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export type Connector = Awaited<ReturnType<typeof startConnector>>;

export function startTrusting(
  connector: Connector,
  settings: Readonly<Record<string, string>> = {},
): Promise<Running> {
  return startBot({ ...connector.settings, ...settings });
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
