import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { type Connector, startConnector, startTrusting } from './connector.ts';

let connector: Connector;
let bot: Running;
beforeAll(async () => {
  connector = await startConnector();
  bot = await startTrusting(connector);
});
afterAll(async () => {
  await bot.stop();
  await connector.stop();
});
beforeEach(() => {
  connector.delivered.length = 0;
});

let sent = 0;
const activity = (conversation: string, text: string, more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: `a${++sent}`,
  channelId: 'msteams',
  serviceUrl: connector.url,
  conversation: { id: conversation },
  from: { id: 'u', name: 'U' },
  recipient: { id: 'bot', name: 'Bot' },
  text,
  ...more,
});

function post(body: unknown, authorization?: string): Promise<Response> {
  return fetch(`${bot.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(body),
  });
}

const turns = async () =>
  [...(await (await fetch(`${bot.url}/metrics`)).text()).matchAll(/^bot_turn_seconds_count\S* (\d+)/gm)]
    .map(([, count]) => Number(count))
    .reduce((sum, count) => sum + count, 0);

async function memory(): Promise<number> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}

describe('a talk through the Bot Connector', () => {
  test('brings the replies of three turns to the service URL, each with the bot’s own token', async () => {
    const token = `Bearer ${await connector.token()}`;
    const texts: string[] = ['help', 'why', 'my wife and I share one account'];
    for (const text of texts) expect((await post(activity('talk', text), token)).status).toBe(200);
    await vi.waitFor(() => expect(connector.delivered, bot.output()).toHaveLength(3));
    for (const { path, authorization, activity } of connector.delivered) {
      expect(path).toMatch(/^\/v3\/conversations\/talk\/activities\/a\d+$/);
      expect(authorization).toBe('Bearer bot-token');
      expect(activity).toMatchObject({ type: 'message', text: expect.stringMatching(/\S/) });
    }
    expect(connector.delivered[2]).toMatchObject({ activity: { value: { protocol: 'IMAP' } } });
    expect(connector.logins).toHaveLength(1);
    expect(connector.logins[0]).toContain('client_secret=test-password');
  });
});

test('a bot of one tenant, as Azure makes them now, gets its own token from its own tenant', async () => {
  const tenant = 'aaaaaaaa-1111-4222-8333-444444444444';
  const own = await startTrusting(connector, {
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenant,
  });
  try {
    const before = connector.logins.length;
    const response = await fetch(`${own.url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await connector.token()}`,
      },
      body: JSON.stringify(activity('single', 'help')),
    });
    expect(response.status, own.output()).toBe(200);
    await vi.waitFor(() => expect(connector.delivered, own.output()).toHaveLength(1), 10_000);
    expect(connector.delivered[0]).toMatchObject({ authorization: 'Bearer bot-token' });
    expect(connector.logins[before]).toMatch(new RegExp(`^/${tenant}/oauth2/v2\\.0/token[? ]`));
  } finally {
    await own.stop();
  }
});

describe('a request that the Connector did not sign', () => {
  const elsewhere = 'https://smba.trafficmanager.net/amer/';
  const refused: Record<string, () => Promise<string | undefined> | string | undefined> = {
    'no token': () => undefined,
    'an empty token': () => 'Bearer ',
    'no token but words': () => 'Bearer not.a.token',
    'another scheme': () => 'Basic dXNlcjpwYXNz',
    'a signature of another key': async () => `Bearer ${await connector.forged()}`,
    'a key id that nobody knows': async () => `Bearer ${await connector.unknownKey()}`,
    'an expired token': async () => `Bearer ${await connector.token({ lifetime: -3600 })}`,
    'another audience': async () => `Bearer ${await connector.token({ aud: 'another-bot' })}`,
    'no audience': async () => `Bearer ${await connector.token({ aud: null })}`,
    'another issuer': async () => `Bearer ${await connector.token({ iss: 'https://evil.example' })}`,
    'no issuer': async () => `Bearer ${await connector.token({ iss: null })}`,
    'alg none': () => `Bearer ${connector.unsigned()}`,
    'HS256 with the public key': async () => `Bearer ${await connector.confused()}`,
    'a token for another service URL': async () =>
      `Bearer ${await connector.token({ serviceurl: elsewhere })}`,
    'a token for no service URL': async () => `Bearer ${await connector.token({ serviceurl: null })}`,
    'a foreign tenant': async () =>
      `Bearer ${await connector.forged({ tid: 'cccccccc-0000-0000-0000-000000000000' })}`,
  };
  test.each(Object.keys(refused))(
    'gets 401 and one sentence, moves nothing and sends nothing: %s',
    async (name) => {
      const before = await turns();
      for (const channelId of ['msteams', 'AseChannel', 'emulator']) {
        const response = await post(
          activity('refused', 'help', { channelId, deliveryMode: 'expectReplies' }),
          await refused[name]?.(),
        );
        expect(response.status, channelId).toBe(401);
        expect(await response.json()).toEqual({
          error: { code: 'Unauthorized', message: expect.stringMatching(/^[^\n]+\.$/) },
        });
      }
      expect(await turns()).toBe(before);
      expect(connector.delivered).toEqual([]);
    },
  );

  test('is told by a 401 how to show who they are', async () => {
    const response = await post(activity('refused', 'help'), undefined);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('gets 403 for a service URL inside the network even with a token for it', async () => {
    for (const serviceUrl of ['http://169.254.169.254/', 'http://10.0.0.1/']) {
      const token = await connector.token({ serviceurl: serviceUrl });
      expect((await post(activity('refused', 'help', { serviceUrl }), `Bearer ${token}`)).status).toBe(403);
    }
  });

  test('leaves nothing of many foreign tenants in the process', async () => {
    const send = async (count: number) => {
      for (let at = 0; at < count; at++) {
        const token = connector.unsigned({ tid: `${crypto.randomUUID()}${'x'.repeat(9000)}` });
        expect((await post(activity('refused', 'help'), `Bearer ${token}`)).status).toBe(401);
      }
      return memory();
    };
    const before = await send(1000);
    expect((await send(1500)) - before).toBeLessThan(48 * 1024 * 1024);
  });
});

test('the settings that name another Connector are refused in production', async () => {
  const production = { NODE_ENV: 'production', DIRECT_LINE_SECRET: 'a-secret-of-the-test' };
  await expect(startBot({ ...connector.settings, ...production })).rejects.toThrow(
    /Setting ToBotFromChannelOpenIdMetadataUrl/,
  );
  const { ToChannelFromBotLoginUrl: _, ...three } = connector.settings;
  await expect(startBot(three)).rejects.toThrow(/Setting ToChannelFromBotLoginUrl: is missing/);
  const government = await startBot({
    ...production,
    MicrosoftAppId: connector.settings.MicrosoftAppId,
    MicrosoftAppPassword: 'test-password',
    ToBotFromChannelOpenIdMetadataUrl:
      'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.us',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us',
    ToChannelFromBotOAuthScope: 'https://api.botframework.us',
  });
  const response = await fetch(`${government.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity('talk', 'help')),
  });
  expect(response.status).toBe(403);
  await government.stop();
});
