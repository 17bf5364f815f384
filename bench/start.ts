import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../src/freePort.ts';
import { MESSAGES } from '../src/paths.ts';
import { untilAnswers } from '../src/untilAnswers.ts';
import { activityOf } from './load/messages.ts';

/** How long it is waited at most, in milliseconds. */
const PATIENCE = 20_000;

/** How long it takes from `npm start` to the first reply to a message, in milliseconds, so many times in a row. */
export async function measureStart(times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < times; at++) taken.push(await startOnce());
  return taken;
}

async function startOnce(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), STORAGE: `sqlite:${folder}/bot.db`, LOG_LEVEL: 'warn' };
  const began = performance.now();
  // A group of its own, as npm does not hand on the signal that ends it.
  const child = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env,
    stdio: 'ignore',
    detached: true,
  });
  try {
    await untilAnswers(child, () => sayHello(port), {
      patience: PATIENCE,
      complaint: () => '"npm start" does not answer.',
    });
    return performance.now() - began;
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sayHello(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${MESSAGES}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: activityOf('hello', 'start', 0),
  });
  if (response.status !== 200 || !(await response.text()).includes('"activities"'))
    throw new Error(`The bot answered with ${response.status}.`);
}
