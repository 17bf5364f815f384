import { setTimeout as sleep } from 'node:timers/promises';
import { SECRET } from '../../servers.ts';
import type { Serving } from '../../serving.ts';
import { untilIdle, untilSettled } from '../idle.ts';
import type { Loading } from '../round.ts';
import type { Redis } from './redis.ts';

/** What a chat costs that is open on somebody's screen while nobody says anything. */
export type OpenChats = {
  readonly count: number;
  /** Resident memory of the replica that holds its socket, in bytes. */
  readonly resident: number;
  /** Processor time in a second, of the replica and of Redis, in microseconds, and commands to Redis. */
  readonly cpu: number;
  readonly redis: number;
  readonly commands: number;
};

/** So many are opened before the first is counted. */
const WARM = 200;

/** Opens `count` chats at a replica and looks on for some seconds; two signs of life of each take fifty. */
export async function measureOpenChats(
  serving: Serving,
  redis: Redis,
  loading: Loading,
  { count, seconds }: { readonly count: number; readonly seconds: number },
): Promise<OpenChats> {
  await untilSettled([serving]);
  await loading.round({ kind: 'open', url: serving.url, connections: 1, count: WARM, secret: SECRET });
  const empty = await untilIdle(serving);
  await loading.round({ kind: 'open', url: serving.url, connections: 1, count, secret: SECRET });
  await untilIdle(serving);
  const [before, redisBefore, began] = [await serving.usage(), await redis.usage(), performance.now()];
  await sleep(seconds * 1000);
  const [after, redisAfter, ended] = [await serving.usage(), await redis.usage(), performance.now()];
  await loading.round({ kind: 'close', connections: 1 });
  const each = (value: number) => value / (count + WARM) / ((ended - began) / 1000);
  return {
    count,
    resident: (after.resident - empty.resident) / count,
    cpu: each(after.cpu - before.cpu),
    redis: each(redisAfter.cpu - redisBefore.cpu),
    commands: each(redisAfter.commands - redisBefore.commands),
  };
}
