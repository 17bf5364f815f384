import { z } from 'zod';
import { sayTwoAtOnce } from './atOnce.ts';
import { closeChats, openChats } from './chats.ts';
import { holdNewAndStored } from './stored.ts';
import { sayTexts } from './texts.ts';
import { holdOnDirectLine, holdWholeTalks } from './whole.ts';

/** The process that makes the load: each message from its parent asks for one round, and is answered with `Seen`. */
const urls = z.array(z.string()).min(1);
const connections = z.int();
const amount = z.union([z.object({ talks: z.int() }), z.object({ seconds: z.number() })]);
const task = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('talks'), urls, connections, amount, spread: z.enum(['talk', 'turn']) }),
  z.object({ kind: z.literal('directLine'), urls, connections, amount, secret: z.string() }),
  z.object({
    kind: z.literal('stored'),
    url: z.string(),
    connections,
    seconds: z.number(),
    database: z.string(),
    count: z.int(),
  }),
  z.object({ kind: z.literal('texts'), url: z.string(), connections, bytes: z.int(), count: z.int() }),
  z.object({ kind: z.literal('atOnce'), urls, connections, seconds: z.number() }),
  z.object({ kind: z.literal('open'), url: z.string(), connections, count: z.int(), secret: z.string() }),
  z.object({ kind: z.literal('close'), connections }),
]);
export type Task = z.infer<typeof task>;

process.on('message', async (message) => {
  process.send?.(await run(task.parse(message)));
});

function run(task: Task) {
  const { connections } = task;
  switch (task.kind) {
    case 'talks':
      return holdWholeTalks(task.amount, { urls: task.urls, connections, spread: task.spread });
    case 'directLine':
      return holdOnDirectLine(task.amount, { urls: task.urls, connections }, task.secret);
    case 'stored':
      return holdNewAndStored(task.url, connections, task.seconds, task);
    case 'texts':
      return sayTexts(task.url, connections, task.bytes, task.count);
    case 'atOnce':
      return sayTwoAtOnce(task.urls, connections, task.seconds);
    case 'open':
      return openChats(task.url, task.count, task.secret);
    case 'close':
      return closeChats();
  }
}
