import type { Activity, Storage } from 'botbuilder';
import { z } from 'zod';
import { isConflict } from '../../storage/conflict.ts';

/** How many activities of a talk are kept for reloads and reconnections. */
const KEPT = 200;

export type Entry = Partial<Activity> & { readonly id: string };
export type ActivitySet = { readonly activities: readonly Entry[]; readonly watermark: string };

const entry = z.custom<Entry>((value) => typeof value === 'object' && value !== null && 'id' in value);
const stored = z.object({ user: z.string(), first: z.int(), activities: z.array(entry), eTag: z.string() });

type Log = z.infer<typeof stored>;

/**
 * The activities of each website talk, in order, kept in the storage. A watermark is the number of activities
 * before it, as text; the same activity (by id) is taken in once.
 */
export function openLog(storage: Storage) {
  const watchers = new Map<string, Set<() => void>>();
  const keyOf = (conversationId: string) => `directline/${conversationId}`;

  async function load(conversationId: string): Promise<Log | null> {
    const key = keyOf(conversationId);
    return stored.safeParse((await storage.read([key]))[key]).data ?? null;
  }

  return {
    /** Begins a talk; false where it has already begun. */
    async begin(conversationId: string, user: string): Promise<boolean> {
      if (await load(conversationId)) return false;
      try {
        await storage.write({ [keyOf(conversationId)]: { user, first: 0, activities: [], eTag: '' } });
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
        const news = activities.filter(({ id }) => log.activities.every((old) => old.id !== id));
        if (news.length === 0) return;
        const all = [...log.activities, ...news];
        const dropped = Math.max(0, all.length - KEPT);
        try {
          const changed = { ...log, first: log.first + dropped, activities: all.slice(dropped) };
          await storage.write({ [keyOf(conversationId)]: changed });
          break;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
      }
      for (const tell of watchers.get(conversationId) ?? []) tell();
    },

    /** What came after a watermark; null where there is no such talk. */
    async since(conversationId: string, watermark: string | undefined): Promise<ActivitySet | null> {
      const log = await load(conversationId);
      if (!log) return null;
      const from = /^\d{1,9}$/.test(watermark ?? '') ? Number(watermark) : 0;
      return {
        activities: log.activities.slice(Math.max(0, from - log.first)),
        watermark: String(log.first + log.activities.length),
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

export type ConversationLog = ReturnType<typeof openLog>;
