import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { openMemory } from '../../../src/storage/memory.ts';
import { refusal, tickets } from '../requests.ts';
import { serveDirectLine } from './inProcess.ts';

const BASE = '/v3/directline';
const HOUR = 3_600_000;
const MINUTE = 60_000;

// At the beginning of a second, as tokens count in those.
let now = 1_800_000_000_000;
let server: Awaited<ReturnType<typeof serveDirectLine>>;
beforeAll(async () => {
  server = await serveDirectLine(openMemory(), { now: () => now, resumableHours: 10 });
});
afterAll(() => server.close());

const opened = tickets.extend({ streamUrl: z.string() });
const late = { status: 403, body: { error: { ...refusal.error, code: 'TokenExpired' } } };

async function answer(method: string, path: string, token?: string, body?: unknown) {
  const response = await server.call(method, path, token, body);
  return { status: response.status, body: await response.json() };
}

/** A talk that begins now. */
async function begin() {
  const { token } = tickets.parse((await answer('POST', '/api/directline/token')).body);
  const begun = opened.parse((await answer('POST', `${BASE}/conversations`, token)).body);
  return { ...begun, token, path: `${BASE}/conversations/${begun.conversationId}` };
}

test('a token opens its talk until its hour is over, and nothing from that second on', async () => {
  const { token, path } = await begin();
  const doors = [
    () => answer('GET', path, token),
    () => answer('GET', `${path}/activities`, token),
    () => answer('POST', `${path}/activities`, token, { type: 'message', text: 'help' }),
    () => answer('POST', `${BASE}/conversations`, token),
    () => answer('POST', `${BASE}/tokens/refresh`, token),
  ];
  now += HOUR - 1;
  for (const open of doors) expect((await open()).status).toBe(200);
  now++;
  for (const open of doors) expect(await open()).toEqual(late);
});

test('a token that was refreshed is another one for the same talk, and the old one goes on to its end', async () => {
  const { token, conversationId, path } = await begin();
  now += HOUR / 2;
  const fresh = tickets.parse((await answer('POST', `${BASE}/tokens/refresh`, token)).body);
  expect(fresh.conversationId).toBe(conversationId);
  expect(fresh.token).not.toBe(token);
  for (const one of [token, fresh.token])
    expect((await answer('GET', `${path}/activities`, one)).status).toBe(200);
  now += HOUR / 2;
  expect(await answer('GET', `${path}/activities`, token)).toEqual(late);
  expect((await answer('GET', `${path}/activities`, fresh.token)).status).toBe(200);
});

test('a page that kept its token gets a new one for the same talk as long as the log is kept, and no longer', async () => {
  const { token, conversationId } = await begin();
  now += 11 * HOUR - 1;
  const fresh = tickets.parse((await answer('POST', '/api/directline/token', undefined, { token })).body);
  expect(fresh.conversationId).toBe(conversationId);
  now++;
  expect(await answer('POST', '/api/directline/token', undefined, { token })).toEqual(late);
});

test('a stream can be connected to for a minute', async () => {
  const { streamUrl } = await begin();
  now += MINUTE - 1;
  const inTime = new WebSocket(streamUrl);
  await once(inTime, 'open');
  inTime.terminate();
  now++;
  const [, refused] = await once(new WebSocket(streamUrl), 'unexpected-response');
  expect(refused.statusCode).toBe(403);
});
