import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage, StoreItems } from 'botbuilder';
import { z } from 'zod';
import { pack, phrase, unpack } from '../conversation/answer.ts';
import type { Dialog } from '../conversation/dialog.ts';
import { type Handoff, handoffAgain } from '../conversation/handoff.ts';
import type { Reply } from '../conversation/reply.ts';
import { type Feedback, standing, turn } from '../conversation/turn.ts';
import { isConflict } from '../storage/conflict.ts';
import { type Heard, inWordsOf, shortOf } from './heard.ts';
import type { Transcript } from './transcript.ts';

/** How many deliveries are remembered, so that a repeated one gets the same reply. */
const DELIVERIES = 8;
/** A race is lost only to another turn that was saved, so this many in a row means that something is broken. */
const ATTEMPTS = 50;

const delivery = z.object({
  /** See `shortOf`. */
  id: z.string(),
  /** The reply before it was put into words, see `pack`. */
  answer: z.unknown(),
  /** The channel has taken the reply. */
  delivered: z.literal(true).exactOptional(),
  turn: z.int().default(0),
});
const envelope = z.object({
  conversation: z.unknown(),
  /** The talk before the last turn, so that an edited message takes the place of the first one; null if new. */
  before: z.unknown(),
  /** How many turns there were, and what the last one asked. */
  turn: z.int().default(0),
  asks: z.string().nullable().default(null),
  greeted: z.boolean(),
  deliveries: z.array(delivery),
  eTag: z.string().optional(),
});

const tagged = z.object({ eTag: z.string() });
/** The version of an item that was read; the empty one is that of an item which is not there yet. */
const eTagOf = (stored: unknown) => (stored === undefined ? '' : tagged.parse(stored).eTag);

export type Outcome = {
  readonly reply: Reply | null;
  /** The number of the turn that gave the reply. */
  readonly turn: number;
  readonly repeated: boolean;
  /** The channel has taken the reply before. */
  readonly delivered: boolean;
  /** Everything about the talk was deleted, as the person wanted. */
  readonly forgotten: boolean;
  /** The reply leads to a human being. */
  readonly handoff: Handoff | null;
  /** What the person thinks of the help they had, as they say it in this turn. */
  readonly feedback: Feedback | null;
  readonly lostRaces: number;
};

const NOTHING = {
  reply: null,
  repeated: false,
  delivered: false,
  forgotten: false,
  handoff: null,
  feedback: null,
} as const;

export type TurnStore = {
  /**
   * Runs one turn of the talk `key` and saves it before its reply is given out. `id` is the activity's, if it
   * has one: a delivery that is known gets the same reply and moves nothing. Somebody who joins a talk that
   * was already greeted gets no reply. Throws where the storage fails; nothing has changed then. What the channel's
   * own `transcript` keeps of a new turn is written along with it.
   */
  run(key: string, id: string | undefined, heard: Heard, transcript?: Transcript): Promise<Outcome>;
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
    heard: Heard,
    transcript: Transcript | undefined,
  ): Promise<Omit<Outcome, 'lostRaces'>> {
    const items = await storage.read(transcript ? [key, transcript.key] : [key]);
    const stored: unknown = items[key];
    const before = envelope.safeParse(stored).data ?? {
      greeted: false,
      deliveries: [],
      conversation: undefined,
      before: undefined,
      turn: 0,
      asks: null,
    };
    const known = id === undefined ? undefined : before.deliveries.find((one) => one.id === id);
    if (known) {
      const answer = unpack(known.answer);
      return {
        ...NOTHING,
        reply: answer ? phrase(dialog, answer) : standing(dialog, before.conversation),
        handoff: answer && handoffAgain(dialog, answer, before.conversation),
        turn: known.turn,
        repeated: true,
        delivered: known.delivered === true,
      };
    }
    if (heard.kind === 'joined' && before.greeted) return { ...NOTHING, turn: before.turn };

    const { said, from } = inWordsOf(heard, before, dialog);
    const { conversation, reply, answer, forget, handoff, feedback } = turn(dialog, from, said);
    const number = before.turn + 1;
    if (forget) {
      // Whatever was written meanwhile is to be deleted, too.
      await storage.delete([key]);
      return { ...NOTHING, reply, turn: number, forgotten: true };
    }
    const packed = pack(answer);
    const deliveries =
      id === undefined
        ? before.deliveries
        : [...before.deliveries, { id, answer: packed, turn: number }].slice(-DELIVERIES);
    // Also that of an item which cannot be read: of two turns that meet it, one would be overwritten.
    const eTag = eTagOf(stored);
    const asks = 'asks' in reply.value ? reply.value.asks : null;
    const last = { before: from ?? null, turn: number, asks };
    const changes: StoreItems = { [key]: { conversation, ...last, greeted: true, deliveries, eTag } };
    if (transcript) {
      // After the turn's own item: where several are not written at once, a lost race must leave no reply behind.
      const kept: unknown = items[transcript.key];
      changes[transcript.key] = { ...transcript.add(kept, packed, number), eTag: eTagOf(kept) };
    }
    await storage.write(changes);
    return { ...NOTHING, reply, turn: number, handoff, feedback };
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
    run(key, id, heard, transcript) {
      const short = id === undefined ? undefined : shortOf(id);
      return inOrder(key, () => untilSaved(() => attempt(key, short, heard, transcript)));
    },
    async delivered(key, id) {
      await inOrder(key, () => untilSaved(async () => ({ noted: await note(key, shortOf(id)) })));
    },
  };
}
