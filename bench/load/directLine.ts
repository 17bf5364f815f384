import { WebSocket } from 'ws';
import { z } from 'zod';
import { Connection } from './http.ts';
import { openRecord, type Seen, type TurnRecord } from './latency.ts';
import { type Load, talkAt } from './messages.ts';
import { isRight, type Talk } from './talks.ts';

const opened = z.object({ conversationId: z.string(), token: z.string(), streamUrl: z.string() });
const activitySet = z.object({
  activities: z.array(
    z.looseObject({ text: z.string().optional(), from: z.looseObject({ role: z.string() }) }),
  ),
});
const taken = z.object({ id: z.string() });
const BASE = '/v3/directline/conversations';

/** Holds talks on Direct Line as Web Chat does: messages by `POST`, the echo and the reply over the WebSocket. */
export async function loadDirectLine(
  { url, connections, seconds }: Load,
  talks: readonly Talk[],
  secret: string,
): Promise<Seen> {
  const record = openRecord();
  const until = performance.now() + seconds * 1000;
  let begun = 0;
  const visitor = async () => {
    const connection = new Connection(url);
    while (performance.now() < until) await hold(talkAt(talks, begun++), connection, secret, record, until);
    connection.end();
  };
  await Promise.all(Array.from({ length: connections }, visitor));
  return record.seen();
}

/** One talk from its beginning to its end, or until a time of `performance.now()`. */
export async function hold(
  { says, replies }: Talk,
  connection: Connection,
  secret: string,
  record: TurnRecord,
  until: number,
): Promise<void> {
  let sent = performance.now();
  const { conversationId, token, streamUrl } = opened.parse(
    JSON.parse(await connection.post(BASE, secret, '')),
  );
  const socket = new WebSocket(streamUrl, { perMessageDeflate: false });
  const stream = follow(socket);
  const [greeting] = await stream.next(1);
  const [first] = replies;
  record.turn(sent, greeting && first && isRight(first, greeting) ? null : JSON.stringify(greeting));
  for (const [at, text] of says.entries()) {
    if (performance.now() >= until) break;
    sent = performance.now();
    const body = activityOf(text, conversationId, at);
    const answer = connection.post(`${BASE}/${conversationId}/activities`, token, body);
    const [echo, reply] = await stream.next(2);
    const { id } = taken.parse(JSON.parse(await answer));
    const expected = replies[at + 1];
    const right = echo?.text === text && echo.id === id && expected && reply && isRight(expected, reply);
    record.turn(sent, right ? null : `"${text}" got ${JSON.stringify([echo, reply]).slice(0, 900)}`);
  }
  socket.terminate();
}

/** An activity as Web Chat 4.18 sends it. */
function activityOf(text: string, conversationId: string, at: number): string {
  return JSON.stringify({
    attachments: [],
    channelData: { attachmentSizes: [], clientActivityID: `${conversationId.slice(0, 8)}${at}` },
    text,
    textFormat: 'plain',
    type: 'message',
    channelId: 'webchat',
    from: { id: 'dl_Q5eEHd1Wv63ThBcAzj7ytQ', name: '', role: 'user' },
    locale: 'en-US',
    localTimestamp: new Date().toISOString(),
    localTimezone: 'Europe/Berlin',
    ...(at === 0 && { entities: [CAPABILITIES] }),
  });
}

/** It tells with its first message only. */
const CAPABILITIES = {
  requiresBotState: true,
  supportsListening: true,
  supportsTts: true,
  type: 'ClientCapabilities',
};

type Activities = z.infer<typeof activitySet>['activities'];

/** The activities that come over a socket, in order; it must not end before they have come. */
function follow(socket: WebSocket) {
  let come: Activities = [];
  let waiting: { readonly count: number; readonly done: (activities: Activities) => void } | undefined;
  let failed: ((error: Error) => void) | undefined;
  const settle = () => {
    if (!waiting || come.length < waiting.count) return;
    const { count, done } = waiting;
    waiting = undefined;
    done(come.splice(0, count));
  };
  socket.on('message', (data) => {
    const text = data.toString();
    if (text === '') return;
    come = [...come, ...activitySet.parse(JSON.parse(text)).activities];
    settle();
  });
  socket.on('error', (error) => failed?.(error));
  return {
    next: (count: number): Promise<Activities> =>
      new Promise((done, fail) => {
        waiting = { count, done };
        failed = fail;
        settle();
      }),
  };
}
