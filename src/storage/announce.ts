import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Report } from './options.ts';

/**
 * Announces that a talk has grown to all who listen, in this process at once. An announcement may get lost while the
 * connection is away; once it is back on either side, `*` says that any talk may have grown.
 */
export type Announcer = {
  /** Talks may also grow without an announcement here: other processes write to the storage. */
  readonly mayMiss: boolean;
  announce(conversationId: string): void;
  listen(heard: Listener): void;
  /** Shows the others at once what all are to have in common; `differs` is called here and there, once for each that is another. */
  compare(mark: string, differs: () => void): void;
  close(): Promise<void>;
};

/** Hears that a talk has grown, and whether in this process or in another one. */
type Listener = (conversationId: string, where: 'here' | 'elsewhere') => void;

/** How long after an announcement failed all replicas are told to read again, in milliseconds. */
const AGAIN = 300;
const CHANNEL = 'popimap:grown';
const word = z.object({ from: z.string(), conversationId: z.string() });
const MARKS = 'popimap:marks';
const shown = z.object({ from: z.string(), mark: z.string(), isAnswer: z.boolean() });

function openListeners() {
  const listeners: Listener[] = [];
  return {
    tell: ((conversationId, where) => {
      for (const heard of listeners) heard(conversationId, where);
    }) satisfies Listener,
    listen: (heard: Listener) => void listeners.push(heard),
    close: async () => void listeners.splice(0),
  };
}

/** An announcer for a bot that runs as one process, or whose processes, which `mayMiss` says, hear nothing of each other. */
export function localAnnouncer(mayMiss = false): Announcer {
  const { tell, listen, close } = openListeners();
  return {
    mayMiss,
    announce: (conversationId) => tell(conversationId, 'here'),
    listen,
    compare: () => undefined,
    close,
  };
}

/**
 * An announcer between the replicas of a bot, by one Redis channel and two connections of its own. Throws
 * where the first connection fails; later outages are told to `report`, and end by themselves.
 */
export async function redisAnnouncer(url: string, report: Report = () => undefined): Promise<Announcer> {
  // Only those who use Redis pay for its client.
  const { redisClient } = await import('./redis.ts');
  const own = randomUUID();
  const listeners = openListeners();
  const speaker = redisClient(url, report, { queue: false });
  // With the queue off, the client would forget its subscription in an outage.
  const hearer = redisClient(url, () => undefined, { queue: true });
  let again: NodeJS.Timeout | undefined;
  let compared: ((text: string) => void) | undefined;
  const close = async () => {
    clearTimeout(again);
    await listeners.close();
    for (const client of [speaker, hearer]) if (client.isOpen) client.destroy();
  };

  try {
    await Promise.all([speaker.connect(), hearer.connect()]);
    await hearer.subscribe(CHANNEL, (text) => {
      const { data } = word.safeParse(parsed(text));
      // This process has told its own listeners already, without waiting for Redis.
      if (data && data.from !== own) listeners.tell(data.conversationId, 'elsewhere');
    });
    await hearer.subscribe(MARKS, (text) => compared?.(text));
  } catch (error) {
    await close();
    throw error;
  }
  // The client is ready again only after it has subscribed again.
  hearer.on('ready', () => listeners.tell('*', 'elsewhere'));

  const say = (conversationId: string) => {
    // The outage itself is reported by the client. The others' connections may be back before this one.
    speaker.publish(CHANNEL, JSON.stringify({ from: own, conversationId })).catch(() => {
      clearTimeout(again);
      if (speaker.isOpen) again = setTimeout(say, AGAIN, '*').unref();
    });
  };
  return {
    // A replica may be killed after it has written, and before it has told anybody.
    mayMiss: true,
    announce(conversationId) {
      listeners.tell(conversationId, 'here');
      say(conversationId);
    },
    listen: listeners.listen,
    compare(mark, differs) {
      const others = new Set<string>();
      const show = (isAnswer: boolean) =>
        // Who cannot be told now is told when the next one starts.
        void speaker.publish(MARKS, JSON.stringify({ from: own, mark, isAnswer })).catch(() => undefined);
      compared = (text) => {
        const { data } = shown.safeParse(parsed(text));
        if (!data || data.from === own || data.mark === mark) return;
        if (!others.has(data.mark)) differs();
        others.add(data.mark);
        if (!data.isAnswer) show(true);
      };
      show(false);
    },
    close,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
