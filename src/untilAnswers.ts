import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './startError.ts';

/** Polling interval, in milliseconds. */
const INTERVAL = 5;

type Waiting = {
  /** How long it may take at most, in milliseconds. */
  readonly patience: number;
  /** The message of the error that is thrown where it does not answer. */
  readonly complaint: () => string;
};

/** Resolves when a program that was started answers, so that `ask` fails no more. Throws the complaint where it ends before, or takes too long. */
export async function untilAnswers(
  program: ChildProcess,
  ask: () => Promise<unknown>,
  { patience, complaint }: Waiting,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const isGone = program.exitCode !== null || program.signalCode !== null;
      if (isGone || performance.now() - began > patience) throw new StartError(complaint(), { cause: error });
      await sleep(INTERVAL);
    }
  }
}

/** Asks a web server how it is; whatever it answers, it is there. */
export async function askHealth(url: string): Promise<void> {
  await (await fetch(`${url}/healthz`)).arrayBuffer();
}
