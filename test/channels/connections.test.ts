import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startBot } from '../server.ts';
import { activity, bearer, beginTalk, closing, openSockets, post, SECRET } from './requests.ts';

/** How many connections are opened at once: 10,000 where a process may have so many open files. */
const OPEN_FILES = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout) || 100_000;
const CONNECTIONS = Math.min(10_000, OPEN_FILES - 300);

let bot: Running;
beforeAll(async () => {
  bot = await startBot({ DIRECT_LINE_SECRET: SECRET });
});
afterAll(async () => {
  await bot.stop();
});

describe('connections', () => {
  test.concurrent('closes those that send their header byte by byte', { timeout: 40_000 }, async () => {
    const sockets = await openSockets(bot, 200);
    const [patient] = await openSockets(bot, 1);
    if (!patient) throw new Error('no socket');
    // Sent to its end it would take a quarter of an hour.
    const header = `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ${'a'.repeat(10_000)}`;
    // Somebody on a slow line takes some five seconds for theirs, and is answered.
    const whole = 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n';
    let at = 0;
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(header[at] ?? 'a');
      if (at < whole.length) patient.write(whole[at] ?? '');
      at++;
    }, 100);
    const order: string[] = [];
    const answered = once(patient, 'data').then(([chunk]) => order.push(String(chunk).slice(0, 15)));
    await Promise.all(
      sockets.map(async (socket) => {
        socket.resume();
        await closing(socket);
        order.push('closed');
      }),
    );
    clearInterval(drip);
    await answered;
    patient.destroy();
    expect(at).toBeLessThan(header.length);
    expect(order).toEqual(['HTTP/1.1 200 OK', ...sockets.map(() => 'closed')]);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });

  test.concurrent('closes those that send their body byte by byte', { timeout: 40_000 }, async () => {
    const [socket] = await openSockets(bot, 1);
    if (!socket) throw new Error('no socket');
    const length = 9999;
    socket.write(
      `POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n{`,
    );
    let sent = 1;
    const drip = setInterval(() => {
      if (socket.writable) socket.write(' ');
      sent++;
    }, 200);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    await closing(socket);
    clearInterval(drip);
    expect(sent).toBeLessThan(length);
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test(`answers a talk while ${CONNECTIONS} are opened at once`, { timeout: 60_000 }, async () => {
    const talk = await beginTalk(bot);
    const opening = openSockets(bot, CONNECTIONS);
    for (let turn = 0; turn < 10; turn++)
      expect((await post(bot, talk.path, { type: 'message', text: 'help' }, bearer(talk.token))).status).toBe(
        200,
      );
    const sockets = await opening;
    for (const socket of sockets) socket.resume();
    expect((await post(bot, talk.path, { type: 'message', text: 'help' }, bearer(talk.token))).status).toBe(
      200,
    );
    // The bot closes them after ten seconds: the talk did not wait for that.
    expect(sockets.filter(({ readyState }) => readyState === 'open')).toHaveLength(CONNECTIONS);
    for (const socket of sockets) socket.destroy();
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });
});

describe('a process that may have no more open files', () => {
  const limited = spawnSync('prlimit', ['--version']).status === 0;
  test.skipIf(!limited)('takes connections again when others have gone', { timeout: 60_000 }, async () => {
    const narrow = await startBot({ LOG_LEVEL: 'silent' });
    expect(spawnSync('prlimit', ['--pid', String(narrow.pid), '--nofile=100:100']).status).toBe(0);
    const sockets = await openSockets(narrow, 500);
    // That none comes can only be waited for; a slow machine makes none come either.
    const answer = await fetch(`${narrow.url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(
      () => null,
    );
    expect(answer?.status).toBeUndefined();
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(
        () =>
          post(narrow, '/api/messages', activity, {}).then(
            ({ status }) => status,
            () => 0,
          ),
        {
          timeout: 10_000,
        },
      )
      .toBe(200);
    expect(await narrow.stop()).toBe(0);
  });
});
