import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { startConnector, startTrusting } from './connector.ts';
import { activity, post, refusal, SECRET } from './requests.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET });
});
afterAll(async () => {
  await bot.stop();
});

describe('service URLs', () => {
  const inside = [
    'http://169.254.169.254/',
    'https://169.254.169.254/latest/meta-data',
    'http://10.0.0.1',
    'https://10.0.0.1',
    'https://192.168.0.1/',
    'https://167772161/',
    'https://0x0a.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'https://[fd00::1]/',
    'https://evil.example/?smba.trafficmanager.net',
    'https://evil.example/#smba.trafficmanager.net',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil-smba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://evilbotframework.com/',
    'https://evil.prod.teams.trafficmanager.net/',
    'https://evil.azure.us/',
    'https://evil.usgovtrafficmanager.azure.us/',
    'https://evilbotframework.azure.us/',
    'https://microsoft.us/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net:x@evil.example/',
    'https://:x@smba.trafficmanager.net/',
    'https://evil.example\\@smba.trafficmanager.net/',
    'https://evil.example/\\smba.trafficmanager.net',
    'http://smba.trafficmanager.net/',
    'ftp://smba.trafficmanager.net/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    ' ',
    'https://smba.trafficmanager.net%2eevil.example/',
    'https://smba。trafficmanager。net。evil。example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost@evil.example/',
    'http://0.0.0.0/',
    'http://[::]/',
  ];

  test('that point inside or elsewhere are refused with 403, signed or not', async () => {
    const connector = await startConnector();
    const signed = await startTrusting(connector);
    for (const serviceUrl of inside) {
      for (const to of [bot, signed]) {
        const response = await post(to, '/api/messages', { ...activity, serviceUrl }, {});
        expect(response.status, serviceUrl).toBe(403);
        expect(await response.json()).toEqual(refusal);
      }
    }
    // With credentials these pass here and meet the check of the token.
    for (const serviceUrl of [
      'https://smba.trafficmanager.net/amer/',
      'https://smba.onyx.prod.teams.trafficmanager.net/',
      'https://smba.infra.gcc.teams.microsoft.com/teams',
      'https://smba.infra.gov.teams.microsoft.us/teams',
      'https://smba.infra.dod.teams.microsoft.us/teams',
      'https://webchat.botframework.com/',
      'https://directline.botframework.com/',
      'https://directline.botframework.azure.us/',
    ])
      expect((await post(signed, '/api/messages', { ...activity, serviceUrl }, {})).status, serviceUrl).toBe(
        401,
      );
    await signed.stop();
    await connector.stop();
  });

  test('of this machine are refused where credentials are set and no stand-in is named', async () => {
    const real = await startBot({
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'p',
    });
    for (const serviceUrl of [
      'http://localhost:9/',
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://2130706433/',
    ])
      expect((await post(real, '/api/messages', { ...activity, serviceUrl }, {})).status).toBe(403);
    await real.stop();
  });
});
