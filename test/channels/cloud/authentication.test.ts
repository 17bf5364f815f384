import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { readInbound } from '../../../src/channels/activity.ts';
import { Authentication } from '../../../src/channels/cloud/authentication.ts';
import { readSettings } from '../../../src/config.ts';
import { freePort } from '../../../src/freePort.ts';
import { openLogger } from '../../../src/log.ts';
import { fromProgram, startBot } from '../../server.ts';
import { startConnector } from '../connector.ts';
import { activity, post } from '../requests.ts';

afterEach(() => void vi.restoreAllMocks());

test('a failure of the SDK is not remembered as its word on everybody who comes after', async () => {
  vi.spyOn(ConfigurationBotFrameworkAuthentication.prototype, 'authenticateRequest').mockRejectedValueOnce(
    new Error('once'),
  );
  const authentication = new Authentication(readSettings({}), pino({ level: 'silent' }));
  const ask = () => authentication.authenticateRequest(readInbound({ ...fromProgram, text: 'help' }), '');
  await expect(ask()).rejects.toMatchObject({ status: 401 });
  const first = await ask();
  expect(first.claimsIdentity.isAuthenticated).toBe(true);
  // What the SDK has said itself is remembered.
  expect(await ask()).toBe(first);
});

/** Settings of a bot that knows the stand-in of the Connector, whose keys nobody gives out, and a token of the latter. */
async function withoutKeys() {
  const connector = await startConnector();
  const [{ settings, url }, token] = [connector, await connector.token()];
  await connector.stop();
  const ToBotFromChannelOpenIdMetadataUrl = `http://127.0.0.1:${await freePort()}/openid`;
  return {
    settings: { ...settings, ToBotFromChannelOpenIdMetadataUrl },
    url,
    authorization: `Bearer ${token}`,
  };
}

test('whoever sends a token while the keys cannot be fetched is asked to come again, and it is logged once', async () => {
  const { settings, url, authorization } = await withoutKeys();
  const bot = await startBot(settings);
  for (let times = 0; times < 3; times++) {
    const response = await post(bot, '/api/messages', { ...activity, serviceUrl: url }, { authorization });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toEqual({
      error: {
        code: 'KeysAway',
        message: 'Tokens cannot be checked at the moment; please send this again soon.',
      },
    });
  }
  await bot.stop();
  const lines = bot
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: "Microsoft's keys cannot be fetched", err: { code: 'ECONNREFUSED' } },
  ]);
});

test('each outage of the keys is logged, however many tokens come in one', async () => {
  const { settings, url, authorization } = await withoutKeys();
  const lines: string[] = [];
  let now = 0;
  const log = pino({}, { write: (line) => void lines.push(line) });
  const authentication = new Authentication(readSettings(settings), log, () => now);
  const logged = [];
  for (const minutes of [0, 1, 9, 9, 10, 9]) {
    now += minutes * 60_000;
    const sent = readInbound({ ...fromProgram, serviceUrl: url, text: 'help' });
    await expect(authentication.authenticateRequest(sent, authorization)).rejects.toMatchObject({
      status: 503,
    });
    logged.push(lines.length);
  }
  expect(logged).toEqual([1, 1, 1, 1, 2, 2]);
});

test('why somebody is refused is logged at the debug level, without anything of the token', async () => {
  // The SDK writes there, too.
  vi.spyOn(console, 'error').mockReturnValue();
  const connector = await startConnector();
  const lines: string[] = [];
  const refusedBy = async (level: string, authorization: string) => {
    lines.length = 0;
    const log = openLogger(level, { write: (line) => void lines.push(line) });
    const authentication = new Authentication(readSettings(connector.settings), log);
    const sent = readInbound({
      ...fromProgram,
      channelId: 'msteams',
      serviceUrl: connector.url,
      text: 'help',
    });
    await expect(authentication.authenticateRequest(sent, authorization)).rejects.toMatchObject({
      status: 401,
    });
    return lines.map((line) => JSON.parse(line));
  };
  try {
    const elsewhere = 'https://elsewhere.example/';
    const refused = {
      'Unauthorized. Invalid AppId passed on token: another-bot': await connector.token({
        aud: 'another-bot',
      }),
      'The token has expired': await connector.token({ lifetime: -3600 }),
      'invalid signature': await connector.forged(),
      'Unauthorized. ServiceUrl claim do not match.': await connector.token({ serviceurl: elsewhere }),
      'Unauthorized. No valid identity.': await connector.token({ iss: elsewhere }),
      'a foreign tenant': await connector.forged({ tid: elsewhere }),
      'Failed to base64url decode the payload': 'not.a.token',
    };
    for (const [message, token] of Object.entries(refused)) {
      expect(await refusedBy('debug', `Bearer ${token}`)).toMatchObject([
        {
          level: 20,
          msg: 'sender not authenticated',
          refused: { message, place: expect.stringMatching(/^at /) },
        },
      ]);
      for (const part of [elsewhere, ...token.split('.')].filter((part) => part.length > 5))
        expect(lines.join()).not.toContain(part);
      expect(await refusedBy('info', `Bearer ${token}`)).toEqual([]);
    }
    const sdk = vi.spyOn(ConfigurationBotFrameworkAuthentication.prototype, 'authenticateRequest');
    const token = `Bearer ${await connector.token()}`;
    sdk.mockRejectedValueOnce(new TypeError('claims is undefined'));
    expect(await refusedBy('debug', token)).toMatchObject([
      { refused: { type: 'TypeError', message: 'claims is undefined' } },
    ]);
    sdk.mockRejectedValueOnce(new SyntaxError('Unexpected token, "{somebody}" is not valid JSON'));
    expect(await refusedBy('debug', token)).toMatchObject([{ refused: { type: 'SyntaxError' } }]);
    expect(lines.join()).not.toContain('somebody');
  } finally {
    await connector.stop();
  }
});
