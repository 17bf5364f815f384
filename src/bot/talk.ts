import { z } from 'zod';

const delivery = z.object({
  /** See `shortOf`. */
  id: z.string(),
  /** The reply before it was put into words, see `pack`. */
  answer: z.unknown(),
  /** The channel has taken the reply. */
  delivered: z.literal(true).exactOptional(),
  turn: z.int().default(0),
});
const talk = z.object({
  conversation: z.unknown(),
  /** The talk before the last turn, so that an edited message takes the place of the first one; null if new. */
  before: z.unknown(),
  /** How many turns there were, and what the last one asked. */
  turn: z.int().default(0),
  asks: z.string().nullable().default(null),
  greeted: z.boolean(),
  deliveries: z.array(delivery),
});

/** A talk as it is stored, around the conversation itself. */
export type Talk = z.infer<typeof talk>;

const NEW: Talk = {
  greeted: false,
  deliveries: [],
  conversation: undefined,
  before: undefined,
  turn: 0,
  asks: null,
};

/** A stored talk; a new one where there is none, or one that cannot be read. */
export function talkFrom(stored: unknown): Talk {
  return talk.safeParse(stored).data ?? NEW;
}

const tagged = z.object({ eTag: z.string() });

/** The version of an item that was read; the empty one is that of an item which is not there yet. */
export function eTagOf(stored: unknown): string {
  return stored === undefined ? '' : tagged.parse(stored).eTag;
}
