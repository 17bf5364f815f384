import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../src/freePort.ts';
import { newFolder } from '../folders.ts';
import { fromProgram } from '../server.ts';

const MAIN = join(import.meta.dirname, '../../src/teams/playground.ts');
const PRODUCTION = `NODE_ENV=production
STORAGE=memory:
DIRECT_LINE_SECRET=a-secret-of-the-test
MicrosoftAppId=00000000-0000-4000-8000-000000000000
MicrosoftAppPassword=a-password
MicrosoftAppType=SingleTenant
MicrosoftAppTenantId=00000000-0000-4000-8000-000000000001
`;

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill();
});

/** Starts `npm run playground` where `.env` is that of production, with an npx that fetches nothing and waits. */
async function start(port: number) {
  const folder = newFolder();
  writeFileSync(join(folder, '.env'), PRODUCTION);
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, PORT: String(port) },
  });
  started.push(child);
  const ended = once(child, 'exit').then(([code]) => Number(code));
  let output = '';
  const ready = new Promise<void>((listens) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        if (output.includes('http://localhost:')) listens();
      });
  });
  await Promise.race([ready, ended]);
  return { child, ended, output: () => output };
}

test.skipIf(process.platform === 'win32')(
  'the bot beside the Playground answers without credentials also where .env is that of production, and says by its exit code that it could not start',
  async () => {
    const port = await freePort();
    const first = await start(port);
    const answered = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fromProgram, text: 'help' }),
    });
    expect(answered.status).toBe(200);
    // Nobody has set anything that it could warn of.
    expect(first.output()).not.toMatch(/"level":[456]0/);

    const second = await start(port);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${port} is taken`);

    first.child.kill();
    expect(await first.ended).toBe(0);
  },
);
