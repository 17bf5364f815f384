import { startLoading } from '../../loading.ts';
import { OURS } from '../../servers.ts';
import { type Serving, startServing } from '../../serving.ts';
import { untilSettled } from '../idle.ts';
import type { Task } from '../load/main.ts';
import { inOrder, LOAD, type Loading, measureRound, medians } from '../round.ts';
import { measureOpenChats, type OpenChats } from './chats.ts';
import { directLine, LOADS, messages } from './loads.ts';
import { type Redis, startRedis } from './redis.ts';

type ReplicasOptions = {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Talks that are held to see how much of Redis' memory they take. */
  readonly talks: number;
  /** Chats that are open at once, and for how many seconds they are looked at. */
  readonly chats: { readonly count: number; readonly seconds: number };
};

/** Medians of all rounds of one kind of load. */
export type OnRedis = Seen & { readonly id: string; readonly name: string; readonly replicas: number };
type Seen = Readonly<Record<(typeof VALUES)[number], number>>;
const VALUES = [
  'turnsPerSecond',
  'p50',
  'p99',
  /** Processor time per turn of the bot's replicas together, of one that is not under load, and of Redis, in µs. */
  'cpu',
  'idle',
  'redis',
  /** Commands per turn that replicas send to Redis, and what its scripts run within them. */
  'commands',
  'inScripts',
  /** Bytes per turn between them. */
  'network',
  /** Turns run again, for each turn. */
  'lostRaces',
] as const;

/** How much of Redis' memory a whole talk takes and how much is appended to its file, in bytes, and its items. */
type Footprint = { readonly bytes: number; readonly file: number; readonly items: number };
export type Replicas = {
  readonly loads: readonly OnRedis[];
  readonly footprints: { readonly messages: Footprint; readonly directLine: Footprint };
  readonly chats: OpenChats;
};

/** Two replicas of the bot on one Redis, under one kind of load after the other. */
export async function measureReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { rounds, seconds, connections, talks } = options;
  const redis = await startRedis();
  const loading = startLoading<Task>(LOAD);
  const servings: Serving[] = [];
  const measured = LOADS.map((kind) => ({ kind, seen: [] as Seen[] }));
  try {
    const settings = { ...OURS.settings, STORAGE: redis.url };
    for (let replica = 0; replica < 2; replica++)
      servings.push(await startServing(OURS.program, { settings }));
    const urls = servings.map(({ url }) => url);
    const footprint = async (task: Task) => {
      const before = await redis.usage();
      await loading.round(task);
      const after = await redis.usage();
      return {
        bytes: (after.memory - before.memory) / talks,
        file: (after.file - before.file) / talks,
        items: (after.items - before.items) / talks,
      };
    };
    const footprints = {
      messages: await footprint(messages(urls, connections, { talks })),
      directLine: await footprint(directLine(urls, connections, { talks })),
    };
    await untilSettled(servings);
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const { kind, seen } of inOrder(measured, round)) {
        const task = kind.task(urls.slice(0, kind.replicas), connections, { seconds });
        const one = await measureOn(redis, loading, task, servings, kind.replicas);
        console.error(
          `round ${round}, ${kind.replicas} × ${kind.name}: ${Math.round(one.turnsPerSecond)}/s, ${Math.round(one.cpu)} µs a turn, Redis ${Math.round(one.redis)} µs`,
        );
        if (round > 0) seen.push(one);
      }
    }
    // On a replica of its own: the memory of those that were under load has room that chats would take up unseen.
    const fresh = await startServing(OURS.program, { settings });
    servings.push(fresh);
    const chats = await measureOpenChats(fresh, redis, loading, options.chats);
    return {
      footprints,
      chats,
      loads: measured.map(({ kind: { id, name, replicas }, seen }) => ({
        ...{ id, name, replicas },
        ...medians(seen, VALUES),
      })),
    };
  } finally {
    loading.stop();
    for (const serving of servings) await serving.stop();
    await redis.stop();
  }
}

/** One round; the first `loaded` of the servings are under load. */
async function measureOn(
  redis: Redis,
  loading: Loading,
  task: Task,
  servings: readonly Serving[],
  loaded: number,
): Promise<Seen> {
  const racesBefore = await lostRaces(servings);
  const before = await redis.usage();
  const { turns, cpu, turnsPerSecond, p50, p99 } = await measureRound(loading, task, servings);
  const after = await redis.usage();
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    ...{ turnsPerSecond, p50, p99 },
    cpu: sum(cpu.slice(0, loaded)),
    idle: sum(cpu.slice(loaded)),
    redis: (after.cpu - before.cpu) / turns,
    commands: (after.commands - before.commands) / turns,
    inScripts: (after.inScripts - before.inScripts) / turns,
    network: (after.network - before.network) / turns,
    lostRaces: ((await lostRaces(servings)) - racesBefore) / turns,
  };
}

/** Turns that all replicas together have run again since they began. */
async function lostRaces(servings: readonly Serving[]): Promise<number> {
  let lost = 0;
  for (const { url } of servings) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    lost += Number(/^bot_lost_races_total (\d+)/m.exec(metrics)?.[1]);
  }
  return lost;
}
