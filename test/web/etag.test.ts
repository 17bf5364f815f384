import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isKnown } from '../../src/web/etag.ts';
import { type Running, startBot } from '../server.ts';

let bot: Running;
beforeAll(async () => {
  bot = await startBot({});
});
afterAll(async () => {
  await bot?.stop();
});

test.each([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", W/"abc" , "y"', true],
  ['*', true],
  ['"x,abc"', false],
  ['abc', false],
  ['"ab"', false],
  ['', false],
])('If-None-Match: %s', (given, known) => {
  const request = new IncomingMessage(new Socket());
  request.headers['if-none-match'] = given;
  expect(isKnown(request, '"abc"')).toBe(known);
});

test.each(['/widget.js', '/.well-known/autoconfig/mail/config-v1.1.xml'])(
  '%s is not sent again to who has it by a weak eTag, as proxies that compress make them',
  async (path) => {
    const { headers } = await fetch(bot.url + path);
    for (const tag of [`W/${headers.get('etag')}`, `"x", ${headers.get('etag')}`, '*']) {
      const again = await fetch(bot.url + path, { headers: { 'if-none-match': tag } });
      expect(again.status, tag).toBe(304);
    }
  },
);
