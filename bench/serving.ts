import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../src/freePort.ts';
import { askHealth, untilAnswers } from '../src/untilAnswers.ts';
import type { Usage } from './observe.ts';

const usage: z.ZodType<Usage> = z.object({
  cpu: z.number(),
  main: z.number(),
  resident: z.number(),
  heap: z.number(),
});
/** How long a server may take to start, in milliseconds. */
const PATIENCE = 20_000;

/** A server in a process of its own, which tells what it uses. */
export type Serving = {
  readonly url: string;
  /** From the start of its process to its first answer, in milliseconds. */
  readonly startedIn: number;
  /** A folder of its own for what it stores. */
  readonly folder: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
};

export type ServeOptions = {
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly nodeOptions?: readonly string[] | undefined;
};

/** Starts a program that listens on `PORT`. Throws with what it wrote where it does not answer. */
export async function startServing(
  program: string,
  { settings = {}, nodeOptions = [] }: ServeOptions = {},
): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const port = await freePort();
  const began = performance.now();
  const child = fork(join(import.meta.dirname, program), {
    cwd: folder,
    execArgv: ['--import', join(import.meta.dirname, 'observe.ts'), ...nodeOptions],
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...settings, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output = (output + chunk).slice(-4000);
    });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(child, () => askHealth(url), {
    patience: PATIENCE,
    complaint: () => `${program} does not answer. It wrote: ${output}`,
  });
  return {
    url,
    startedIn: performance.now() - began,
    folder,
    async usage() {
      const answer = once(child, 'message');
      child.send('usage');
      const [told] = await answer;
      return usage.parse(told);
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
