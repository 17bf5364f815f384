import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { z } from 'zod';
import { oncePer } from '../../src/memoise.ts';
import { openRecord, type Seen } from './latency.ts';
import { type Expected, isRight, type Talk } from './talks.ts';

export type Load = { readonly url: string; readonly connections: number; readonly seconds: number };

const answer = z.object({ activities: z.array(z.looseObject({ text: z.string().optional() })) });

/** Holds talks on `/api/messages` with `expectReplies`, each connection one after the other of its own. */
export async function loadMessages(
  { url, connections, seconds }: Load,
  talks: readonly Talk[],
): Promise<Seen> {
  const record = openRecord();
  let begun = 0;
  await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient(client) {
      const next = () => ({ talk: talkAt(talks, begun++), conversation: randomUUID(), at: 0 });
      let on = next();
      let sent = performance.now();
      client.setRequests([
        {
          method: 'POST',
          path: '/api/messages',
          headers: { 'content-type': 'application/json' },
          // Also called once to see whether it works, so it must not move the talk on.
          setupRequest(request) {
            sent = performance.now();
            return { ...request, body: activityOf(on.talk.says[on.at] ?? '', on.conversation, on.at) };
          },
          onResponse(status, body) {
            record.turn(sent, faultOf(status, body, on.talk, on.at));
            on.at++;
            if (on.at === on.talk.says.length) on = next();
          },
        },
      ]);
    },
  });
  return record.seen();
}

export function talkAt(talks: readonly Talk[], number: number): Talk {
  const talk = talks[number % talks.length];
  if (!talk) throw new Error('There is no talk to hold.');
  return talk;
}

/** What is wrong with the answer to a message of a talk; null where it is the right one. */
export function faultOf(status: number, body: string, { says, replies }: Talk, at: number): string | null {
  const expected = replies[at];
  // A look at the text is cheap, so that the load leaves the processor to the server.
  if (status === 200 && expected && textsOf(expected).every((text) => body.includes(text))) return null;
  const { data } = status === 200 ? answer.safeParse(JSON.parse(body)) : { data: undefined };
  const [reply] = data?.activities ?? [];
  if (expected && reply && isRight(expected, reply)) return null;
  return `"${says[at]}" (message ${at + 1}) got ${status} ${body.slice(0, 600)} instead of ${expected?.text}`;
}

/** An expected reply as it stands in an answer, if its fields are in the same order. */
const textsOf = oncePer(({ text, value }: Expected): readonly string[] => {
  const fields = [`"text":${JSON.stringify(text)}`];
  if (value !== undefined) fields.push(`"value":${JSON.stringify(value)}`);
  return fields;
});

/** An activity as the Emulator sends it. */
export function activityOf(text: string, conversation: string, at: number): string {
  return JSON.stringify({
    type: 'message',
    id: `${conversation}|${String(at).padStart(7, '0')}`,
    timestamp: '2026-03-02T09:12:45.123Z',
    localTimestamp: '2026-03-02T10:12:45+01:00',
    localTimezone: 'Europe/Berlin',
    serviceUrl: 'http://localhost:9',
    channelId: 'emulator',
    from: { id: `user-${conversation}`, name: 'User', role: 'user' },
    conversation: { id: `${conversation}|livechat` },
    recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    textFormat: 'plain',
    locale: 'en-US',
    text,
    entities: [
      { type: 'ClientCapabilities', requiresBotState: true, supportsListening: true, supportsTts: true },
    ],
    channelData: { clientActivityID: `${conversation}${at}`, clientTimestamp: '2026-03-02T09:12:45.100Z' },
    deliveryMode: 'expectReplies',
  });
}
