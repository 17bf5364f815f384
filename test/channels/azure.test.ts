import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Running, startBot } from '../server.ts';
import { startAzure } from './azure.ts';

const SECRET = 'the-secret-of-direct-line';

let azure: Awaited<ReturnType<typeof startAzure>>;
let bot: Running;
beforeAll(async () => {
  azure = await startAzure(SECRET, () => bot.url);
  bot = await startBot({
    AZURE_DIRECT_LINE_SECRET: SECRET,
    AZURE_DIRECT_LINE_URL: `${azure.url}/`,
    ALLOWED_ORIGINS: 'https://www.mail.example',
  });
});
afterAll(async () => {
  await bot?.stop();
  azure?.close();
});

const given = z.object({
  conversationId: z.string().optional(),
  token: z.string().optional(),
  userId: z.string().optional(),
  expires_in: z.number().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

async function token(origin?: string, body?: unknown) {
  const response = await fetch(`${bot.url}/api/azure/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(origin && { origin }) },
    body: body === undefined ? '' : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: given.parse(await response.json()) };
}

describe('a token of Azure’s Direct Line', () => {
  test('is got with the secret, for a user of the server’s making and the origin that asks', async () => {
    const { status, body, headers } = await token(bot.url);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      conversationId: expect.stringMatching(/^azure-/),
      token: expect.stringMatching(/^token-/),
      expires_in: 1800,
      userId: expect.stringMatching(/^dl_[\w-]{20,}$/),
    });
    expect(azure.asked.at(-1)).toEqual({
      path: '/tokens/generate',
      authorization: `Bearer ${SECRET}`,
      body: { user: { id: body.userId }, trustedOrigins: [bot.url] },
    });
    expect((await token(bot.url)).body.userId).not.toBe(body.userId);
  });

  test('is refused to pages that the operator did not name', async () => {
    const before = azure.asked.length;
    expect(await token('https://evil.example')).toMatchObject({
      status: 403,
      body: { error: { code: 'OriginRefused' } },
    });
    expect(azure.asked).toHaveLength(before);
    expect((await token('https://www.mail.example')).status).toBe(200);
  });

  test('is not asked for where the one that a page kept cannot be read', async () => {
    const before = azure.asked.length;
    expect(await token(bot.url, { token: 5 })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadArgument' } },
    });
    expect(azure.asked).toHaveLength(before);
  });

  test('is refreshed with itself and not with the secret, and not at all once Azure does not take it', async () => {
    const { body } = await token(bot.url);
    const fresh = await token(bot.url, { token: body.token });
    expect(fresh.body).toMatchObject({ conversationId: body.conversationId, expires_in: 1800 });
    expect(azure.asked.at(-1)).toMatchObject({
      path: '/tokens/refresh',
      authorization: `Bearer ${body.token}`,
    });
    expect(await token(bot.url, { token: 'an-old-one' })).toMatchObject({
      status: 403,
      body: { error: { code: 'TokenExpired' } },
    });
  });

  test('is not taken for expired where Azure has only too much to do, or fails', async () => {
    const { body } = await token(bot.url);
    for (const [status, answered, code] of [
      [401, 403, 'TokenExpired'],
      [404, 403, 'TokenExpired'],
      [408, 502, 'AzureAway'],
      [429, 429, 'TooManyRequests'],
      [500, 502, 'AzureAway'],
      [503, 502, 'AzureAway'],
    ] as const) {
      azure.fail(status, { 'retry-after': '17' });
      const refused = await token(bot.url, { token: body.token });
      expect(refused, String(status)).toMatchObject({ status: answered, body: { error: { code } } });
      expect(refused.headers.get('retry-after')).toBe(answered === 429 ? '17' : null);
    }
    azure.fail(429, { 'retry-after': '17' });
    expect(await token(bot.url)).toMatchObject({ status: 429 });
    azure.fail(null);
    const fresh = await token(bot.url, { token: body.token });
    expect(fresh.body.conversationId).toBe(body.conversationId);
  });

  test('leaves no connection behind where Azure refuses it', async () => {
    const { body } = await token(bot.url);
    const before = await azure.open();
    for (const status of [429, 403] as const) {
      azure.fail(status);
      for (let n = 0; n < 10; n++) await token(bot.url, { token: body.token });
    }
    azure.fail(null);
    // One that has been read may be kept for the next.
    await expect.poll(azure.open).toBeLessThanOrEqual(before + 2);
  });

  test('is not had while Azure is away, which is said without the secret', async () => {
    azure.fail(503);
    const { status, body } = await token(bot.url);
    azure.fail(null);
    expect(status).toBe(502);
    expect(body.error?.code).toBe('AzureAway');
    await expect.poll(bot.output).toContain('Azure Direct Line gives no token');
    expect(bot.output() + JSON.stringify(body)).not.toContain(SECRET);
    expect(await (await fetch(bot.url)).text()).not.toContain(SECRET);
  });

  test('lets the page speak with Azure and with nobody else', async () => {
    const policy = (await fetch(bot.url)).headers.get('content-security-policy') ?? '';
    const { origin } = new URL(azure.url);
    expect(policy).toContain(`connect-src 'self' ${origin} ${origin.replace('http', 'ws')};`);
    expect(policy).toContain("frame-ancestors 'self' https://www.mail.example");
  });
});
