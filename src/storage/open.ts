import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Storage } from 'botbuilder';
import { nearest } from '../nearest.ts';
import { reasonOf } from '../reason.ts';
import { StartError } from '../startError.ts';
import { type Announcer, localAnnouncer, redisAnnouncer } from './announce.ts';
import { openMemory } from './memory.ts';
import type { StorageOptions } from './options.ts';
import { openSqliteStorage } from './sqlite.ts';
import { ForeignDatabase, refuseOtherFile } from './sqliteFile.ts';
import { DatabaseInUse, lockDatabase } from './sqliteLock.ts';

export type OpenStorage = {
  readonly storage: Storage;
  /** Tells the replicas of the bot on one storage of each other's talks; this process only, but on Redis. */
  readonly announcer: Announcer;
  /** The database's file by its full path, and whether it was made now; null where there is none. */
  readonly database: { readonly file: string; readonly isNew: boolean } | null;
  close(): Promise<void>;
};

type OpenOptions = StorageOptions & {
  /** Refuses a database on SQLite that another process of the bot uses, as they would overwrite each other's talks. */
  readonly isAlone?: boolean;
  /** Has the storage looked at for what would lose talks, and `tell` told of it. */
  readonly isProduction?: boolean;
  /** Hears at the start of what is waited for, and of what could not be had and is done without. */
  readonly tell?: (sentence: string) => void;
};

const FORMS = [
  'sqlite:<file>',
  'memory:',
  'redis://<host>:6379',
  'rediss://<host>:6379',
  'azure-blobs:<connection string or URL with SAS>;<container>',
];

/**
 * Opens the storage that the setting `STORAGE` names, and connects to it. On all of them an eTag that is out
 * of date is an `EtagConflict`, and the empty one means "only if there is no such item yet". Throws a `StartError` of one
 * sentence, without a password, where the storage cannot be had.
 */
