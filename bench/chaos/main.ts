import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDialog } from '../../src/conversation/dialog.ts';
import { RedisStorage } from '../../src/storage/redis.ts';
import { freePort, startLastingRedis } from '../../test/storage/servers.ts';
import { killRedis, killReplica, Replica } from './accidents.ts';
import { client, type World } from './clients.ts';
import { chaosTable, faults, isFaultless, progress } from './tally.ts';

/**
 * What the bot promises, under accidents: clients talk to two replicas on one Redis while these are killed and
 * stopped at random and messages are sent twice and at once. A client sends a message again, under the same id,
 * until it is acknowledged. Each talk is then held against the pure function `turn`.
 * `npm run chaos -- <minutes>` ends with 1 where a turn was lost, doubled, out of order, or answered otherwise.
 */
const MINUTES = Number(process.argv[2] ?? 2);
const CLIENTS = 20;
const SECRET = 'a-secret-for-the-chaos';
const PROGRESS = 5000;

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const port = await freePort();
  const startRedis = () => startLastingRedis(port, folder);
  let redis = await startRedis();
  const STORAGE = `redis://127.0.0.1:${port}`;
  const settings = {
    STORAGE,
    DIRECT_LINE_SECRET: SECRET,
    MESSAGES_PER_MINUTE: '1000000',
    LOG_LEVEL: 'silent',
  };
  const replicas = [new Replica(await freePort(), settings), new Replica(await freePort(), settings)];
  await Promise.all(replicas.map((replica) => replica.start()));
  const storage = new RedisStorage(STORAGE);
  await storage.connect();

  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const end = began + MINUTES * 60_000;
  const telling = setInterval(() => console.log(progress(seconds())), PROGRESS);
  const urls = replicas.map(({ url }) => url);
  const chaos = Promise.all([
    ...replicas.map((replica) => killReplica(replica, end)),
    killRedis(startRedis, redis, end).then((last) => {
      redis = last;
    }),
  ]);
  const world: World = { dialog: openDialog(), urls, storage, end, secret: SECRET };
  const clients = Promise.all(Array.from({ length: CLIENTS }, () => client(world)));
  await chaos;
  await clients;
  clearInterval(telling);
  await storage.close();
  await Promise.all(replicas.map((replica) => replica.stop('SIGTERM')));
  await redis.stop();

  console.log(progress(seconds()));
  for (const fault of faults) console.log(`  ${fault}`);
  console.log(`\n${chaosTable(seconds())}`);
  return isFaultless() ? 0 : 1;
}

process.exit(await main());
