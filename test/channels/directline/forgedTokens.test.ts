import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../../server.ts';
import { bearer, beginTalk, post, refusal, SECRET } from '../requests.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET });
});
afterAll(async () => {
  await bot.stop();
});

describe('Direct Line tokens', () => {
  const key = createHash('sha256').update(SECRET).digest();
  const sign = (conversationId: string, exp: number, aud = 'directline', by: Uint8Array = key) =>
    new SignJWT({ conversation: conversationId })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('dl_u')
      .setAudience(aud)
      .setIssuedAt()
      .setExpirationTime(exp)
      .sign(by);
  const now = Math.floor(Date.now() / 1000);
  const unsigned = (conversation: string) =>
    [{ alg: 'none' }, { conversation, sub: 'dl_u', aud: 'directline', exp: now + 3600 }, null]
      .map((part) => part && Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');

  test.each<[string, string, (id: string) => Promise<string> | string]>([
    ['of another talk', 'BadToken', () => beginTalk(bot).then(({ token }) => token)],
    ['that has expired', 'TokenExpired', (id) => sign(id, now - 10)],
    ['that needs no signature', 'BadToken', (id) => unsigned(id)],
    ['for the stream only', 'BadToken', (id) => sign(id, now + 3600, 'stream')],
    ['of another secret', 'BadToken', (id) => sign(id, now + 3600, 'directline', Buffer.alloc(32))],
    ['that is the secret', 'BadToken', () => SECRET],
  ])('one %s opens nothing', async (_, code, make) => {
    const talk = await beginTalk(bot);
    const headers = bearer(await make(talk.conversationId));
    const message = { type: 'message', text: 'help' };
    for (const response of [
      await post(bot, talk.path, message, headers),
      await fetch(bot.url + talk.path, { headers }),
      await fetch(`${bot.url}/v3/directline/conversations/${talk.conversationId}`, { headers }),
    ]) {
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ error: { ...refusal.error, code } });
    }
    const kept = await fetch(bot.url + talk.path, { headers: bearer(talk.token) });
    expect(await kept.json()).toMatchObject({ watermark: '1' });
  });

  test('one that is as it should be opens its talk', async () => {
    const { conversationId, path } = await beginTalk(bot);
    const headers = bearer(await sign(conversationId, now + 3600));
    expect((await fetch(bot.url + path, { headers })).status).toBe(200);
  });

  test('one of another talk opens no stream', async () => {
    const [mine, other] = [await beginTalk(bot), await beginTalk(bot)];
    const url = new URL(mine.streamUrl);
    url.searchParams.set('t', new URL(other.streamUrl).searchParams.get('t') ?? '');
    const socket = new WebSocket(url);
    const [event] = await once(socket, 'error');
    expect(event.type).toBe('error');
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});
