import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { SECRET } from './requests.ts';

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
});
