import type { Storage } from 'botbuilder';
import { expect, test } from 'vitest';
import { openMemory } from '../../../src/storage/memory.ts';
import { tickets } from '../requests.ts';
import { serveDirectLine } from './inProcess.ts';

const BASE = '/v3/directline/conversations';

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
  const { call, close } = await serveDirectLine(storage);

  const visitor = async () => tickets.parse(await (await call('POST', '/api/directline/token')).json());
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
});
