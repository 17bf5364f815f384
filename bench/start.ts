import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../src/freePort.ts';

import { activityOf } from './load/messages.ts';

/** How often it is looked whether the bot answers, and how long at most, in milliseconds. */
const LOOK = 5;
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
    while (!(await hasAnswer(port))) {
      if (child.exitCode !== null || performance.now() - began > PATIENCE)
        throw new Error('"npm start" does not answer.');
      await sleep(LOOK);
    }
    return performance.now() - began;
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasAnswer(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: activityOf('hello', 'start', 0),
    });
    return response.status === 200 && (await response.text()).includes('"activities"');
  } catch {
    return false;
  }
}
