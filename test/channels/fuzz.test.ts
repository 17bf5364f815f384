import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { freshStorage, type Running, startBot } from '../server.ts';

/** How many activities are sent; `npm run fuzz` sends 100,000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
const WARM_UP = 1000;
const CONCURRENCY = 16;
const MEMORY = 64 * 1024 * 1024;
/** A talk on the website is begun anew after so many activities. */
const TALK = 50;

let bot: Running;
beforeAll(async () => {
  bot = await startBot({
    DIRECT_LINE_SECRET: 'a-secret-of-the-test',
    LOG_LEVEL: 'silent',
    STORAGE: freshStorage(),
    MESSAGES_PER_MINUTE: '1000000',
  });
});
afterAll(async () => {
  await bot.stop();
});

const valid = (at: number) => ({
  type: 'message',
  id: `a${at}`,
  channelId: 'emulator',
  serviceUrl: 'http://localhost:9',
  conversation: { id: `c${at % 1000}`, isGroup: false, tenantId: 't' },
  from: { id: 'u', name: 'U', role: 'user' },
  recipient: { id: 'bot', name: 'Bot' },
  deliveryMode: 'expectReplies',
  text: 'help',
  textFormat: 'plain',
  locale: 'en-GB',
  timestamp: '2026-01-01T00:00:00Z',
  localTimestamp: '2026-01-01T00:00:00Z',
  expiration: '2026-01-01T00:00:00Z',
  replyToId: 'r',
  value: { say: 'help' },
  valueType: 'v',
  name: 'n',
  entities: [{ type: 'mention', mentioned: { id: 'bot' }, text: '<at>Bot</at>' }],
  attachments: [{ contentType: 'text/plain', content: 'c' }],
  channelData: { clientActivityID: `k${at}` },
  membersAdded: [{ id: 'u' }],
  membersRemoved: [{ id: 'u' }],
  reactionsAdded: [{ type: 'like' }],
  suggestedActions: { actions: [] },
  callerId: 'x',
  action: 'add',
});
const FIELDS = Object.keys(valid(0));

const nested = fc
  .tuple(fc.integer({ min: 200, max: 5000 }), fc.constantFrom('array', 'object', 'mixed'))
  .map(([depth, kind]) => {
    let value: unknown = 'x';
    for (let at = 0; at < depth; at++)
      value = kind === 'array' || (kind === 'mixed' && at % 2) ? [value] : { a: value };
    return value;
  });
const huge = fc
  .tuple(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.integer({ min: 1000, max: 200_000 }),
  )
  .map(([unit, length]) => unit.repeat(Math.ceil(length / Buffer.byteLength(unit))));
const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { minLength: 1, maxLength: 50 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '\ud800',
    'a\udfffb',
    '\u0000',
    '\u202e\u2066',
    'Z̷̛͖a̵l̶g̷o̸'.repeat(100),
    '\ufeff',
    '__proto__',
    'constructor',
    '<at>'.repeat(5000),
    '<at '.repeat(5000),
    '&amp;'.repeat(5000),
    '\r\n'.repeat(500),
    'e\u0301'.repeat(5000),
    'help '.repeat(3000),
    '?'.repeat(20_000),
    ' '.repeat(50_000),
    'on my phone and '.repeat(2000),
    '../../etc/passwd',
    "'; DROP TABLE state; --",
    '1e400',
    '9'.repeat(400),
  ),
);
const scalar = fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 0.1, '', ' ', [], {}, [[]], [null], {
  id: null,
});
const wrong = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 3, arbitrary: strange },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: huge },
);
const types = fc.constantFrom(
  'message',
  'conversationUpdate',
  'invoke',
  'event',
  'typing',
  'messageReaction',
  'installationUpdate',
  'endOfConversation',
  'command',
  'messageUpdate',
  'messageDelete',
  'handoff',
  'trace',
  'zzz',
);

