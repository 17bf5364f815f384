import { openRecent } from '../../memoise.ts';
import type { Announcer } from '../../storage/announce.ts';
import type { Log } from './talkLog.ts';

/** How many talks that have just begun are remembered, and for how long, in milliseconds. */
const BEGUN = 2000;
const JUST = 10_000;

/** A log with a turn that was saved just now, and where the turn begins in it. */
type SavedTurn = { readonly conversationId: string; readonly from: number; readonly log: Log };

/** Tells those who watch a talk here when it has grown, in this replica or in another one, and spares them a reading. */
export function openGrowth(announcer: Announcer, now: () => number) {
  const watchers = new Map<string, Set<() => void>>();
  /** What is announced in this moment, so that those who watch here need not read it back. */
  let fresh: SavedTurn | undefined;
  /** Talks that began here and have not grown since, for their first readers. */
  let begun = openRecent<Log>(BEGUN);
  announcer.listen((conversationId) => {
    if (conversationId === '*') begun = openRecent(BEGUN);
    else begun.drop(conversationId);
    const told = conversationId === '*' ? [...watchers.values()] : [watchers.get(conversationId) ?? []];
    for (const tell of told.flatMap((all) => [...all])) tell();
  });

  return {
    /** Whether talks may grow without a word to those who watch here. */
    mayMiss: announcer.mayMiss,

    /** Tells all who watch a talk to read it. */
    announce: (conversationId: string): void => announcer.announce(conversationId),

    /** Tells all who watch a talk to take a turn as it is given here; it is the talk's first where that `isNew`. */
    announceTurn(saved: SavedTurn, isNew: boolean): void {
      fresh = saved;
      announcer.announce(saved.conversationId);
      fresh = undefined;
      if (isNew) begun.set(saved.conversationId, saved.log);
    },

    /** The log that is announced in this moment, where all that is new to a reader at `position` is in its turn. */
    announced: (conversationId: string, position: number): Log | undefined =>
      fresh?.conversationId === conversationId && position >= fresh.from ? fresh.log : undefined,

    /** The log of a talk that began here a moment ago. Given once: who comes again has missed something. */
    justBegun(conversationId: string): Log | undefined {
      const log = begun.get(conversationId);
      begun.drop(conversationId);
      return log && now() - log.began < JUST ? log : undefined;
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
