import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome.exe',
  'msedge',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Starts an installed Chrome or Chromium, which is installed first where that can be done. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: installed() ?? install(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function installed(): string | null {
  const { CHROME_PATH, PATH = '' } = process.env;
  const found = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(CHROME_PATH ? [CHROME_PATH] : []), ...found, ...PLACES].find(isExecutable) ?? null;
}

/** Debian's Chromium where this is root on Debian, else the one that Playwright brings. Throws what to do. */
function install(): string {
  const attempts =
    process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
      ? [
          ['apt-get', 'update', '-qq'],
          ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'],
        ]
      : [['npx', 'playwright-core', 'install', 'chromium']];
  try {
    for (const [command = '', ...rest] of attempts) execFileSync(command, rest, { stdio: 'ignore' });
  } catch {
    // What is missing is said below, in one sentence.
  }
  const found = installed() ?? [chromium.executablePath()].find(isExecutable);
  if (!found) {
    throw new Error(
      'The browser tests need Chrome or Chromium: install one, or set CHROME_PATH to where it is.',
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
