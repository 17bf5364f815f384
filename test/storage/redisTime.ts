import { createClient } from 'redis';

/** Lets time pass for all that is to expire in a Redis, which goes by a clock of its own, in milliseconds. */
export async function passInRedis(url: string, time: number): Promise<void> {
  const client = await createClient({ url }).connect();
  for (const key of await client.keys('*')) {
    const left = await client.pTTL(key);
    // What never expires, or has gone meanwhile, has a negative time left.
    if (left < 0) continue;
    await (left > time ? client.pExpire(key, left - time) : client.del(key));
  }
  await client.close();
}