export async function openStorage(setting: string, options: OpenOptions = {}): Promise<OpenStorage> {
  if (setting === 'memory:') return alone(openMemory(options));
  if (setting.startsWith('sqlite:')) return openSqlite(setting.slice('sqlite:'.length), options);
  if (/^rediss?:\/\//.test(setting)) return openRedis(setting, options);
  if (setting.startsWith('azure-blobs:')) return openBlobs(setting.slice('azure-blobs:'.length), options);
  throw new StartError(`STORAGE: "${withoutSecrets(setting)}" is not a storage. ${formFor(setting)}`);
}

/** What was written, up to where a password or a key could be. */
const withoutSecrets = (setting: string) => /^[\w./\\-]*:?/.exec(setting)?.[0] ?? '';

/** How to write the storage that was probably meant, or all storages that there are. */
function formFor(setting: string): string {
  const [kind = ''] = setting.toLowerCase().split(/[:;=]/, 1);
  if (/\.(db|sqlite3?)$/i.test(setting) && !setting.includes(':')) return `Write sqlite:${setting}.`;
  if (/AccountKey|AccountName|BlobEndpoint/i.test(setting))
    return 'Write azure-blobs:<connection string or URL with SAS>;<container>.';
  const meant = nearest(kind, ['memory', 'sqlite', 'redis', 'rediss', 'azure-blobs']);
  const form = FORMS.find((each) => meant && each.startsWith(meant));
  return `Write ${form ?? `${FORMS.slice(0, -1).join(', ')}, or ${FORMS.at(-1)}`}.`;
}

async function openSqlite(file: string, options: OpenOptions): Promise<OpenStorage> {
  if (file.trim() === '')
    throw new StartError(
      'STORAGE: "sqlite:" lacks its file. Write sqlite:<file>, such as sqlite:./data/bot.db.',
    );
  if (file === ':memory:')
    throw new StartError(
      'STORAGE: "sqlite::memory:" keeps nothing. Write memory:, or sqlite:<file>, such as sqlite:./data/bot.db.',
    );
  if (file.startsWith('~'))
    throw new StartError(
      `STORAGE: "sqlite:${file}" names no file: write the folder in full in place of ~, which only a shell knows.`,
    );
  const { tell = () => undefined, isAlone = false, ...others } = options;
  let letGo = () => {};
  let doubt: string | null = null;
  try {
    // Before anything is put beside it.
    refuseOtherFile(file);
    if (isAlone) ({ letGo, doubt } = await lockDatabase(file, tell));
    const isNew = !existsSync(file);
    const storage = openSqliteStorage(file, others);
    // A database that cannot be opened needs no lock.
    if (doubt !== null) tell(doubt);
    const close = async () => {
      await storage.close();
      letGo();
    };
    return { ...alone(storage, close), database: { file: resolve(file), isNew } };
  } catch (error) {
    letGo();
    if (error instanceof DatabaseInUse)
      throw new StartError(
        `STORAGE: ${error.message}. Stop that one, give this one another file, or have several share redis://<host>:6379; nothing was changed.`,
      );
    if (error instanceof ForeignDatabase)
      throw new StartError(
        `STORAGE: ${error.message}. Write the name of another file, which the bot makes, or move this one away; nothing was changed.`,
      );
    throw new StartError(
      `STORAGE: the database ${file} cannot be opened (${reasonOf(error)}). Check that the file and its folder can be written to, and that the disk has room; nothing was changed.`,
    );
  }
}

async function openRedis(url: string, options: OpenOptions): Promise<OpenStorage> {
  // Redis has its databases by number.
  if (!/^\/?\d*$/.test(URL.parse(url)?.pathname ?? 'none'))
    throw new StartError(
      'STORAGE: the address of Redis is not one. Write redis://<user>:<password>@<host>:6379, and put %23 and the like for signs such as # in the password.',
    );
  // Only those who use Redis pay for its client.
  const { RedisStorage, redisAddress } = await import('./redis.ts');
  const storage = new RedisStorage(url, options);
  try {
    await storage.connect();
    const { tell, isProduction } = options;
    if (tell && isProduction) for (const doubt of await storage.doubts()) tell(doubt);
    const announcer = await redisAnnouncer(url, options.report);
    const close = async () => {
      await announcer.close();
      await storage.close();
    };
    return { storage, announcer, database: null, close };
  } catch (error) {
    await storage.close();
    throw new StartError(
      `STORAGE: Redis at ${redisAddress(url)} cannot be used (${reasonOf(error)}). Check that it runs, and the address, user and password.`,
    );
  }
}

async function openBlobs(setting: string, options: StorageOptions): Promise<OpenStorage> {
  // A connection string has semicolons of its own, so the container comes after the last.
  const [, account, container] = /^(.+);([^;=]+)$/s.exec(setting) ?? [];
  if (account === undefined || container === undefined)
    throw new StartError(
      'STORAGE: azure-blobs: lacks a container. Write azure-blobs:<connection string or URL with SAS>;<container>.',
    );
  try {
    const { AzureBlobStorage } = await import('./blobs.ts');
    const storage = new AzureBlobStorage(account, container, options);
    await storage.connect();
    // Two processes on it need not know of each other, such as the old and the new one while a new version is put in.
    return alone(storage, undefined, localAnnouncer(true));
  } catch (error) {
    const address =
      /(?:^(?=https?:)|BlobEndpoint=|AccountName=)([^;?]+)/.exec(account)?.[1] ?? 'that address';
    throw new StartError(
      `STORAGE: Azure Blob Storage at ${address} with the container ${container} cannot be used (${reasonOf(error)}). Check the address and its key or SAS.`,
    );
  }
}

/** A storage that tells no other process of what was written. */
function alone(
  storage: Storage,
  end: () => void | Promise<void> = () => undefined,
  announcer = localAnnouncer(),
): OpenStorage {
  const close = async () => {
    await announcer.close();
    await end();
  };
  return { storage, announcer, database: null, close };
}
