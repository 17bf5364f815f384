import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { readInbound } from '../../../src/channels/activity.ts';
import { Authentication } from '../../../src/channels/cloud/authentication.ts';
import { readSettings } from '../../../src/config.ts';
import { freePort } from '../../../src/freePort.ts';
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
  // … and its word is.
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
