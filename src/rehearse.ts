import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './freePort.ts';
import { CACHE, packedBot, packedFile, ROOT } from './packed.ts';
import { MESSAGES } from './paths.ts';
import { StartError } from './startError.ts';
import { askHealth, untilAnswers } from './untilAnswers.ts';

/** How long a rehearsal may take, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Starts the bot and says a word to it, so that Node keeps what it compiles for that, and the first start that counts finds
 * it. Throws where the bot does not start or answer.
 */
export async function rehearse(): Promise<void> {
  // Neither the settings nor the talks of anybody.
  const folder = mkdtempSync(join(tmpdir(), 'pop-or-imap-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  forgetCompiled();
  const bot = spawn(process.execPath, [join(ROOT, 'src/start.js')], {
    cwd: folder,
    env: { PORT: String(port), STORAGE: `sqlite:${join(folder, 'bot.db')}` },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: PATIENCE,
  });
  const ended = once(bot, 'exit');
  try {
    await untilAnswers(bot, () => askHealth(url), {
      patience: PATIENCE,
      complaint: () => 'The bot did not start.',
    });
    await sayHello(url);
  } finally {
    bot.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
  if (packedBot() !== null) writeFileSync(markOf(), '');
}

/** Whether that has been done with what is packed now. */
export function isRehearsed(): boolean {
  return existsSync(markOf());
}

const markOf = () => join(dirname(packedFile()), 'rehearsed');

/** What was compiled for what was packed before is some megabytes each time. */
function forgetCompiled(): void {
  rmSync(join(ROOT, CACHE, 'compiled'), { recursive: true, force: true });
}

async function sayHello(url: string): Promise<void> {
  const response = await fetch(`${url}${MESSAGES}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: '1',
      text: 'hello',
      channelId: 'emulator',
      serviceUrl: 'http://127.0.0.1',
      deliveryMode: 'expectReplies',
      from: { id: 'somebody', role: 'user' },
      recipient: { id: 'bot', role: 'bot' },
      conversation: { id: 'rehearsal' },
    }),
  });
  if (!response.ok) throw new StartError(`The bot answered with ${response.status}.`);
  await response.arrayBuffer();
}
