import { z } from 'zod';
import { loadDirectLine } from './directLine.ts';
import { loadMessages } from './messages.ts';
import { botTalks, echoTalks, interviewTalks, type Talk } from './talks.ts';

/** The process that makes the load: each message from its parent asks for one round, and is answered with `Seen`. */
const job = z.object({
  url: z.string(),
  connections: z.int(),
  seconds: z.number(),
  talks: z.enum(['echo', 'interview', 'bot', 'directLine']),
  secret: z.string(),
});
export type Job = z.infer<typeof job>;

const made = new Map<Job['talks'], readonly Talk[]>();
const make: Readonly<Record<Job['talks'], () => Talk[]>> = {
  echo: echoTalks,
  interview: interviewTalks,
  bot: () => botTalks('emulator', { joined: false }),
  directLine: () => botTalks('directline', { joined: true }),
};

process.on('message', async (message) => {
  const { talks: kind, secret, ...load } = job.parse(message);
  const talks = made.get(kind) ?? make[kind]();
  made.set(kind, talks);
  const seen =
    kind === 'directLine' ? await loadDirectLine(load, talks, secret) : await loadMessages(load, talks);
  process.send?.(seen);
});
