import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from 'botbuilder';
import { z } from 'zod';
import type { Dialog } from '../conversation/dialog.ts';
import type { Reply } from '../conversation/reply.ts';
import { type Said, turn } from '../conversation/turn.ts';
import { isConflict } from '../storage/conflict.ts';

/** How many deliveries are remembered, so that a repeated one gets the same reply. */
const DELIVERIES = 8;
/** A race is lost only to another turn that was saved, so this many in a row means that something is broken. */
const ATTEMPTS = 50;

const delivery = z.object({
  id: z.string(),
  reply: z.custom<Reply>((value) => typeof value === 'object'),
  /** The channel has taken the reply. */
  delivered: z.literal(true).exactOptional(),
});
const envelope = z.object({
  conversation: z.unknown(),
  greeted: z.boolean(),
  deliveries: z.array(delivery),
  eTag: z.string().optional(),
});

export type Outcome = {
  readonly reply: Reply | null;
  readonly repeated: boolean;
  /** The channel has taken the reply before. */
  readonly delivered: boolean;
  readonly lostRaces: number;
};

export type TurnStore = {
  /**
   * Runs one turn of the talk `key` and saves it before its reply is given out. `id` is the activity's, if it
   * has one: a delivery that is known gets the same reply and moves nothing. Somebody who joins a talk that
   * was already greeted gets no reply. Throws where the storage fails; nothing has changed then.
   */
  run(key: string, id: string | undefined, said: Said): Promise<Outcome>;
  /** Notes that the channel has taken the reply to activity `id`, so that it need not be sent again. */
  delivered(key: string, id: string): Promise<void>;
};

/**
 * Load with eTag → run the pure turn → save with that eTag; a lost race loads and runs again. In one process
 * the turns of a talk run one after the other, in the order in which they came.
 */
export function openTurnStore(dialog: Dialog, storage: Storage): TurnStore {
  const queues = new Map<string, Promise<unknown>>();

  async function attempt(
    key: string,
    id: string | undefined,
    said: Said,
  ): Promise<Omit<Outcome, 'lostRaces'>> {
    const stored = (await storage.read([key]))[key];
    const before = envelope.safeParse(stored).data ?? {
      greeted: false,
      deliveries: [],
      conversation: undefined,
    };
    const known = id === undefined ? undefined : before.deliveries.find((one) => one.id === id);
    if (known) return { reply: known.reply, repeated: true, delivered: known.delivered === true };
    if (said.kind === 'joined' && before.greeted) return { reply: null, repeated: false, delivered: false };

    const { conversation, reply } = turn(dialog, before.conversation, said);
    const deliveries =
      id === undefined ? before.deliveries : [...before.deliveries, { id, reply }].slice(-DELIVERIES);
    const eTag = stored === undefined ? '' : (before.eTag ?? '*');
    await storage.write({ [key]: { conversation, greeted: true, deliveries, eTag } });
    return { reply, repeated: false, delivered: false };
  }

  async function note(key: string, id: string): Promise<void> {
    const stored = (await storage.read([key]))[key];
    const { data } = envelope.safeParse(stored);
    if (!data) return;
    const deliveries = data.deliveries.map((one) => (one.id === id ? { ...one, delivered: true } : one));
    await storage.write({ [key]: { ...data, deliveries } });
  }

  async function untilSaved<Result extends object>(attempt: () => Promise<Result>) {
    for (let lostRaces = 0; ; lostRaces++) {
      try {
        return { ...(await attempt()), lostRaces };
      } catch (error) {
        if (!isConflict(error) || lostRaces >= ATTEMPTS) throw error;
        await sleep(Math.random() * Math.min(2 ** lostRaces, 50));
      }
    }
  }

  function inOrder<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = queues.get(key) ?? Promise.resolve();
    const own = before.then(work);
    const settled = own
      .catch(() => undefined)
      .then(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
    queues.set(key, settled);
    return own;
  }

  return {
    run: (key, id, said) => inOrder(key, () => untilSaved(() => attempt(key, id, said))),
    async delivered(key, id) {
      await inOrder(key, () => untilSaved(async () => ({ noted: await note(key, id) })));
    },
  };
}
