import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { openSockets, SECRET } from './requests.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET });
});
afterAll(async () => {
  await bot.stop();
});

describe('headers', () => {
  test('of pages keep foreign code out', async () => {
    const { headers } = await fetch(bot.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}'/);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const again = (await fetch(bot.url)).headers.get('content-security-policy');
    expect(again).not.toBe(policy);
  });

  test.each(['/', '/widget.js', '/nothing', '/healthz', '/metrics', '/api/messages'])(
    'of %s name no program and no version, and no type is guessed',
    async (path) => {
      const { headers } = await fetch(bot.url + path);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server') ?? '').not.toMatch(/restify|node|express|\d/i);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  test('let a page see how long it is to wait', async () => {
    for (const path of ['/api/directline/token', '/v3/directline/conversations']) {
      const { headers } = await fetch(bot.url + path, { method: 'POST' });
      expect(headers.get('access-control-expose-headers')).toBe('retry-after');
    }
  });
});

describe('HEAD', () => {
  test.each([
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/advice',
    '/advice/multiple-devices',
    '/widget.js',
    '/widget.js?launcher=1',
    '/setup/imap.mobileconfig',
    '/.well-known/autoconfig/mail/config-v1.1.xml',
    '/nothing',
    '/v3/directline/conversations/x',
    '/v3/directline/conversations/x/activities',
    '/v3/directline/tokens/generate',
  ])('of %s is answered as GET, without the body', async (path) => {
    const got = await fetch(bot.url + path);
    const head = await fetch(bot.url + path, { method: 'HEAD' });
    expect(head.status).toBe(got.status);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'etag', 'cache-control'])
      expect(head.headers.get(name), name).toBe(got.headers.get(name));
    if (path !== '/metrics')
      expect(head.headers.get('content-length')).toBe(got.headers.get('content-length'));
  });

  test('of the endpoint for channels says whether it takes anything', async () => {
    const url = `${bot.url}/api/messages`;
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    const passedOn = { 'x-forwarded-for': '192.0.2.1' };
    expect((await fetch(url, { method: 'HEAD', headers: passedOn })).status).toBe(403);
    const off = await startBot({
      NODE_ENV: 'production',
      DIRECT_LINE_SECRET: SECRET,
      PUBLIC_URL: 'https://bot.example',
      LOG_LEVEL: 'info',
    });
    const complaints = () => off.output().match(/"level":[456]0/g)?.length;
    const atStart = complaints();
    for (const method of ['HEAD', 'POST'])
      expect((await fetch(`${off.url}/api/messages`, { method })).status, method).toBe(503);
    // That is told once, and not to the log by everybody who asks.
    expect(off.output().match(/\/api\/messages is off/g)).toHaveLength(1);
    await off.stop();
    expect(complaints()).toBe(atStart);
    expect(off.output()).not.toMatch(/NoCredentials/);
  });
});

test('who goes away in the middle of a body writes nothing into the log', async () => {
  const quiet = await startBot({ LOG_LEVEL: 'info' });
  const sockets = await openSockets(quiet, 5);
  for (const socket of sockets)
    socket.write(
      'POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"type"',
    );
  // Other requests are answered meanwhile, so that these have come in.
  const others = async () => {
    for (let n = 0; n < 5; n++) expect((await fetch(`${quiet.url}/healthz`)).status).toBe(200);
  };
  await others();
  for (const socket of sockets) socket.destroy();
  await others();
  await quiet.stop();
  expect(quiet.output()).not.toMatch(/"level":[3456]0/);
});
