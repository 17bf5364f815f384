import { Connection } from '../../load/http.ts';
import { openRecord, type Seen } from '../../load/latency.ts';
import { activityOf, faultOf } from '../../load/messages.ts';
import type { Talk } from '../../load/talks.ts';

/** Part of a talk that is to be held, from message `from` to before message `to`. */
export type Part = {
  readonly talk: Talk;
  readonly conversation: string;
  readonly from: number;
  readonly to: number;
};

/** Which of the bot's replicas are asked: one for a whole part of a talk, or any for each turn. */
type Spread = 'talk' | 'turn';

export type Holding = {
  readonly urls: readonly string[];
  readonly connections: number;
  readonly spread?: Spread;
};

/**
 * Holds parts of talks on `/api/messages` with `expectReplies`. Each of the visitors has a source of its own and
 * takes up the next part when the last one has ended; a part is always held to its end.
 */
export async function holdAll(
  parts: (visitor: number) => Iterator<Part>,
  { urls, connections, spread = 'talk' }: Holding,
): Promise<Seen> {
  const record = openRecord();
  const visit = async (visitor: number) => {
    const own = urls.map((url) => new Connection(url));
    const source = parts(visitor);
    let at = visitor;
    for (let part = source.next(); !part.done; part = source.next()) {
      at++;
      const { talk, conversation, from, to } = part.value;
      for (let message = from; message < to; message++) {
        if (spread === 'turn') at = Math.floor(Math.random() * own.length);
        const connection = own[at % own.length];
        if (!connection) throw new Error('There is no replica to talk to.');
        const sent = performance.now();
        const body = await connection.post(
          '/api/messages',
          null,
          activityOf(talk.says[message] ?? '', conversation, message),
        );
        record.turn(sent, faultOf(200, body, talk, message));
      }
    }
    for (const connection of own) connection.end();
  };
  await Promise.all(Array.from({ length: connections }, (_, visitor) => visit(visitor)));
  return record.seen();
}
