import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from '../../../src/freePort.ts';
import { startLastingRedis } from '../../../test/storage/servers.ts';

/** What Redis says of itself, added up since it began. */
type RedisUsage = {
  /** Processor time, without that of rewriting its file, in microseconds. */
  readonly cpu: number;
  /** Commands that clients sent, and those that scripts ran within them. */
  readonly commands: number;
  readonly inScripts: number;
  /** Bytes of all data, indexes and all. */
  readonly memory: number;
  readonly items: number;
  /** Bytes of the file to which each write is appended; it is written anew once it has doubled. */
  readonly file: number;
  /** Bytes that came from and went to clients. */
  readonly network: number;
};

/** Commands that only scripts of the bot run. */
const IN_SCRIPTS = /^cmdstat_(hget|hset|pexpire|persist)$/;
/** Commands of this bench, and of connections that stand. */
const OURS = /^cmdstat_(info|dbsize|ping|config.*|client.*|hello|script.*)$/;

/** A Redis that has each write on disk before it answers, as durable as the guarantees want it. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const server = await startLastingRedis(await freePort(), folder);
  const url = `redis://127.0.0.1:${server.port}`;
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  return {
    url,
    async usage(): Promise<RedisUsage> {
      const told = fieldsOf(await client.info('everything'));
      const number = (name: string) => Number(told.get(name));
      let [commands, inScripts] = [0, 0];
      for (const [name, value] of told) {
        if (!name.startsWith('cmdstat_') || OURS.test(name)) continue;
        const calls = Number(/calls=(\d+)/.exec(value)?.[1]);
        if (IN_SCRIPTS.test(name)) inScripts += calls;
        else commands += calls;
      }
      return {
        cpu: (number('used_cpu_sys') + number('used_cpu_user')) * 1e6,
        commands,
        inScripts,
        memory: number('used_memory_dataset'),
        items: await client.dbSize(),
        file: number('aof_current_size'),
        network: number('total_net_input_bytes') + number('total_net_output_bytes'),
      };
    },
    async stop(): Promise<void> {
      client.destroy();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Redis = Awaited<ReturnType<typeof startRedis>>;

function fieldsOf(info: string): Map<string, string> {
  return new Map(
    info.split('\r\n').flatMap((line) => {
      const end = line.indexOf(':');
      return end < 0 ? [] : [[line.slice(0, end), line.slice(end + 1)] as const];
    }),
  );
}
