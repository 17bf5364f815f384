import type { Activity, Storage } from 'botbuilder';
import { z } from 'zod';
import type { Announcer } from '../../storage/announce.ts';
import { isConflict } from '../../storage/conflict.ts';

/** How many activities of a talk are kept for reloads and reconnections, and how many characters of JSON at most. */
const KEPT = 200;
const LARGEST = 512 * 1024;

/** The keys of the logs in the storage; what the bot knows of the talks has keys with one part more. */
export const LOG_KEY = /^directline\/[^/]+$/;

export type Entry = Partial<Activity> & { readonly id: string };
export type ActivitySet = { readonly activities: readonly Entry[]; readonly watermark: string };

/** A reply of the bot's as it is kept: the answer before it was put into words, and the number of its turn. */
export type Told = {
  readonly id: string;
  readonly replyToId: string;
  readonly timestamp: string;
  readonly answer: readonly unknown[];
  readonly turn: number;
};
type Kept = Entry | Told;
/** Puts a reply that is kept into words again; null where its sentences are no longer there. */
export type Voice = (told: Told, conversationId: string) => Entry | null;

const kept = z.custom<Kept>((value) => typeof value === 'object' && value !== null && 'id' in value);
const stored = z.object({
  user: z.string(),
  first: z.int(),
  activities: z.array(kept),
  /** The length of all of them as JSON. */
  size: z.int().default(0),
  eTag: z.string(),
});

type Log = z.infer<typeof stored>;

/**
 * The activities of each website talk, in order, kept in the storage. A watermark is the number of activities
 * before it, as text; the same activity (by id) is taken in once. `announcer` tells of what was taken in, here or
 * in another replica of the bot, `voice` says again what the bot has told.
 */
export function openLog(storage: Storage, announcer: Announcer, voice: Voice = () => null) {
  const watchers = new Map<string, Set<() => void>>();
  /** What is announced in this moment, so that those who watch here need not read it back. */
  let fresh: { readonly conversationId: string; readonly from: number; readonly log: Log } | undefined;
  announcer.listen((conversationId) => {
    const told = conversationId === '*' ? [...watchers.values()] : [watchers.get(conversationId) ?? []];
    for (const tell of told.flatMap((all) => [...all])) tell();
  });
  const keyOf = (conversationId: string) => `directline/${conversationId}`;
  const spoken = (one: Kept, conversationId: string): Entry[] => {
    const entry = 'answer' in one ? voice(one, conversationId) : one;
    return entry ? [entry] : [];
  };

  async function load(conversationId: string): Promise<Log | null> {
    const key = keyOf(conversationId);
    return stored.safeParse((await storage.read([key]))[key]).data ?? null;
  }

  return {
    /** Begins a talk; false where it has already begun. */
    async begin(conversationId: string, user: string): Promise<boolean> {
      if (await load(conversationId)) return false;
      try {
        await storage.write({
          [keyOf(conversationId)]: { user, first: 0, activities: [], size: 0, eTag: '' },
        });
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    exists: async (conversationId: string) => (await load(conversationId)) !== null,

    /** Takes activities in that are not there yet, then tells those who watch. */
    async append(conversationId: string, activities: readonly Entry[]): Promise<void> {
      for (;;) {
        const log = await load(conversationId);
        if (!log) return;
        const news = activities.filter(isNewTo(log));
        // Whoever took them in may have been killed before they told anybody.
        if (news.length === 0) break;
        try {
          await storage.write({ [keyOf(conversationId)]: grown(log, news) });
          break;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
      }
      announcer.announce(conversationId);
    },

    /**
     * What a log in the storage becomes with activities that are not there yet, and how to tell those who watch once
     * it is saved; null where it is no log.
     */
    add(conversationId: string, item: unknown, activities: readonly Kept[]) {
      const log = stored.safeParse(item).data;
      if (!log) return null;
      const now = grown(log, activities.filter(isNewTo(log)));
      const from = log.first + log.activities.length;
      const tell = () => {
        fresh = { conversationId, from, log: now };
        announcer.announce(conversationId);
        fresh = undefined;
      };
      return { item: now, tell };
    },

    keyOf,

    /** Drops all activities; watermarks go on from where they were. */
    async clear(conversationId: string): Promise<void> {
      for (;;) {
        const log = await load(conversationId);
        if (!log) return;
        try {
          const first = log.first + log.activities.length;
          await storage.write({ [keyOf(conversationId)]: { ...log, first, activities: [], size: 0 } });
          return;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
      }
    },

    /** Counts as a write, so that a log does not expire while somebody holds a fresh token for it. */
    async keep(conversationId: string): Promise<void> {
      const log = await load(conversationId);
      if (!log) return;
      try {
        await storage.write({ [keyOf(conversationId)]: log });
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    },

    /**
     * What came after a watermark; null where there is no such talk. A watermark beyond the end is from a log that
     * has expired or was lost since, so all of this one is new.
     */
    async since(conversationId: string, watermark: string | undefined): Promise<ActivitySet | null> {
      const given = /^\d{1,9}$/.test(watermark ?? '') ? Number(watermark) : 0;
      const isFresh = fresh?.conversationId === conversationId && given >= fresh.from;
      const log = isFresh ? fresh?.log : await load(conversationId);
      if (!log) return null;
      const end = log.first + log.activities.length;
      const from = given > end ? 0 : given;
      return {
        activities: log.activities
          .slice(Math.max(0, from - log.first))
          .flatMap((one) => spoken(one, conversationId)),
        watermark: String(end),
      };
    },

    /** Calls `tell` whenever the talk has grown; gives back how to stop it. */
    watch(conversationId: string, tell: () => void): () => void {
      const all = watchers.get(conversationId) ?? new Set();
      watchers.set(conversationId, all.add(tell));
      return () => {
        all.delete(tell);
        if (all.size === 0) watchers.delete(conversationId);
      };
    },
  };
}

const isNewTo = (log: Log) => (one: Kept) => log.activities.every(({ id }) => id !== one.id);

/** A log with what is new, and without its oldest activities where there would be too much of it. */
function grown(log: Log, news: readonly Kept[]): Log {
  const activities = [...log.activities, ...news];
  let size = log.size + sizeOf(news);
  let dropped = Math.max(0, activities.length - KEPT);
  size -= sizeOf(activities.slice(0, dropped));
  // What is new stays in any case: somebody is about to read it.
  for (; size > LARGEST && dropped < log.activities.length; dropped++)
    size -= sizeOf(activities.slice(dropped, dropped + 1));
  return {
    ...log,
    first: log.first + dropped,
    activities: activities.slice(dropped),
    size: Math.max(0, size),
  };
}

function sizeOf(entries: readonly Kept[]): number {
  return entries.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
}

export type ConversationLog = ReturnType<typeof openLog>;
