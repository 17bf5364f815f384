import { randomUUID } from 'node:crypto';
import { Connection } from '../../load/http.ts';
import { openRecord, type Seen } from '../../load/latency.ts';
import { activityOf, faultOf } from '../../load/messages.ts';
import { openRightReplies } from '../../load/talks.ts';

const BEGINNING = 'hello';
const TWO = ['I use several computers or phones', 'my internet connection is slow'] as const;
const ORDERS = [TWO, TWO.toReversed()].map((two) => [BEGINNING, ...two]);

/**
 * Talks in which two messages are sent at the same moment, each to another replica: both want to change the same
 * item, so one has to run again. They may be taken in either order, but each has to count.
 */
export async function sayTwoAtOnce(
  urls: readonly string[],
  connections: number,
  seconds: number,
): Promise<Seen> {
  const right = openRightReplies('emulator');
  const orders = ORDERS.map((says) => ({ says, replies: right(says) }));
  const record = openRecord();
  const until = performance.now() + seconds * 1000;
  const visit = async () => {
    const own = TWO.map((_, at) => new Connection(urls[at % urls.length] ?? ''));
    while (performance.now() < until) {
      const conversation = randomUUID();
      const say = async (text: string, by: number, at: number) => {
        const sent = performance.now();
        const answer = await own[by]?.post('/api/messages', null, activityOf(text, conversation, at));
        record.turn(sent, null);
        return { text, answer: answer ?? '' };
      };
      const first = await say(BEGINNING, 0, 0);
      const both = await Promise.all(TWO.map((text, at) => say(text, at, at + 1)));
      const faults = orders.map((talk) =>
        [first, ...both].flatMap(
          ({ text, answer }) => faultOf(200, answer, talk, talk.says.indexOf(text)) ?? [],
        ),
      );
      if (faults.every(({ length }) => length > 0)) throw new Error(faults.flat().join('\n'));
    }
    for (const connection of own) connection.end();
  };
  await Promise.all(Array.from({ length: connections }, visit));
  return record.seen();
}
