import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';

let bot: Running;

beforeAll(async () => {
  bot = await startBot({});
});
afterAll(async () => {
  await bot?.stop();
});

const ask = (method: string, accept: string) =>
  fetch(`${bot.url}/no/such/page`, { method, headers: { accept } });

test('a person who opens an address that is none gets a page with the way on', async () => {
  const response = await ask('GET', 'text/html,application/xhtml+xml,*/*;q=0.8');
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toMatch('text/html');
  expect(response.headers.get('content-security-policy')).toMatch("default-src 'none'");
  const html = await response.text();
  expect(html).toContain('This address is not complete');
  expect(html).toContain('href="/advice"');
  expect((await ask('HEAD', 'text/html')).status).toBe(404);
});

test.each([
  ['GET', '*/*'],
  ['GET', 'application/json'],
])('a program gets JSON: %s %s', async (method, accept) => {
  const response = await ask(method, accept);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: { code: 'NotFound', message: 'There is nothing at this address.' },
  });
});
