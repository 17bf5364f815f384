import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../src/freePort.ts';
import { newFolder } from './folders.ts';

const MAIN = join(import.meta.dirname, '../src/start.js');

export type Running = {
  readonly url: string;
  readonly pid: number;
  readonly output: () => string;
  /** Its exit code once it is gone, for whatever reason; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Ends the process by a signal and waits until it is gone; gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** A message as a program sends it to `/api/messages` that wants the replies in the answer; it lacks a text. */
export const fromProgram = {
  type: 'message',
  channelId: 'emulator',
  serviceUrl: 'http://localhost:9',
  conversation: { id: 'c' },
  from: { id: 'u' },
  recipient: { id: 'bot' },
  deliveryMode: 'expectReplies',
};

/** A new folder for one test's database. */
export function freshStorage(): string {
  return `sqlite:${join(newFolder(), 'bot.db')}`;
}

/** A test that fails stops nothing. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the real program as `npm start` does, in a new folder or the given one, and waits until it listens. */
export async function startBot(
  settings: Readonly<Record<string, string>>,
  folder = newFolder(),
): Promise<Running> {
  const port = settings.PORT ?? String(await freePort());
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', STORAGE: 'memory:', ...settings, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
        if (output.includes('http://localhost:')) ready();
      });
    }
    child.once('exit', (code) => failed(new Error(`ended with ${code}: ${output}`)));
  });
  return {
    url: `http://localhost:${port}`,
    pid: Number(child.pid),
    output: () => output,
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
