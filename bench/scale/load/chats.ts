import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { Connection } from '../../load/http.ts';
import { openRecord, type Seen } from '../../load/latency.ts';

const opened = z.object({ streamUrl: z.string() });
/** How many are opened at once. */
const AT_ONCE = 32;
const open: WebSocket[] = [];

/** Opens chats on Direct Line, whose sockets stay open when their greeting has come, until `closeChats`. */
export async function openChats(url: string, count: number, secret: string): Promise<Seen> {
  const record = openRecord();
  let begun = 0;
  const visit = async () => {
    const connection = new Connection(url);
    while (begun++ < count) {
      const sent = performance.now();
      const { streamUrl } = opened.parse(
        JSON.parse(await connection.post('/v3/directline/conversations', secret, '')),
      );
      const socket = new WebSocket(streamUrl, { perMessageDeflate: false });
      open.push(socket);
      await once(socket, 'message');
      record.turn(sent, null);
    }
    connection.end();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visit));
  return record.seen();
}

/** Closes all of them; a fault is one that was closed before. */
export async function closeChats(): Promise<Seen> {
  const record = openRecord();
  for (const socket of open.splice(0)) {
    record.turn(performance.now(), socket.readyState === socket.OPEN ? null : 'A chat was closed meanwhile.');
    socket.terminate();
  }
  return record.seen();
}
