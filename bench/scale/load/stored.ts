import { randomUUID } from 'node:crypto';
import type { Seen } from '../../load/latency.ts';
import { talkAt } from '../../load/messages.ts';
import { botTalks, type Talk } from '../../load/talks.ts';
import { conversationOf, NEW, places, scripts } from '../stored/scripts.ts';
import { holdAll, type Part } from './hold.ts';

/** How far the stored talks have gone on since they were put there, by database. */
const goneOn = new Map<string, Uint16Array>();
let begun = 0;
let made: { readonly talks: readonly Talk[]; readonly left: ReturnType<typeof places> } | undefined;

/**
 * Each visitor holds a new talk, then goes on with as many stored ones, by one message each, as the new one had
 * messages: any of all that are stored, so that everything is read about as often.
 */
export function holdNewAndStored(
  url: string,
  connections: number,
  seconds: number,
  { database, count }: { readonly database: string; readonly count: number },
): Promise<Seen> {
  const positions = goneOn.get(database) ?? new Uint16Array(count);
  goneOn.set(database, positions);
  made ??= { talks: botTalks('emulator', { joined: false }), left: places() };
  const { talks, left } = made;
  const busy = new Set<number>();
  const until = performance.now() + seconds * 1000;

  function* visitor(): Generator<Part, undefined> {
    while (performance.now() < until) {
      const talk = talkAt(talks, begun++);
      yield { talk, conversation: randomUUID() + NEW, from: 0, to: talk.says.length };
      for (let times = talk.says.length; times > 0; times--) {
        const number = anyOf(count, busy);
        const place = left[number % left.length];
        const script = scripts()[place?.script ?? -1];
        const from = (place?.at ?? 0) + (positions[number] ?? 0);
        if (!script || from >= script.says.length) throw new Error('A stored talk cannot go on any further.');
        busy.add(number);
        yield { talk: script, conversation: conversationOf(number), from, to: from + 1 };
        positions[number] = (positions[number] ?? 0) + 1;
        busy.delete(number);
      }
    }
  }
  return holdAll(visitor, { urls: [url], connections });
}

/** A number below `count` that is not among the busy ones. */
function anyOf(count: number, busy: ReadonlySet<number>): number {
  for (;;) {
    const number = Math.floor(Math.random() * count);
    if (!busy.has(number)) return number;
  }
}
