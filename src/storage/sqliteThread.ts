import { Worker } from 'node:worker_threads';
import { reasonOf } from '../reason.ts';
import { type DatedItem, type Fate, LOST, type Writer } from './sqliteWriter.ts';

/** What the thread is asked, and what it answers under the same number. */
export type ThreadRequest = { readonly number: number } & (
  | { readonly writes: readonly Flat[] }
  | { readonly remove: readonly string[]; readonly written: readonly number[] | undefined }
  | { readonly emptyLog: true }
  | { readonly workIn: true }
  | { readonly close: true }
);
export type ThreadAnswer = {
  readonly number: number;
  readonly results?: readonly Fate[];
  readonly failed?: string;
};

/** The items of one write, one field after the other: a thread takes a list of texts over much faster than objects. */
type Flat = readonly (string | number)[];
const flatten = (items: readonly DatedItem[]): Flat =>
  items.flatMap(({ key, eTag, text, now, gone }) => [key, eTag, text, now, gone]);
const FIELDS = 5;

/** The items that were flattened. */
export function unflatten(flat: Flat): DatedItem[] {
  return Array.from({ length: flat.length / FIELDS }, (_, at) => {
    const [key, eTag, text, now, gone] = flat.slice(at * FIELDS, (at + 1) * FIELDS);
    return { key: String(key), eTag: String(eTag), text: String(text), now: Number(now), gone: Number(gone) };
  });
}

type Waiting = (answer: Omit<ThreadAnswer, 'number'>) => void;

export type ThreadWriter = Writer & {
  /** Works the log into the file, as far as it goes without waiting for anybody. Rejects with what failed. */
  workIn(): Promise<void>;
};

/**
 * A writer in a thread of its own, so that the disk is waited for there while this one runs the next turns. What
 * comes while a commit is under way shares the next one. The thread begins with what is asked of it first, and one that has
 * died is replaced by a new one.
 */
export function writeInThread(file: string): ThreadWriter {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let asked = 0;
  let committing = 0;
  let closing: Promise<void> | undefined;
  let next: { readonly items: readonly DatedItem[]; readonly done: (fate: Fate) => void }[] = [];

  function start(): Worker {
    const worker = new Worker(new URL('./sqliteWorker.ts', import.meta.url), {
      workerData: file,
      // The parent's Node flags (--import …) are not for the worker.
      execArgv: [],
    });
    worker.unref();
    worker.on('message', ({ number, ...answer }: ThreadAnswer) => {
      const settle = waiting.get(number);
      waiting.delete(number);
      if (waiting.size === 0) worker.unref();
      settle?.(answer);
    });
    const gone = (reason: string) => {
      if (thread !== worker) return;
      thread = undefined;
      const lost = [...waiting.values()];
      waiting.clear();
      for (const settle of lost) settle({ failed: reason });
    };
    worker.on('error', (error) => gone(reasonOf(error)));
    worker.on('exit', () => gone('its thread has ended'));
    return worker;
  }

  function ask(request: (number: number) => ThreadRequest, settle: Waiting): void {
    if (closing) {
      settle({ failed: 'it is closed' });
      return;
    }
    thread ??= start();
    const number = ++asked;
    waiting.set(number, settle);
    thread.ref();
    thread.postMessage(request(number));
  }

  /** Sends what is waiting to be written; what comes while the thread is at it is sent when it has done so. */
  function send(): void {
    const batch = next;
    next = [];
    if (batch.length === 0) return;
    committing++;
    ask(
      (number) => ({ number, writes: batch.map(({ items }) => flatten(items)) }),
      ({ results, failed }) => {
        batch.forEach(({ done }, at) => {
          done(failed === undefined ? (results?.[at] ?? LOST) : { failed });
        });
        if (--committing === 0) send();
      },
    );
  }

  /** Whether there is something to be closed. */
  const isUsed = () => thread !== undefined || next.length > 0;

  /** Asks for something that comes after all that was asked for before. */
  function afterAll(request: (number: number) => ThreadRequest): Promise<void> {
    send();
    return new Promise((done, fail) => {
      ask(request, ({ failed }) => (failed === undefined ? done() : fail(new Error(failed))));
    });
  }

  return {
    write: (items) =>
      new Promise((done) => {
        next.push({ items, done });
        if (next.length === 1 && committing === 0) setImmediate(send);
      }),
    remove: (keys, written) => afterAll((number) => ({ number, remove: keys, written })),
    emptyLog: () => afterAll((number) => ({ number, emptyLog: true })),
    workIn: () => afterAll((number) => ({ number, workIn: true })),
    close() {
      closing ??= isUsed() ? afterAll((number) => ({ number, close: true })) : Promise.resolve();
      return closing;
    },
  };
}
