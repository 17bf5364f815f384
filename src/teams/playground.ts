import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MESSAGES, PORT } from '../paths.ts';

/** Microsoft's stand-in for Teams, which npx fetches when it is asked for. */
export const PLAYGROUND = '@microsoft/m365agentsplayground@0.2.28';
/** Options of npx: fetch it without asking, and only where it was not fetched before. */
export const FETCH = ['--yes', '--prefer-offline'];
const WINDOWS = process.platform === 'win32';

/** Starts the Playground for the bot at `endpoint`; it takes another port where its own is busy, and says which. */
export function startPlayground(endpoint: string, port: number, stdio: 'inherit' | 'pipe'): ChildProcess {
  const options = ['-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'];
  // In a process group of its own, so that what npx starts can be stopped with it.
  return spawn('npx', [...FETCH, PLAYGROUND, ...options], { stdio, detached: !WINDOWS, shell: WINDOWS });
}

/** Stops the Playground and everything that it started, and waits until it is gone. */
export async function stopPlayground(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (WINDOWS) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else process.kill(-child.pid, 'SIGTERM');
  await gone;
}

/** A setting that is not set, whatever `.env` says: of an empty one the bot would warn, as it may be somebody's slip. */
const NOTHING = ' ';

/** `npm run playground`: the bot and the Playground side by side, until one of them ends or Ctrl+C. */
async function main(): Promise<void> {
  const port = process.env.PORT ?? String(PORT);
  // The Playground has no credentials, so the bot is to have none, whatever `.env` says; only in development does it take
  // messages without.
  const open = {
    MicrosoftAppId: NOTHING,
    MicrosoftAppPassword: NOTHING,
    MicrosoftAppType: 'MultiTenant',
    MicrosoftAppTenantId: NOTHING,
    NODE_ENV: 'development',
  };
  const bot = spawn(process.execPath, [join(import.meta.dirname, '../start.js')], {
    stdio: 'inherit',
    env: { ...process.env, ...open, PORT: port },
  });
  const playground = startPlayground(`http://127.0.0.1:${port}${MESSAGES}`, 56_150, 'inherit');
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    bot.kill();
    await stopPlayground(playground);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  for (const [name, child] of [
    ['bot', bot],
    ['Playground', playground],
  ] as const) {
    child.once('exit', (code) => {
      // Whoever calls this from a script is to see that one of them could not start.
      if (!stopping) process.exitCode = code ?? 1;
      void stop();
    });
    child.once('error', (error) => {
      console.error(`The ${name} cannot be started: ${error.message}.`);
      process.exitCode = 1;
      void stop();
    });
  }
}

if (import.meta.main) await main();
