import { randomUUID } from 'node:crypto';
import type { Storage, StoreItems } from 'botbuilder';
import { type CommandParser, createClient, defineScript } from 'redis';
import { z } from 'zod';
import { reasonOf } from '../reason.ts';
import { EtagConflict } from './conflict.ts';
import type { ExpireAfter } from './expiry.ts';
import { StorageFailure } from './failure.ts';
import { openReading, textsOf } from './items.ts';
import type { Report, StorageOptions } from './options.ts';
import { noteVersions } from './versions.ts';

/** How long a command may take, and how long a silent connection is believed in, in milliseconds. */
const COMMAND = 2000;
const SILENCE = 5000;
/** The longest wait between two attempts to connect, in milliseconds. */
const LONGEST_WAIT = 2000;
const PREFIX = 'popimap:';

type RedisItem = {
  readonly key: string;
  /** `*` for any, the empty text for none. */
  readonly expected: string;
  readonly text: string;
  readonly next: string;
  /** In milliseconds; 0 for never. */
  readonly expireAfter: number;
};

/**
 * All eTags are looked at before the first item is written, and Redis runs nothing in between. Gives the
 * number of the first item that has changed, or 0. An item is a hash of its text and its eTag.
 */
const writeIfUnchanged = defineScript({
  SCRIPT: `
    for at, key in ipairs(KEYS) do
      local expected = ARGV[at * 4 - 3]
      if expected ~= '*' and expected ~= (redis.call('HGET', key, 'eTag') or '') then return at end
    end
    for at, key in ipairs(KEYS) do
      redis.call('HSET', key, 'item', ARGV[at * 4 - 2], 'eTag', ARGV[at * 4 - 1])
      local expireAfter = ARGV[at * 4]
      if expireAfter ~= '0' then redis.call('PEXPIRE', key, expireAfter) else redis.call('PERSIST', key) end
    end
    return 0`,
  parseCommand(parser: CommandParser, items: readonly RedisItem[]) {
    parser.pushKeysLength(items.map(({ key }) => key));
    for (const { expected, text, next, expireAfter } of items)
      parser.push(expected, text, next, String(expireAfter));
  },
  transformReply: (reply: unknown) => z.int().parse(reply),
});

