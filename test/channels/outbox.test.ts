import { pino } from 'pino';
import { expect, test } from 'vitest';
import { type Clock, openOutbox, type Send } from '../../src/channels/cloud/outbox.ts';
import { StorageFailure } from '../../src/storage/failure.ts';

/** A channel's refusal, as the SDK throws it. */
const refusal = (statusCode: number, retryAfter?: string) =>
  Object.assign(new Error(`status ${statusCode}`), {
    statusCode,
    response: { headers: { get: () => retryAfter } },
  });

/** A clock that stands still until somebody sleeps, or a send hangs until its time is over. */
function openClock() {
  let now = 0;
  let onTimeout = () => {};
  const slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    async sleep(wait) {
      slept.push(wait);
      now += wait;
    },
    timeout(time) {
      const controller = new AbortController();
      onTimeout = () => {
        now += time;
        controller.abort(new Error('timed out'));
      };
      return controller.signal;
    },
  };
  return { clock, slept, hang: () => onTimeout() };
}

function outbox(reply: number, attempt: number) {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(line) });
  const order: string[] = [];
  const { clock, slept, hang } = openClock();
  const givenUp: string[] = [];
  const box = openOutbox(log, {
    patience: { reply, attempt },
    clock,
    givenUp: () => void givenUp.push(order.at(-1) ?? ''),
  });
  /** What noting a delivery fails with. */
  let away: Error | undefined;
  const post = (name: string, ...outcomes: (Error | 'hang')[]) => {
    const send: Send = async () => {
      order.push(name);
      const outcome = outcomes.shift();
      if (outcome === 'hang') {
        setImmediate(hang);
        await new Promise(() => undefined);
      }
      if (outcome instanceof Error) throw outcome;
    };
    const arrived = async () => {
      order.push(`${name} arrived`);
      if (away) throw away;
    };
    box.post('talk', { name, send, arrived, where: { channel: 'msteams', host: 'smba.example' } });
  };
  const failNotes = (error: Error) => {
    away = error;
  };
  return { post, drained: box.drained, order, lines, slept, givenUp, failNotes };
}

test('a reply that hangs is given up, not sent again, and leaves time for those behind it', async () => {
  const { post, drained, order, lines, givenUp } = outbox(1000, 100);
  post('first', 'hang');
  post('second');
  await drained();
  expect(order).toEqual(['first', 'second', 'second arrived']);
  expect(givenUp).toEqual(['first']);
  expect(lines).toHaveLength(1);
  // Where it was to go and why it did not, without all that a DOMException has.
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ channel: 'msteams', host: 'smba.example' });
  expect(lines[0]).toContain('it did not answer in time');
  expect(lines[0]).not.toContain('TIMEOUT_ERR');
});

test('a reply that has arrived is neither given up nor sent again where that cannot be noted', async () => {
  const { post, drained, order, lines, givenUp, failNotes } = outbox(60_000, 1000);
  // As it says that a channel is to be asked again: this is not the channel's.
  failNotes(Object.assign(new StorageFailure('Storage: away.'), { statusCode: 503 }));
  post('first');
  post('second');
  await drained();
  expect(order).toEqual(['first', 'first arrived', 'second', 'second arrived']);
  expect(givenUp).toEqual([]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Array.from({ length: 2 }, () => ({
      msg: 'delivery not noted',
      channel: 'msteams',
      host: 'smba.example',
      err: { message: 'Storage: away.' },
    })),
  );
});

test('the time in which a reply waits for earlier ones is part of its own', async () => {
  const { post, drained, order, lines } = outbox(250, 200);
  for (const name of ['a', 'b', 'c', 'd']) post(name, 'hang');
  await drained();
  expect(order).toEqual(['a', 'b']);
  expect(lines.filter((line) => line.includes('no time is left'))).toHaveLength(2);
});

test('a wait that the channel asks for is kept where there is time, and given up at once where not', async () => {
  const { post, drained, order, slept } = outbox(3000, 1000);
  post('soon', refusal(429, '1'));
  post('never', refusal(429, '60'));
  post('last');
  await drained();
  expect(slept).toEqual([1000]);
  expect(order).toEqual(['soon', 'soon', 'soon arrived', 'never', 'last', 'last arrived']);
});

test.each([
  ['without a word of when to come back', undefined],
  ['with an empty one', ''],
  ['that are asked for at once', '0'],
  ['that are asked for nearly at once', '0.001'],
  ['that are asked for before now', '-5'],
])('attempts %s are further and further apart', async (_, after) => {
  const { post, drained, order, slept } = outbox(60_000, 1000);
  post('reply', refusal(502, after), refusal(504, after), refusal(412, after));
  await drained();
  // Each between half and one and a half of that.
  const shares = [250, 500, 1000].map((usual, at) => (slept[at] ?? 0) / usual);
  expect(slept).toHaveLength(3);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
  expect(Math.max(...shares)).toBeLessThan(1.5);
  expect(order).toEqual(['reply', 'reply', 'reply', 'reply', 'reply arrived']);
});

test('a reply that is on its way is not sent once more, and after that it can be', async () => {
  const { post, drained, order } = outbox(60_000, 1000);
  post('reply', refusal(502));
  post('reply');
  post('other');
  await drained();
  expect(order).toEqual(['reply', 'reply', 'reply arrived', 'other', 'other arrived']);
  post('reply');
  await drained();
  expect(order.slice(5)).toEqual(['reply', 'reply arrived']);
});

test('a channel that is not there, or not ready, is tried again; what it refuses otherwise is given up', async () => {
  const { post, drained, order } = outbox(60_000, 1000);
  post('away', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  post('unready', refusal(503));
  post('broken', refusal(500));
  post('wrong', refusal(400));
  await drained();
  expect(order).toEqual([
    'away',
    'away',
    'away arrived',
    'unready',
    'unready',
    'unready arrived',
    'broken',
    'wrong',
  ]);
});
