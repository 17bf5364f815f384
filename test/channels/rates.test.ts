import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { bearer, beginTalk, post, refusal, SECRET, tickets } from './requests.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET, MESSAGES_PER_MINUTE: '40' });
});
afterAll(async () => {
  await bot.stop();
});

describe('rates', () => {
  test('new talks of one address are limited', async () => {
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let at = 0; at < 61; at++) {
      last = await post(bot, '/api/directline/token', '');
      statuses.push(last.status);
    }
    expect(statuses.slice(0, 60).every((status) => status === 200)).toBe(true);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await last?.json()).toEqual(refusal);
  });

  test('a talk that is gone on with is not counted as a new one', async () => {
    const resuming = await startBot({ DIRECT_LINE_SECRET: SECRET });
    const { token } = await beginTalk(resuming);
    for (let at = 0; at < 100; at++)
      expect((await post(resuming, '/api/directline/token', { token })).status).toBe(200);
    await resuming.stop();
  });

  test('messages of one visitor are limited, and those of another are not', async () => {
    const [loud, quiet] = [await beginTalk(bot), await beginTalk(bot)];
    const message = { type: 'message', text: 'help' };
    for (let at = 0; at < 40; at++)
      expect((await post(bot, loud.path, message, bearer(loud.token))).status).toBe(200);
    const refused = await post(bot, loud.path, message, bearer(loud.token));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual(refusal);
    expect((await post(bot, quiet.path, message, bearer(quiet.token))).status).toBe(200);
    const kept = await fetch(bot.url + loud.path, { headers: bearer(loud.token) });
    expect(await kept.json()).toMatchObject({ watermark: '81' });
  });

  test('messages of one address are limited, whoever they are from', { timeout: 60_000 }, async () => {
    const limited = await startBot({ DIRECT_LINE_SECRET: SECRET, MESSAGES_PER_MINUTE: '2' });
    const statuses: number[] = [];
    // Each talk is begun and says two things; the address may do 120 such things in a minute.
    for (let n = 0; n < 40; n++) {
      const talk = await beginTalk(limited);
      for (const text of ['help', 'why'])
        statuses.push((await post(limited, talk.path, { type: 'message', text }, bearer(talk.token))).status);
    }
    expect(statuses).toEqual(Array(80).fill(200));
    const asked = await post(limited, '/v3/directline/tokens/generate', '', bearer(SECRET));
    const { token } = tickets.parse(await asked.json());
    const refused = await post(limited, '/v3/directline/conversations', '', bearer(token));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual(refusal);
    // The operator's own server is not limited.
    expect((await post(limited, '/v3/directline/conversations', '', bearer(SECRET))).status).toBe(201);
    await limited.stop();
  });

  test('the limit of messages must be a number', async () => {
    await expect(startBot({ MESSAGES_PER_MINUTE: 'many' })).rejects.toThrow(/Setting MESSAGES_PER_MINUTE/);
  });
});
