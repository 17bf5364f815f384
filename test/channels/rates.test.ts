import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLimit } from '../../src/channels/directline/rateLimit.ts';
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

  test('a secret that is guessed is counted, limited and told, by whatever way, and a token is none', async () => {
    const guarded = await startBot({
      DIRECT_LINE_SECRET: SECRET,
      MESSAGES_PER_MINUTE: '1',
      LOG_LEVEL: 'debug',
    });
    const talk = await beginTalk(guarded);
    const guesses = [
      () => post(guarded, '/v3/directline/tokens/generate', '', bearer('a-secret-of-somebody')),
      () => fetch(guarded.url + talk.path, { headers: bearer('a-secret-of-somebody') }),
    ];
    const statuses: number[] = [];
    // The talk's begin is one of the 60 things that the address may do.
    for (let at = 0; at < 62; at++) statuses.push((await guesses[at % 2]?.())?.status ?? 0);
    expect(statuses).toEqual([...Array(59).fill(403), ...Array(3).fill(429)]);
    expect((await fetch(guarded.url + talk.path, { headers: bearer(`${talk.token}x`) })).status).toBe(403);
    expect((await fetch(guarded.url + talk.path, { headers: bearer(talk.token) })).status).toBe(200);
    // The operator's own server is not limited.
    expect((await post(guarded, '/v3/directline/tokens/generate', '', bearer(SECRET))).status).toBe(200);
    const metrics = await (await fetch(`${guarded.url}/metrics`)).text();
    expect(metrics).toMatch(/^bot_wrong_secrets_total 62$/m);
    await guarded.stop();
    expect(guarded.output().match(/"secret not valid"/g)).toHaveLength(62);
    expect(guarded.output()).not.toContain('a-secret-of');
  });

  test('a talk may be read often, and not without an end', async () => {
    const [loud, quiet] = [await beginTalk(bot), await beginTalk(bot)];
    const read = (talk: typeof loud, what = '') =>
      fetch(bot.url + talk.path.slice(0, talk.path.length - what.length), { headers: bearer(talk.token) });
    for (let at = 0; at < 300; at++) {
      expect((await read(loud)).status).toBe(200);
      expect((await read(loud, '/activities')).status).toBe(200);
    }
    for (const refused of [await read(loud), await read(loud, '/activities')]) {
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(await refused.json()).toEqual(refusal);
    }
    expect((await read(quiet)).status).toBe(200);
    // Who may not read may write.
    const message = { type: 'message', text: 'help' };
    expect((await post(bot, loud.path, message, bearer(loud.token))).status).toBe(200);
  });

  test('no more than the limit come in any minute, whenever it begins, and who waits as long as told may go on', () => {
    let now = 1_800_000_000_000;
    const limit = openLimit(60, () => now);
    const taken: number[] = [];
    // From almost the end of a minute on, now slowly and now as fast as it goes.
    for (now += 59_900; taken.length < 600; now += taken.length % 120 < 50 ? 900 : 10) {
      const wait = limit('somebody');
      if (wait === 0) taken.push(now);
      else {
        expect(wait).toBeLessThanOrEqual(60);
        now += wait * 1000;
        expect(limit('somebody'), `after ${wait} s`).toBe(0);
        taken.push(now);
      }
      expect(limit(`another at ${now}`)).toBe(0);
    }
    for (const [at, time] of taken.entries())
      expect((taken[at + 60] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(60_000);
  });

  test('the limit of messages must be a number', async () => {
    await expect(startBot({ MESSAGES_PER_MINUTE: 'many' })).rejects.toThrow(/Setting MESSAGES_PER_MINUTE/);
  });
});

describe('a proxy that the settings do not count', () => {
  const settings = { DIRECT_LINE_SECRET: SECRET, NODE_ENV: 'production' };
  const warned = async (more: Readonly<Record<string, string>>) => {
    const proxied = await startBot({ ...settings, ...more });
    const token = () =>
      fetch(`${proxied.url}/api/directline/token`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '192.0.2.1' },
      });
    for (let at = 0; at < 3; at++) expect((await token()).status).toBe(200);
    await proxied.stop();
    return proxied.output().split('PROXIES is 0').length - 1;
  };
  test('is told of once, in production', async () => {
    expect(await warned({ PUBLIC_URL: 'https://bot.example' })).toBe(1);
  });
  test('is not where it is counted, or where nothing says that there is one', async () => {
    expect(await warned({ PUBLIC_URL: 'https://bot.example', PROXIES: '1' })).toBe(0);
    expect(await warned({ PUBLIC_URL: 'http://bot.example' })).toBe(0);
    expect(await warned({ PUBLIC_URL: 'https://bot.example', NODE_ENV: 'development' })).toBe(0);
  });
});
