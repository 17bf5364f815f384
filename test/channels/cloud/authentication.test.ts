import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { afterEach, expect, test, vi } from 'vitest';
import { readInbound } from '../../../src/channels/activity.ts';
import { Authentication } from '../../../src/channels/cloud/authentication.ts';
import { readSettings } from '../../../src/config.ts';
import { fromProgram } from '../../server.ts';

afterEach(() => void vi.restoreAllMocks());

test('a failure of the SDK is not remembered as its word on everybody who comes after', async () => {
  vi.spyOn(ConfigurationBotFrameworkAuthentication.prototype, 'authenticateRequest').mockRejectedValueOnce(
    new Error('once'),
  );
  const authentication = new Authentication(readSettings({}));
  const ask = () => authentication.authenticateRequest(readInbound({ ...fromProgram, text: 'help' }), '');
  await expect(ask()).rejects.toMatchObject({ status: 401 });
  const first = await ask();
  expect(first.claimsIdentity.isAuthenticated).toBe(true);
  // … and its word is.
  expect(await ask()).toBe(first);
});
