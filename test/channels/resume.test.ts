import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';

const SECRET = 'a-secret-of-the-test';
const HOUR = 3600;

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET, LOG_HOURS: '10' });
});
afterAll(async () => {
  await bot?.stop();
});

/** A token of the bot that ended so many seconds ago. */
function tokenEnded(secondsAgo: number, audience = 'directline'): Promise<string> {
  const end = Math.floor(Date.now() / 1000) - secondsAgo;
  return new SignJWT({ conversation: 'a-talk', user: 'dl_somebody' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('dl_somebody')
    .setAudience(audience)
    .setIssuedAt(end - HOUR)
    .setExpirationTime(end)
    .sign(createHash('sha256').update(SECRET).digest());
}

async function renew(token: string) {
  const response = await fetch(`${bot.url}/api/directline/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return { status: response.status, body: await response.json() };
}

describe('a page that kept its token', () => {
  test('goes on with its talk as long as the messages are kept, and no longer', async () => {
    const { status, body } = await renew(await tokenEnded(9 * HOUR));
    expect(status).toBe(200);
    expect(body).toMatchObject({ conversationId: 'a-talk', userId: 'dl_somebody', expires_in: HOUR });
    expect(await renew(await tokenEnded(11 * HOUR))).toMatchObject({
      status: 403,
      body: { error: { code: 'TokenExpired' } },
    });
  });

  test('gets a new one for it, and cannot use the old one for anything else', async () => {
    const old = await tokenEnded(HOUR);
    for (const path of ['/v3/directline/conversations', '/v3/directline/tokens/refresh']) {
      const response = await fetch(bot.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${old}` },
      });
      expect(response.status, path).toBe(403);
    }
    expect((await renew(await tokenEnded(HOUR, 'stream'))).status).toBe(403);
  });
});
