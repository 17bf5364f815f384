import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AzureBlobStorage } from '../../src/storage/blobs.ts';
import { EtagConflict } from '../../src/storage/conflict.ts';
import { azuriteAccount, type Server, startAzurite } from './servers.ts';

const HOUR = 3_600_000;

let server: Server;
let storage: AzureBlobStorage;
let passed = 0;
/** What Azure was asked, in order. */
const asked: string[] = [];
const listen = (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  if (message.request instanceof ClientRequest) asked.push(message.request.method);
};

beforeAll(async () => {
  server = await startAzurite();
  storage = new AzureBlobStorage(azuriteAccount(server.port), 'talks', {
    expireAfterSeconds: (key) => (key.startsWith('kept') ? undefined : 3600),
    now: () => Date.now() + passed,
  });
  await storage.connect();
  subscribe('http.client.request.start', listen);
});
afterAll(async () => {
  unsubscribe('http.client.request.start', listen);
  await server?.stop();
});
beforeEach(() => void asked.splice(0));

test('what is new is written without being looked for', async () => {
  await storage.write({ talk: { n: 1, eTag: '' }, log: { n: 1, eTag: '' } });
  expect(asked).toEqual(['PUT', 'PUT']);
});

test('what has expired gives way to what is new, which is tried once more', async () => {
  await storage.write({ old: { n: 1, eTag: '' } });
  passed += 2 * HOUR;
  asked.splice(0);
  await storage.write({ old: { n: 2, eTag: '' } });
  expect(asked).toEqual(['PUT', 'GET', 'DELETE', 'PUT']);
  expect(await storage.read(['old'])).toMatchObject({ old: { n: 2 } });
});

test('what is there stays, and is not tried again', async () => {
  for (const key of ['there', 'kept for ever']) {
    await storage.write({ [key]: { n: 1, eTag: '' } });
    await expect(storage.write({ [key]: { n: 2, eTag: '' } })).rejects.toBeInstanceOf(EtagConflict);
    expect(await storage.read([key])).toMatchObject({ [key]: { n: 1 } });
  }
  expect(asked.filter((method) => method === 'PUT')).toHaveLength(4);
});

test('an item that is no object begins anew', async () => {
  await storage.write({ 'kept odd': { n: 1 } });
  const container = BlobServiceClient.fromConnectionString(azuriteAccount(server.port)).getContainerClient(
    'talks',
  );
  for (const stored of ['no JSON', '[1]']) {
    await container.getBlockBlobClient(encodeURIComponent('kept odd')).upload(stored, stored.length);
    const { 'kept odd': odd } = await storage.read(['kept odd']);
    expect(odd).toEqual({ eTag: expect.any(String) });
    await storage.write({ 'kept odd': { ...odd, n: 2 } });
    expect(await storage.read(['kept odd'])).toMatchObject({ 'kept odd': { n: 2 } });
  }
});
