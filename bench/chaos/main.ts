import { openDialog } from '../../src/conversation/dialog.ts';
import { freePort } from '../../src/freePort.ts';

import { killReplica, Replica } from './accidents.ts';
import { client, type World } from './clients.ts';
import { ENGINES } from './engines.ts';
import { SEED } from './random.ts';
import { chaosTable, faults, isFaultless, progress } from './tally.ts';

/**
 * What the bot promises, under accidents: clients talk to its replicas while these and their storage are killed and
 * stopped at random, and messages are sent twice and at once. A client sends a message again, under the same id,
 * until it is acknowledged. Each talk is then held against the pure function `turn`.
 * `npm run chaos -- <minutes> <redis or sqlite>` ends with 1 where a turn was lost, doubled, out of order, or answered
 * otherwise.
 */
const [, , MINUTES = '2', ENGINE = 'redis'] = process.argv;
const CLIENTS = 20;
const SECRET = 'a-secret-for-the-chaos';
const PROGRESS = 5000;

async function main(): Promise<number> {
  const open = ENGINES[ENGINE];
  if (!open)
    throw new Error(`There is no chaos on "${ENGINE}": write one of ${Object.keys(ENGINES).join(', ')}.`);
  const engine = await open();
  const settings = {
    STORAGE: engine.setting,
    DIRECT_LINE_SECRET: SECRET,
    MESSAGES_PER_MINUTE: '1000000',
    LOG_LEVEL: 'silent',
  };
  const replicas: Replica[] = [];
  while (replicas.length < engine.replicas) replicas.push(new Replica(await freePort(), settings));
  await Promise.all(replicas.map((replica) => replica.start()));

  console.log(`Random numbers by CHAOS_SEED=${SEED}`);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const end = began + Number(MINUTES) * 60_000;
  const telling = setInterval(() => console.log(progress(seconds())), PROGRESS);
  const urls = replicas.map(({ url }) => url);
  const { storage } = engine.opened;
  const world: World = { dialog: openDialog(), urls, storage, end, secret: SECRET };
  await Promise.all([
    engine.accidents(end),
    ...replicas.map((replica) => killReplica(replica, end)),
    ...Array.from({ length: CLIENTS }, () => client(world)),
  ]);
  clearInterval(telling);
  await Promise.all(replicas.map((replica) => replica.stop('SIGTERM')));
  await engine.stop();

  console.log(progress(seconds()));
  for (const fault of faults) console.log(`  ${fault}`);
  console.log(`\n${chaosTable(engine.name, seconds())}`);
  return isFaultless() ? 0 : 1;
}

process.exit(await main());
