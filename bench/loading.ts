import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { Seen } from './load/latency.ts';
import type { Job } from './load/main.ts';

const seen: z.ZodType<Seen> = z.object({
  duration: z.number(),
  turns: z.int(),
  p50: z.number(),
  p99: z.number(),
  wrong: z.int(),
  firstWrong: z.string().nullable(),
});

/**
 * The process that makes the load, kept from round to round so that it is equally warm for each server. `program` is
 * another one than that of the throughput, seen from this folder.
 */
export function startLoading<Task extends object = Job>(program = 'load/main.ts') {
  const child = fork(join(import.meta.dirname, program));
  return {
    /** One round. Throws where a reply was not the right one. */
    async round(job: Task): Promise<Seen> {
      const over = new AbortController();
      const { signal } = over;
      const answer = Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }).then(() => {
          throw new Error('The process that makes the load has ended.');
        }),
      ]);
      child.send(job);
      const result = seen.parse((await answer)[0]);
      over.abort();
      if (result.wrong > 0)
        throw new Error(`${result.wrong} of ${result.turns} replies were wrong: ${result.firstWrong}`);
      return result;
    },
    stop(): void {
      child.kill();
    },
  };
}
