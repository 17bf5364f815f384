import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startBot } from '../server.ts';
import { activity, beginTalk, openSockets, post, SECRET } from './requests.ts';

/** What the bot logs where it ends although something is still under way. */
const CUT_SHORT = 'without waiting any longer';

describe('an exception that nobody caught', () => {
  test('is logged, and stops nobody from being answered', async () => {
    const fault = "process.once('SIGUSR2', () => { throw new Error('a bug'); })";
    const broken = await startBot({
      DIRECT_LINE_SECRET: SECRET,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    process.kill(broken.pid, 'SIGUSR2');
    await expect.poll(() => broken.output()).toMatch(/"a bug".*"uncaught exception"/);
    const answer = await post(broken, '/api/messages', { ...activity, text: 'we share one mailbox' });
    expect(await answer.text()).toContain('"protocol":"IMAP"');
    expect(await broken.stop()).toBe(0);
  });
});

describe('SIGTERM', () => {
  test('fails no request on a connection whose end was not announced', async () => {
    const stopped = await startBot({});
    let sent = 0;
    /** Sends one message after the other on one connection, until an answer says that it is the last. */
    const busy = async (client: number): Promise<string | null> => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      try {
        for (;;) {
          const answer = await onConnection(agent, `${stopped.url}/api/messages`, {
            ...activity,
            id: `m${++sent}`,
            conversation: { id: `busy-${client}` },
            text: 'we share one mailbox',
          });
          expect(answer.statusCode).toBe(200);
          if (answer.headers.connection === 'close') return null;
        }
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        agent.destroy();
      }
    };
    const clients = Promise.all(Array.from({ length: 16 }, (_, client) => busy(client)));
    await sleep(500);
    const exit = stopped.stop();
    await sleep(100);
    const ready = await fetch(`${stopped.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('connection')).toBe('close');
    expect((await clients).filter((failed) => failed !== null)).toEqual([]);
    expect(await exit).toBe(0);
  });

  test('answers the turn under way, tells sockets to come again, and ends with 0', async () => {
    const stopped = await startBot({ DIRECT_LINE_SECRET: SECRET });
    const talk = await beginTalk(stopped);
    const socket = new WebSocket(talk.streamUrl);
    await once(socket, 'open');
    const closed = once(socket, 'close');

    // A turn whose last byte comes after the signal.
    const body = JSON.stringify({ ...activity, text: 'my wife and I share one account' });
    const { port } = new URL(stopped.url);
    const slow = connect(Number(port), '127.0.0.1');
    await once(slow, 'connect');
    let answer = '';
    slow.write(
      `POST /api/messages HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, -1)}`,
    );
    const [continued] = await once(slow, 'data');
    expect(String(continued)).toMatch(/^HTTP\/1\.1 100 /);
    slow.on('data', (chunk) => {
      answer += chunk;
    });
    const exit = stopped.stop();
    const [event] = await closed;
    expect(event.code).toBe(1012);
    slow.write(body.slice(-1));
    expect(await exit).toBe(0);
    // It ended of itself, not because its time was over.
    expect(stopped.output()).not.toContain(CUT_SHORT);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"protocol":"IMAP"');
  });

  test('waits neither for a channel that hangs nor for who sends no end', async () => {
    const stopped = await startBot({ DIRECT_LINE_SECRET: SECRET });
    const hanging = http.createServer(() => undefined).listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const address = hanging.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const taken = once(hanging, 'request');
    const { deliveryMode: _, ...plain } = activity;
    const serviceUrl = `http://127.0.0.1:${address.port}`;
    expect((await post(stopped, '/api/messages', { ...plain, id: 'a', serviceUrl }, {})).status).toBe(200);
    await taken;
    const [endless] = await openSockets(stopped, 1);
    if (!endless) throw new Error('no socket');
    endless.write(
      'POST /api/messages HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 99\r\n\r\n{',
    );
    await once(endless, 'data');
    expect(await stopped.stop()).toBe(0);
    const last = stopped
      .output()
      .split('\n')
      .find((line) => line.includes(CUT_SHORT));
    // Whoever stops it kills it after some time, Docker after ten seconds.
    expect(JSON.parse(last ?? '{}').milliseconds).toBeLessThan(5000);
    hanging.close();
    hanging.closeAllConnections();
  });
});

/** Posts on the connection that an agent keeps; gives the answer once all of it has come. */
function onConnection(agent: http.Agent, url: string, body: unknown): Promise<http.IncomingMessage> {
  return new Promise((fulfil, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => fulfil(response));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}
