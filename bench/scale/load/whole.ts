import { randomUUID } from 'node:crypto';
import { hold } from '../../load/directLine.ts';
import { Connection } from '../../load/http.ts';
import { openRecord, type Seen } from '../../load/latency.ts';
import { talkAt } from '../../load/messages.ts';
import { botTalks, type Talk } from '../../load/talks.ts';
import { type Holding, holdAll, type Part } from './hold.ts';

/** How much is held: so many talks, or those that begin within a time. */
type Amount = { readonly talks: number } | { readonly seconds: number };

const talks = {
  messages: () => botTalks('emulator', { joined: false }),
  directLine: () => botTalks('directline', { joined: true }),
};
const made: { [Channel in keyof typeof talks]?: readonly Talk[] } = {};

/** How many talks have begun in all rounds, so that each kind of talk gets its turn also where rounds are short. */
let begunEver = 0;

/** Gives the number of the next talk; null where none is to begin any more. */
function openCount(amount: Amount): () => number | null {
  const until = performance.now() + ('seconds' in amount ? amount.seconds * 1000 : Number.POSITIVE_INFINITY);
  const most = 'talks' in amount ? amount.talks : Number.POSITIVE_INFINITY;
  let begun = 0;
  return () => {
    if (begun >= most || performance.now() >= until) return null;
    begun++;
    return begunEver++;
  };
}

/** Holds whole talks on `/api/messages`, each its own conversation. */
export function holdWholeTalks(amount: Amount, holding: Holding): Promise<Seen> {
  made.messages ??= talks.messages();
  const all = made.messages;
  const count = openCount(amount);
  return holdAll(function* (): Generator<Part, undefined> {
    for (let number = count(); number !== null; number = count()) {
      const talk = talkAt(all, number);
      yield { talk, conversation: randomUUID(), from: 0, to: talk.says.length };
    }
  }, holding);
}

/** Holds whole talks on Direct Line, each visitor at one replica. */
export async function holdOnDirectLine(
  amount: Amount,
  { urls, connections }: Holding,
  secret: string,
): Promise<Seen> {
  made.directLine ??= talks.directLine();
  const all = made.directLine;
  const count = openCount(amount);
  const record = openRecord();
  const visit = async (visitor: number) => {
    const connection = new Connection(urls[visitor % urls.length] ?? '');
    for (let number = count(); number !== null; number = count())
      await hold(talkAt(all, number), connection, secret, record, Number.POSITIVE_INFINITY);
    connection.end();
  };
  await Promise.all(Array.from({ length: connections }, (_, visitor) => visit(visitor)));
  return record.seen();
}
