import { once } from 'node:events';
import type { Storage } from 'botbuilder';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createBot } from '../../../src/bot/bot.ts';
import { openTurnStore } from '../../../src/bot/turnStore.ts';
import { mountDirectLine } from '../../../src/channels/directline/index.ts';
import { createServer } from '../../../src/channels/server.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { localAnnouncer } from '../../../src/storage/announce.ts';
import { openMemory } from '../../../src/storage/memory.ts';

const BASE = '/v3/directline/conversations';
const ticket = z.object({ conversationId: z.string(), token: z.string() });

test('to be told what there is reads the log once, also where there is none', async () => {
  const memory = openMemory();
  const reads: string[] = [];
  const storage: Storage = {
    ...memory,
    read: (keys) => {
      reads.push(...keys);
      return memory.read(keys);
    },
  };
  const [logger, metrics] = [pino({ level: 'silent' }), createMetrics()];
  const { server } = createServer(logger, metrics, async () => undefined);
  const { close } = mountDirectLine(server, {
    bot: createBot(openTurnStore(openDialog(), storage), logger, metrics),
    say: () => null,
    storage,
    announcer: localAnnouncer(),
    overtaken: () => undefined,
    secret: 'a-secret-of-the-test',
    log: logger,
    metrics,
    publicUrl: undefined,
    allowedOrigins: undefined,
    proxies: 0,
    messagesPerMinute: 60,
    resumableHours: 24,
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const call = (method: string, path: string, token?: string) =>
    fetch(url + path, { method, headers: token ? { authorization: `Bearer ${token}` } : {} });

  const visitor = async () => ticket.parse(await (await call('POST', '/api/directline/token')).json());
  const { conversationId, token } = await visitor();
  const activities = (id: string) => call('GET', `${BASE}/${id}/activities`, token);
  expect((await activities(conversationId)).status).toBe(404);
  expect(reads.splice(0)).toEqual([`directline/${conversationId}`]);
  expect((await call('POST', BASE, token)).status).toBe(201);
  reads.splice(0);
  expect((await activities(conversationId)).status).toBe(200);
  expect(reads.splice(0)).toEqual([`directline/${conversationId}`]);
  expect((await activities((await visitor()).conversationId)).status).toBe(403);
  expect(reads).toEqual([]);
  await close();
  server.server.closeAllConnections();
  server.close();
});
