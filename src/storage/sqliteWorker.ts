import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../reason.ts';
import { connect } from './sqliteFile.ts';
import { type ThreadAnswer, type ThreadRequest, unflatten } from './sqliteThread.ts';
import { commitAll, SqliteWriter } from './sqliteWriter.ts';

/** The thread that writes to the database: it takes what has come, commits all of it at once, and tells. */
const database = connect(String(workerData));
const writer = new SqliteWriter(database);
let waiting: Extract<ThreadRequest, { writes: unknown }>[] = [];

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

function commit(): void {
  const batch = waiting;
  waiting = [];
  const results = commitAll(
    writer,
    batch.flatMap(({ writes }) => writes.map(unflatten)),
  );
  let from = 0;
  for (const { number, writes } of batch) {
    answer({ number, results: results.slice(from, from + writes.length) });
    from += writes.length;
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if ('writes' in request) {
    waiting.push(request);
    if (waiting.length === 1) setImmediate(commit);
    return;
  }
  // What was asked for before is done before.
  commit();
  const { number } = request;
  try {
    if ('remove' in request) writer.remove(request.remove, request.written);
    else if ('emptyLog' in request) writer.emptyLog();
    else if ('workIn' in request) writer.workIn();
    else database.close();
    answer({ number });
  } catch (error) {
    answer({ number, failed: reasonOf(error) });
  }
  if ('close' in request) parentPort?.close();
});