/** The body of a request: an activity with some fields spoilt, or any JSON at all. */
const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.nat(),
        types,
        fc.uniqueArray(fc.tuple(fc.constantFrom(...FIELDS, 'zzz'), wrong), {
          selector: ([field]) => field,
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([at, type, fields]) => ({ ...valid(at), type, ...Object.fromEntries(fields) })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(), strange).map(([at, text]) => ({ ...valid(at), text })),
  },
  {
    weight: 2,
    // One place deeper: the fields of accounts and of the conversation, and the members of lists.
    arbitrary: fc
      .tuple(
        fc.nat(),
        types,
        fc.constantFrom(
          'conversation',
          'from',
          'recipient',
          'value',
          'channelData',
          'entities',
          'membersAdded',
        ),
        fc.constantFrom('id', 'name', 'isGroup', 'clientActivityID', 'say', 'type', 'mentioned', 'text'),
        wrong,
      )
      .map(([at, type, field, key, value]) => {
        const activity: Record<string, unknown> = { ...valid(at), type };
        const old = activity[field];
        activity[field] = Array.isArray(old)
          ? [{ ...old[0], [key]: value }]
          : { ...Object(old), [key]: value };
        return activity;
      }),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 6 }) },
  { weight: 1, arbitrary: nested },
);

/** Bodies without end, made a few at a time: all at once they would not fit in memory. */
function* bodiesFrom(seed: number): Generator<unknown, never> {
  for (let chunk = 0; ; chunk++) yield* fc.sample(fc.noShrink(body), { numRuns: 500, seed: seed + chunk });
}

const ticket = z.object({ conversationId: z.string(), token: z.string() });

async function beginTalk() {
  const asked = await fetch(`${bot.url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-secret-of-the-test' },
  });
  const { conversationId, token } = ticket.parse(await asked.json());
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`${bot.url}/v3/directline/conversations`, { method: 'POST', headers });
  return { path: `/v3/directline/conversations/${conversationId}/activities`, headers };
}

async function memory(): Promise<number> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}

test(`stays up through ${RUNS} activities that nobody should send`, {
  timeout: 60_000 + RUNS * 30,
}, async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const bodies = bodiesFrom(seed);
  const seen = new Map<number, number>();
  let next = 0;

  async function send(path: string, json: string, headers: Record<string, string>): Promise<void> {
    const response = await fetch(bot.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: json,
    });
    const answer = await response.text();
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
    const about = `seed ${seed}, ${path}, ${response.status} ${answer.slice(0, 300)} for ${json.slice(0, 500)}`;
    // The protocol's own answer to an invoke that the bot does not know.
    if (response.status === 501 && answer === '' && json.includes('"type":"invoke"')) return;
    expect(response.status, about).toBeLessThan(500);
    expect(answer, about).not.toMatch(/\n {4}at |\.ts:\d|node_modules/);
    if (response.status >= 400) {
      expect(JSON.parse(answer), about).toEqual({
        error: { code: expect.any(String), message: expect.stringMatching(/^[^\n]+\.$/) },
      });
    }
  }

  async function worker(until: number): Promise<void> {
    let talk = await beginTalk();
    for (let sent = 0; next < until; sent++) {
      next++;
      const json = JSON.stringify(bodies.next().value);
      await send('/api/messages', json, {});
      if (sent % TALK === TALK - 1) talk = await beginTalk();
      await send(talk.path, json, talk.headers);
    }
  }

  const half = async (until: number) => {
    await Promise.all(Array.from({ length: CONCURRENCY }, () => worker(until)));
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    return memory();
  };
  // The heap settles before it is measured.
  await half(WARM_UP);
  const before = await half(WARM_UP + RUNS / 2);
  const after = await half(WARM_UP + RUNS);
  console.log(
    `seed ${seed}, answers ${JSON.stringify([...seen])}, RSS ${before >> 20} MB, then ${after >> 20} MB`,
  );
  expect(seen.get(200) ?? 0).toBeGreaterThan(RUNS / 4);
  expect(seen.get(400) ?? 0).toBeGreaterThan(RUNS / 4);
  expect(after - before).toBeLessThan(MEMORY);
});
