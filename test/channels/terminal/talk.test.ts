import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Screen, talk } from '../../../src/channels/terminal/talk.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';

const dialog = openDialog();
const ESCAPE = '\u001b';

/** What stands on a screen after somebody has typed lines. */
async function shown(screen: Omit<Screen, 'write'>, ...typed: string[]): Promise<string> {
  let text = '';
  async function* lines() {
    yield* typed;
  }
  await talk(dialog, lines(), { ...screen, write: (more: string) => (text += more) });
  return text;
}

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '');
  vi.stubEnv('TERM', 'xterm');
});

describe('in a terminal', () => {
  test('bold words are bold, unless the person wants no colour', async () => {
    expect(await shown({ isTTY: true })).toContain(`${ESCAPE}[1mPOP${ESCAPE}[22m`);
    vi.stubEnv('NO_COLOR', '1');
    expect(await shown({ isTTY: true })).not.toContain(ESCAPE);
    vi.stubEnv('NO_COLOR', '');
    vi.stubEnv('TERM', 'dumb');
    expect(await shown({ isTTY: true })).not.toContain(ESCAPE);
  });

  test('text is wrapped at the width that the window has at the moment', async () => {
    const window = { isTTY: false, columns: 30 };
    const narrow = await shown(window, 'set up thunderbird with imap');
    // An address is not broken, as it could not be opened then.
    const widest = (text: string) =>
      Math.max(...text.split('\n').map((line) => (line.includes('://') ? 0 : line.length)));
    expect(widest(narrow)).toBeLessThanOrEqual(30);
    const wide = await shown({ ...window, columns: 300 }, 'set up thunderbird with imap');
    expect(widest(wide)).toBeLessThanOrEqual(100);
    expect(wide.split('\n').length).toBeLessThan(narrow.split('\n').length);
  });

  test('settings stand in columns, and steps go on below their text', async () => {
    const text = await shown({ columns: 80 }, 'set up thunderbird with imap');
    expect(text).toMatch(/^ {17}Server +Port +Security$/m);
    expect(text).toMatch(/^Incoming \(IMAP\) {2}imap\.mail\.example +993 +SSL\/TLS$/m);
    expect(text).toMatch(/^1\. .+(\n {3}\S.*)*\n2\. /m);
  });
});

test('a choice can be answered by its number', async () => {
  const byNumber = await shown({}, '4');
  expect(byNumber).toContain('Choose IMAP.');
  expect(byNumber).toBe(await shown({}, 'We share one mailbox'));
});

const main = join(import.meta.dirname, '../../../src/channels/terminal/main.ts');

test('npm run chat ends without a word where nobody reads on', async () => {
  const chat = spawn(process.execPath, [main], { stdio: 'pipe' });
  let complaints = '';
  chat.stderr.on('data', (told) => {
    complaints += told;
  });
  await once(chat.stdout, 'data');
  chat.stdout.destroy();
  chat.stdin.on('error', () => undefined);
  chat.stdin.end('what is imap\n'.repeat(1000));
  const [status] = await once(chat, 'close');
  expect({ status, complaints }).toEqual({ status: 0, complaints: '' });
});

test('npm run chat answers what is piped into it, without colour and without a prompt', () => {
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', FORCE_COLOR: '1' };
  const { stdout, status } = spawnSync(process.execPath, [main], {
    input: 'we share one mailbox\nbye\n',
    encoding: 'utf8',
    env,
  });
  expect(status).toBe(0);
  expect(stdout).toContain('Choose IMAP.');
  expect(stdout).not.toContain(ESCAPE);
  expect(stdout).not.toMatch(/^> /m);
});
