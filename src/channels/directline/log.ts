import type { Storage } from 'botbuilder';
import { eTagOf } from '../../bot/talk.ts';
import type { Announcer } from '../../storage/announce.ts';
import { EtagConflict, untilSaved } from '../../storage/conflict.ts';
import type { Entry, Exchange } from './entries.ts';
import { openGrowth } from './growth.ts';
import {
  cleared,
  endOf,
  newLog,
  readLog,
  readStored,
  type StoredLog,
  spokenAfter,
  withEntries,
  withTurn,
} from './talkLog.ts';
import { listed, type Voice } from './wire.ts';

/** The keys of the logs in the storage; what the bot knows of the talks has keys with one part more. */
export const LOG_KEY = /^directline\/[^/]+$/;

/** Activities, each as JSON, and the watermark after them. */
type ActivitySet = { readonly activities: readonly string[]; readonly watermark: string };
/** Activities of a log, and when the log began, by which it is known from another one of the same talk. */
type News = ActivitySet & { readonly began: number };
/** Somebody who is told whenever the talk grows, and when the log began of which they have heard; undefined if none. */
type Follower = { readonly began: number | undefined };

/** Activities and their watermark as Direct Line gives them out. */
export function activitySet({ activities, watermark }: ActivitySet): string {
  return `{"activities":[${listed(activities)}],"watermark":"${watermark}"}`;
}

type LogOptions = {
  /** Says again what the bot has told. */
  readonly voice?: Voice;
  /** Hears of each log that was written beside the talk's turns. */
  readonly overtaken?: (conversationId: string) => void;
  /** The clock by which talks begin and turns are answered. */
  readonly now?: () => number;
};

/**
 * The activities of each website talk, in order, kept in the storage. A watermark is the number of activities
 * before it, as text; the same activity (by id) is taken in once. `announcer` tells of what was taken in, here or
 * in another replica of the bot.
 */
export function openLog(
  storage: Storage,
  announcer: Announcer,
  { voice = () => null, overtaken = () => undefined, now = Date.now }: LogOptions = {},
) {
  const growth = openGrowth(announcer, now);
  const keyOf = (conversationId: string) => `directline/${conversationId}`;
  async function load(conversationId: string): Promise<StoredLog | null> {
    const key = keyOf(conversationId);
    return readStored((await storage.read([key]))[key]);
  }

  /** Writes a log by itself; one that has changed meanwhile is an `EtagConflict`. */
  async function save(conversationId: string, log: StoredLog): Promise<void> {
    await storage.write({ [keyOf(conversationId)]: log });
    overtaken(conversationId);
  }

  return {
    mayMiss: growth.mayMiss,
    watch: growth.watch,

    /** Begins a talk; false where it has already begun. */
    async begin(conversationId: string, user: string): Promise<boolean> {
      const key = keyOf(conversationId);
      const { [key]: there } = await storage.read([key]);
      if (readStored(there)) return false;
      try {
        // One that cannot be read begins anew.
        await save(conversationId, { ...newLog(user, now()), eTag: eTagOf(there) });
        return true;
      } catch (error) {
        if (error instanceof EtagConflict) return false;
        throw error;
      }
    },

    exists: async (conversationId: string) => (await load(conversationId)) !== null,

    /** Takes activities in that are not there yet, then tells those who watch. */
    async append(conversationId: string, activities: readonly Entry[]): Promise<void> {
      const isThere = await untilSaved(async () => {
        const log = await load(conversationId);
        if (!log) return false;
        const grown = withEntries(log, conversationId, activities);
        if (grown) await save(conversationId, { ...grown, eTag: log.eTag });
        return true;
      });
      // Also of what is there already: whoever took it in may have been killed before they told anybody.
      if (isThere) growth.announce(conversationId);
    },

    /**
     * What a log in the storage becomes with a turn that is not there yet, and how to tell those who watch once it is
     * saved; null where it is no log. A log that is not there begins with the turn where its `user` is given.
     */
    add(conversationId: string, item: unknown, exchange: Exchange, user?: string) {
      const known = readLog(item);
      const isNew = !known && user !== undefined;
      const log = isNew ? newLog(user, now()) : known;
      if (!log) return null;
      const grown = withTurn(log, conversationId, exchange, now());
      const tell = () => growth.announceTurn({ conversationId, from: endOf(log), log: grown }, isNew);
      return { item: grown, isNew, tell };
    },

    keyOf,

    /** Whether nothing is in a log from the storage, or there is none. */
    isEmpty: (item: unknown): boolean => (readLog(item)?.activities.length ?? 0) === 0,

    /** Drops all activities; watermarks go on from where they were. */
    async clear(conversationId: string): Promise<void> {
      await untilSaved(async () => {
        const log = await load(conversationId);
        if (log) await save(conversationId, { ...cleared(log), eTag: log.eTag });
      });
    },

    /** Counts as a write, so that a log does not expire while somebody holds a fresh token for it. */
    async renew(conversationId: string): Promise<void> {
      const log = await load(conversationId);
      if (!log) return;
      try {
        await save(conversationId, log);
      } catch (error) {
        if (!(error instanceof EtagConflict)) throw error;
      }
    },

    /**
     * What came after a watermark; null where there is no such talk. A watermark beyond the end, or of a log that began
     * at another time, is from one that has expired or was lost since, so all of this one is new. A `follower` is told if
     * a talk that has just begun here has grown elsewhere, and so need not wait for its reading.
     */
    async since(
      conversationId: string,
      watermark: string | undefined,
      follower?: Follower,
    ): Promise<News | null> {
      const given = /^\d{1,9}$/.test(watermark ?? '') ? Number(watermark) : 0;
      const log =
        growth.announced(conversationId, given) ??
        (follower ? growth.justBegun(conversationId) : undefined) ??
        (await load(conversationId));
      if (!log) return null;
      const end = endOf(log);
      const isOther = follower?.began !== undefined && follower.began !== log.began;
      const from = isOther || given > end ? 0 : given;
      return {
        activities: spokenAfter(log, from, conversationId, voice),
        watermark: String(end),
        began: log.began,
      };
    },
  };
}

export type ConversationLog = ReturnType<typeof openLog>;
