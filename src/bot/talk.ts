import { z } from 'zod';
import { isRecord } from '../record.ts';

const delivery = z.object({
  /** See `shortOf`. */
  id: z.string(),
  /** The reply before it was put into words, see `pack`. */
  answer: z.unknown(),
  /** The channel has taken the reply. */
  delivered: z.literal(true).exactOptional(),
  turn: z.int().default(0),
});
/** What cannot be read, as another version may have written it, costs nobody the rest. */
const talk = z.object({
  conversation: z.unknown(),
  /** The talk before the last turn, so that an edited message takes the place of the first one; null if new. */
  before: z.unknown().optional(),
  /** What was different in the talk before the last turn, in place of `before`. */
  was: z.record(z.string(), z.unknown()).optional().catch(undefined),
  /** How many turns there were, and what the last one asked. */
  turn: z.int().catch(0),
  asks: z.string().nullable().catch(null),
  greeted: z.boolean().catch(false),
  deliveries: z
    .array(z.unknown())
    .catch([])
    .transform((all) => all.flatMap((one) => delivery.safeParse(one).data ?? [])),
});

/** A talk around the conversation itself. */
export type Talk = Omit<z.infer<typeof talk>, 'was' | 'before'> & { readonly before: unknown };

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
  const { data } = talk.safeParse(stored);
  if (!data) return NEW;
  const { was, before, ...rest } = data;
  return {
    ...rest,
    before: was && isRecord(rest.conversation) ? { ...rest.conversation, ...was } : before,
  };
}

/** A talk as it is stored: one turn changes little of it. */
export function itemOf(talk: Talk): object {
  const { conversation, before, turn, asks, greeted, deliveries } = talk;
  const was = difference(before, conversation);
  return was ? { conversation, was, turn, asks, greeted, deliveries } : talk;
}

/** The fields that were different before; null where that cannot be said field by field. */
function difference(before: unknown, now: unknown): Record<string, unknown> | null {
  if (!isRecord(before) || !isRecord(now)) return null;
  const was: Record<string, unknown> = {};
  for (const key of Object.keys(now)) {
    if (before[key] === undefined) return null;
    if (!isSame(before[key], now[key])) was[key] = before[key];
  }
  return Object.keys(before).length === Object.keys(now).length ? was : null;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}

const tagged = z.object({ eTag: z.string() });

/** The version of an item that was read; the empty one is that of an item which is not there yet. */
export function eTagOf(stored: unknown): string {
  return stored === undefined ? '' : tagged.parse(stored).eTag;
}
