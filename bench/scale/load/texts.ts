import { randomUUID } from 'node:crypto';
import type { Seen } from '../../load/latency.ts';
import { openRightReplies } from '../../load/talks.ts';
import { openTexts } from '../message/texts.ts';
import { holdAll, type Part } from './hold.ts';

const fresh = openTexts('h');
let right: ReturnType<typeof openRightReplies> | undefined;

/** Begins `count` talks, each with a text of so many bytes that was never said before. */
export function sayTexts(url: string, connections: number, bytes: number, count: number): Promise<Seen> {
  right ??= openRightReplies('emulator');
  const replies = right;
  // Before the first is sent, so that what this takes does not slow the load.
  const talks = Array.from({ length: count }, () => {
    const says = [fresh(bytes)];
    return { says, replies: replies(says) };
  });
  let said = 0;
  return holdAll(
    function* (): Generator<Part, undefined> {
      for (let talk = talks[said++]; talk; talk = talks[said++])
        yield { talk, conversation: randomUUID(), from: 0, to: 1 };
    },
    { urls: [url], connections },
  );
}