/** The address of a Redis without its password, for people to read. */
export function redisAddress(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/**
 * A client whose first connection succeeds or fails once; a later one is tried for again until it is closed.
 * `report` hears of each outage once. `queue` keeps commands for the time after an outage, else they fail at once.
 */
export function redisClient(url: string, report: Report, { queue }: { readonly queue: boolean }) {
  let connectedOnce = false;
  let reported = false;
  const client = createClient({
    url,
    disableOfflineQueue: !queue,
    // Idle connections are asked for a sign of life: a peer that vanished without a word is found out by SILENCE.
    pingInterval: SILENCE / 2,
    scripts: { writeIfUnchanged },
    socket: {
      connectTimeout: SILENCE,
      socketTimeout: SILENCE,
      // Jitter, so that the replicas of a bot do not all come back in the same instant.
      reconnectStrategy: (retries) =>
        connectedOnce && Math.min(50 * 2 ** retries, LONGEST_WAIT) * (0.5 + Math.random() / 2),
    },
  });
  client.on('ready', () => {
    connectedOnce = true;
    reported = false;
  });
  // Without a listener an `error` event would end the process.
  client.on('error', (error: Error) => {
    if (connectedOnce && !reported) report(new Error(`Redis at ${redisAddress(url)}: ${reasonOf(error)}`));
    reported = true;
  });
  return client;
}

/**
 * Bot Framework `Storage` on one Redis (not a cluster: a write of several items is one script).
 * eTags are random, so that they never come back, even where Redis has lost its data; writing with one that is
 * out of date throws `EtagConflict` and writes nothing, `*` or none overwrites, and the empty one means "only
 * if there is no such item yet". While Redis is away every call throws at once; afterwards all goes on by itself.
 */
export class RedisStorage implements Storage {
  readonly #client: ReturnType<typeof redisClient>;
  readonly #address: string;
  readonly #report: Report;
  readonly #expireAfter: ExpireAfter;
  readonly #readItem: ReturnType<typeof openReading>;

  /** `report` hears of outages, and of an item that cannot be read. */
  constructor(url: string, options: Pick<StorageOptions, 'expireAfterSeconds' | 'report'> = {}) {
    this.#address = redisAddress(url);
    this.#report = options.report ?? (() => undefined);
    this.#expireAfter = options.expireAfterSeconds ?? (() => undefined);
    this.#readItem = openReading(`Redis at ${this.#address}`, options.report);
    this.#client = redisClient(url, this.#report, { queue: false });
  }

  /** Connects for the first time; throws where that fails. */
  async connect(): Promise<void> {
    await this.#client.connect();
  }

  /**
   * What would lose talks, a sentence for each: that Redis drops what it is to keep, or that nothing of it is on a disk. Redis
   * need not let itself be asked, and then there is none.
   */
  async doubts(): Promise<readonly string[]> {
    const [memory, snapshots, appending] = await this.#inTime(() =>
      Promise.all(
        [
          ['INFO', 'memory'],
          ['CONFIG', 'GET', 'save'],
          ['CONFIG', 'GET', 'appendonly'],
        ].map((command) => this.#client.sendCommand(command).catch(() => null)),
      ),
    );
    const { maxmemory, policy } = evicting.parse(String(memory));
    const isKept = setting.safeParse(snapshots).data !== '' || setting.safeParse(appending).data !== 'no';
    return [
      ...(maxmemory > 0 && policy !== 'noeviction'
        ? [
            `STORAGE: Redis at ${this.#address} drops talks before their time when it is full (maxmemory-policy ${policy}). Set maxmemory-policy noeviction there.`,
          ]
        : []),
      ...(isKept
        ? []
        : [
            `STORAGE: Redis at ${this.#address} has nothing on a disk, so that all talks are lost when it ends. Set appendonly yes and appendfsync always there.`,
          ]),
    ];
  }

  async read(keys: string[]): Promise<StoreItems> {
    // The client sends commands of the same moment together.
    const rows = await this.#inTime(() =>
      Promise.all(keys.map((key) => this.#client.hmGet(PREFIX + key, ['item', 'eTag']))),
    );
    const found: StoreItems = {};
    keys.forEach((key, at) => {
      const [text, eTag] = row.parse(rows[at]);
      if (text !== null) found[key] = this.#readItem(text, eTag);
    });
    return found;
  }

  async write(changes: StoreItems): Promise<void> {
    const items = textsOf(changes).map(({ key, eTag, text }) => ({
      key: PREFIX + key,
      expected: eTag,
      text,
      next: randomUUID(),
      expireAfter: Math.round((this.#expireAfter(key) ?? 0) * 1000),
    }));
    if (items.length === 0) return;
    const changed = await this.#inTime(() => this.#client.writeIfUnchanged(items));
    const key = items[changed - 1]?.key.slice(PREFIX.length);
    if (key !== undefined) throw new EtagConflict(`eTag conflict: "${key}" has changed since it was read.`);
    noteVersions(changes, new Map(items.map(({ key, next }) => [key.slice(PREFIX.length), next])));
  }

  async delete(keys: string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#inTime(() => this.#client.del(keys.map((key) => PREFIX + key)));
  }

  /** Lets what is under way end, unless Redis is away. */
  async close(): Promise<void> {
    if (this.#client.isReady) await within(COMMAND, this.#client.close()).catch(() => undefined);
    else if (this.#client.isOpen) this.#client.destroy();
  }

  /** The client's own time limit ends when a command is sent, so a Redis that hangs needs this one. */
  async #inTime<Reply>(command: () => Promise<Reply>): Promise<Reply> {
    const connection = this.#client.socketEpoch;
    try {
      return await within(COMMAND, command());
    } catch (error) {
      if (error instanceof TooSlow && this.#client.isReady && this.#client.socketEpoch === connection) {
        // The peer may have vanished without a word, and further writes would keep the dead connection alive.
        this.#client.destroy();
        this.#client.connect().catch(this.#report);
      }
      throw new StorageFailure(
        `Storage: Redis at ${this.#address} failed (${reasonOf(error)}). A write that was under way may be lost.`,
        { cause: error },
      );
    }
  }
}

const row = z.union([z.tuple([z.string(), z.string()]), z.tuple([z.null(), z.null()])]);

/** What `INFO memory` says of when Redis is full, and what it does then. */
const evicting = z.string().transform((info) => ({
  maxmemory: Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0),
  policy: /^maxmemory_policy:([\w-]+)/m.exec(info)?.[1] ?? 'noeviction',
}));
/** What `CONFIG GET` gives of one setting. */
const setting = z.tuple([z.string(), z.string()]).transform(([, value]) => value);

class TooSlow extends Error {}

async function within<Result>(milliseconds: number, result: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`no reply within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
