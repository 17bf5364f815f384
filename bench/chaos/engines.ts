import { join } from 'node:path';
import { freePort } from '../../src/freePort.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open.ts';
import { newFolder } from '../../test/folders.ts';
import { startLastingRedis } from '../../test/storage/servers.ts';
import { killRedis } from './accidents.ts';

/** What the replicas share, and the accidents of its own. */
type Engine = {
  readonly name: string;
  /** The setting `STORAGE`. */
  readonly setting: string;
  readonly replicas: number;
  /** The same storage, to look into. */
  readonly opened: OpenStorage;
  /** Until a time of `performance.now()`. */
  accidents(end: number): Promise<void>;
  stop(): Promise<void>;
};

/** Two replicas on a Redis that has each write on disk before it answers; it hangs, or is killed, now and then. */
async function redis(): Promise<Engine> {
  const [folder, port] = [newFolder(), await freePort()];
  const start = () => startLastingRedis(port, folder);
  let server = await start();
  const setting = `redis://127.0.0.1:${port}`;
  const opened = await openStorage(setting);
  return {
    name: 'two replicas on Redis',
    setting,
    replicas: 2,
    opened,
    async accidents(end) {
      server = await killRedis(start, server, end);
    },
    async stop() {
      await opened.close();
      await server.stop();
    },
  };
}

/** One process on its database, which has no process of its own to be killed. */
async function sqlite(): Promise<Engine> {
  const setting = `sqlite:${join(newFolder(), 'bot.db')}`;
  const opened = await openStorage(setting);
  return {
    name: 'one process on SQLite',
    setting,
    replicas: 1,
    opened,
    accidents: async () => undefined,
    stop: () => opened.close(),
  };
}

export const ENGINES: Readonly<Record<string, () => Promise<Engine>>> = { redis, sqlite };
