import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, startBot } from '../../test/server.ts';
import type { Server } from '../../test/storage/servers.ts';
import { between, random } from './random.ts';
import { accidents, faults } from './tally.ts';

/** One of the bot's processes, at the same address in all its lives. */
export class Replica {
  readonly url: string;
  readonly #settings: Readonly<Record<string, string>>;
  #running: Running | undefined;
  #meant = false;

  constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.url = `http://localhost:${port}`;
    this.#settings = { ...settings, PORT: String(port) };
  }

  /** Starts it, again and again while Redis is away. */
  async start(): Promise<void> {
    for (;;) {
      try {
        const running = await startBot(this.#settings);
        this.#running = running;
        this.#meant = false;
        void running.ended.then(() => {
          if (this.#running !== running || this.#meant) return;
          accidents.fellOver++;
          faults.push(`a replica ended by itself: ${running.output().slice(-500)}`);
        });
        return;
      } catch {
        await sleep(200);
      }
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#meant = true;
    await this.#running?.stop(signal);
  }
}

/** Kills a replica now and then, or stops it in good order, and starts it again. */
export async function killReplica(replica: Replica, end: number): Promise<void> {
  while (performance.now() < end) {
    await sleep(between(2000, 7000));
    if (performance.now() >= end) return;
    const kill = random() < 0.7;
    accidents[kill ? 'killed' : 'stopped']++;
    await replica.stop(kill ? 'SIGKILL' : 'SIGTERM');
    await sleep(between(0, 1500));
    await replica.start();
  }
}

/** Lets Redis hang now and then, or kills it and starts it again with what it has on disk. */
export async function killRedis(start: () => Promise<Server>, first: Server, end: number): Promise<Server> {
  let redis = first;
  while (performance.now() < end) {
    await sleep(between(3000, 9000));
    if (performance.now() >= end) break;
    if (random() < 0.5) {
      accidents.redisPaused++;
      redis.process.kill('SIGSTOP');
      await sleep(between(200, 4000));
      redis.process.kill('SIGCONT');
    } else {
      accidents.redisKilled++;
      await redis.stop();
      await sleep(between(0, 2000));
      redis = await start();
    }
  }
  return redis;
}
