import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import {
  type BlobRequestConditions,
  BlobServiceClient,
  type ContainerClient,
  RestError,
} from '@azure/storage-blob';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import { reasonOf } from '../reason.ts';
import { EtagConflict } from './conflict.ts';
import { type ExpireAfter, isExpired } from './expiry.ts';
import { StorageFailure } from './failure.ts';
import { type ItemText, openReading, textsOf } from './items.ts';
import type { StorageOptions } from './options.ts';
import { noteVersions } from './versions.ts';

/** How long a call may take, with its repetitions, in milliseconds. */
const CALL = 10_000;
const RETRIES = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1000 };
/** Blob names may have 1024 characters. */
const LONGEST_NAME = 1000;

/**
 * Bot Framework `Storage` on a container of Azure Blob Storage, a blob for each item. eTags are Azure's;
 * writing with one that is out of date throws `EtagConflict`, `*` or none overwrites, and the empty one means
 * "only if there is no such item yet". A write of several items is not atomic, but none is written after one that has
 * changed. An expired
 * item is deleted when it is asked for; for those that nobody asks for, set a lifecycle rule on the container.
 *
 * Not `BlobsStorage` of botbuilder-azure-blobs 4.23.3: it overwrites on the empty eTag, sends a length in
 * characters for a body in bytes (so a "ü" is a broken write), and gives up for good after one failed start.
 */
export class AzureBlobStorage implements Storage {
  readonly #container: ContainerClient;
  readonly #expireAfter: ExpireAfter;
  readonly #now: () => number;
  readonly #readItem: ReturnType<typeof openReading>;

  /** `account` is a connection string, or the account's URL with a SAS. Throws where it is neither. */
  constructor(account: string, container: string, options: StorageOptions = {}) {
    const { expireAfterSeconds, now = Date.now, report } = options;
    this.#expireAfter = expireAfterSeconds ?? (() => undefined);
    this.#now = now;
    this.#readItem = openReading(`the container ${container}`, report);
    const how = { retryOptions: RETRIES };
    const service = /^https?:/.test(account)
      ? new BlobServiceClient(account, undefined, how)
      : BlobServiceClient.fromConnectionString(account, how);
    this.#container = service.getContainerClient(container);
  }

  /** Makes the container if need be and if it may; throws where it cannot be used. */
  async connect(): Promise<void> {
    try {
      await this.#container.createIfNotExists({ abortSignal: AbortSignal.timeout(CALL) });
    } catch (error) {
      // A SAS may allow blobs only; the container must be there then, which reading shows.
      if (!(error instanceof RestError) || error.statusCode !== 403) throw failure(error);
    }
    await this.read(['ready']);
  }

  async read(keys: string[]): Promise<StoreItems> {
    const found: StoreItems = {};
    await Promise.all(
      keys.map(async (key) => {
        try {
          const abortSignal = AbortSignal.timeout(CALL);
          const client = this.#container.getBlobClient(blobName(key));
          const blob = await client.download(0, undefined, { abortSignal });
          if (!blob.readableStreamBody) throw new Error(`the blob of "${key}" came without its text`);
          const stored = await text(blob.readableStreamBody);
          const eTag = z.string().parse(blob.etag);
          const written = Number(blob.metadata?.written ?? blob.lastModified?.getTime() ?? this.#now());
          if (isExpired(this.#expireAfter(key), written, this.#now())) {
            // Somebody may have written it anew in between.
            await client.deleteIfExists({ abortSignal, conditions: { ifMatch: eTag } });
            return;
          }
          found[key] = this.#readItem(stored, eTag);
        } catch (error) {
          if (!hasCode(error, 'BlobNotFound', 'ConditionNotMet')) throw failure(error);
        }
      }),
    );
    return found;
  }

  async write(changes: StoreItems): Promise<void> {
    const items = textsOf(changes);
    const versions = new Map<string, string>();
    // One after the other: what comes first decides whether the rest is written.
    for (const item of items) {
      const version = await this.#save(item);
      if (version) versions.set(item.key, version);
    }
    noteVersions(changes, versions);
  }

  /** Writes one item and gives its new eTag. */
  async #save({ key, eTag, text }: ItemText): Promise<string | undefined> {
    const isNew = eTag === '';
    try {
      try {
        return await this.#upload(
          key,
          text,
          isNew ? { ifNoneMatch: '*' } : eTag === '*' ? {} : { ifMatch: eTag },
        );
      } catch (error) {
        // What stands in the way of something new may have expired, and reading removes it then. Few that begin meet that.
        const isThere = isNew && hasCode(error, 'BlobAlreadyExists', 'ConditionNotMet');
        if (!isThere || this.#expireAfter(key) === undefined || key in (await this.read([key]))) throw error;
        return await this.#upload(key, text, { ifNoneMatch: '*' });
      }
    } catch (error) {
      // A blob that is gone answers a condition with "not found" in some services.
      if (hasCode(error, 'ConditionNotMet', 'BlobAlreadyExists', 'BlobNotFound'))
        throw new EtagConflict(`eTag conflict: "${key}" has changed since it was read.`);
      throw error instanceof StorageFailure ? error : failure(error);
    }
  }

  async #upload(key: string, text: string, conditions: BlobRequestConditions): Promise<string | undefined> {
    const body = Buffer.from(text);
    const { etag } = await this.#container.getBlockBlobClient(blobName(key)).upload(body, body.length, {
      abortSignal: AbortSignal.timeout(CALL),
      conditions,
      blobHTTPHeaders: { blobContentType: 'application/json' },
      metadata: { written: String(this.#now()) },
    });
    return etag;
  }

  async delete(keys: string[]): Promise<void> {
    await Promise.all(
      keys.map(async (key) => {
        try {
          const abortSignal = AbortSignal.timeout(CALL);
          await this.#container.getBlobClient(blobName(key)).deleteIfExists({ abortSignal });
        } catch (error) {
          throw failure(error);
        }
      }),
    );
  }
}

/** The key with all that means something in an address written out; a long one by its digest. */
function blobName(key: string): string {
  // Azure drops a dot at the end of a name.
  const name = encodeURIComponent(key.toWellFormed()).replaceAll('.', '%2E');
  return name.length <= LONGEST_NAME ? name : `sha256-${createHash('sha256').update(key).digest('hex')}`;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof RestError && error.code !== undefined && codes.includes(error.code);
}

/** Azure's error, as that of any storage. */
function failure(error: unknown): Error {
  // Azure's message goes on with the request's id and time on further lines.
  const [reason] = reasonOf(error).split('\n');
  return new StorageFailure(`Storage: Azure Blob Storage failed (${reason}).`, { cause: error });
}
