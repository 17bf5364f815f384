import type { Storage, StoreItems } from 'botbuilder';
import { pack, phrase, unpack } from '../conversation/answer.ts';
import type { Feedback } from '../conversation/decision.ts';
import type { Dialog } from '../conversation/dialog.ts';
import { type Handoff, handoffAgain } from '../conversation/handoff.ts';
import type { Reply } from '../conversation/reply.ts';
import { standing, turn } from '../conversation/turn.ts';
import { openRecent } from '../memoise.ts';
import { untilSaved } from '../storage/conflict.ts';
import { versionsOf } from '../storage/versions.ts';
import { type Heard, inWordsOf, shortOf } from './heard.ts';
import { type Before, openRecentTalks, type Versioned } from './recentTalks.ts';
import { eTagOf, itemOf, type Talk, talkFrom } from './talk.ts';
import type { Grown, Transcript } from './transcript.ts';

/** How many deliveries are remembered, so that a repeated one gets the same reply. */
const DELIVERIES = 8;
/** How many deletions are remembered for the same reason, in this process only, as nothing of them is to be kept. */
const FORGOTTEN = 1000;

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

/** With what was known of deliveries, where that was deleted with the rest. */
type Attempted = Omit<Outcome, 'lostRaces'> & { readonly deliveries?: Talk['deliveries'] };

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
   * was already greeted gets no reply, or where the channel's own `transcript` has nothing any more, what is asked now.
   * Throws where the storage fails; nothing has changed then. What the channel's
   * own `transcript` keeps of a new turn is written along with it, and deleted along with the talk.
   */
  run(key: string, id: string | undefined, heard: Heard, transcript?: Transcript): Promise<Outcome>;
  /** Notes that the channel has taken the reply to activity `id`, so that it need not be sent again. */
  delivered(key: string, id: string): Promise<void>;
  /** Somebody else has written a talk or its record; null: perhaps any. Spares the next turn a lost race. */
  overtaken(key: string | null): void;
};

/**
 * Load with eTag → run the pure turn → save with that eTag; a lost race loads and runs again. In one process
 * the turns of a talk run one after the other, in the order in which they came.
 */
export function openTurnStore(dialog: Dialog, storage: Storage): TurnStore {
  const queues = new Map<string, Promise<unknown>>();
  const recent = openRecentTalks();
  /** The last answers to "delete my data": delivered again, it must not delete what was told since, nor bring back what was told before. */
  const forgotten = openRecent<Pick<Outcome, 'reply' | 'turn'>>(FORGOTTEN);

  async function read(key: string, transcript: Transcript | undefined): Promise<Before> {
    const items = await storage.read(transcript ? [key, transcript.key] : [key]);
    const versioned = (item: unknown) => ({ item, eTag: eTagOf(item) });
    // Also the eTag of an item which cannot be read: of two turns that meet it, one would be overwritten.
    const { item, eTag } = versioned(items[key]);
    return {
      talk: { item: talkFrom(item), eTag },
      record: transcript ? versioned(items[transcript.key]) : null,
      // Not remembered in this form.
      size: 0,
    };
  }

  /** Writes a talk, and with it the channel's record where that has grown. Nothing is remembered of one that fails. */
  async function save(
    key: string,
    { item, eTag }: Versioned<Talk>,
    { record, size }: Omit<Before, 'talk'>,
    grown: (Grown & { readonly key: string }) | null,
  ): Promise<void> {
    const changes: StoreItems = { [key]: { ...itemOf(item), eTag } };
    // After the turn's own item: where several are not written at once, a lost race must leave no reply behind.
    if (grown && record) changes[grown.key] = { ...grown.item, eTag: record.eTag };
    recent.drop(key);
    await storage.write(changes);
    const versions = versionsOf(changes);
    const [talkTag, recordTag] = [versions?.get(key), grown && versions?.get(grown.key)];
    if (talkTag === undefined || recordTag === undefined) return;
    recent.set(key, {
      talk: { item, eTag: talkTag },
      ...(grown && recordTag !== null
        ? { record: { item: grown.item, eTag: recordTag }, size: grown.size }
        : { record, size }),
    });
  }

  async function attempt(
    key: string,
    id: string | undefined,
    heard: Heard,
    transcript: Transcript | undefined,
  ): Promise<Attempted> {
    const deleted = id === undefined ? undefined : forgotten.get(`${key} ${id}`);
    if (deleted) {
      transcript?.wasDeleted();
      return { ...NOTHING, ...deleted, repeated: true };
    }
    const told = ({ talk: { item } }: Before) =>
      knownIn(item, id) !== undefined || (heard.kind === 'joined' && item.greeted);
    const remembered = recent.get(key);
    const isEnough = remembered && !told(remembered) && (!transcript || remembered.record);
    const before = isEnough ? remembered : await read(key, transcript);
    const talk = before.talk.item;
    const known = knownIn(talk, id);
    if (known) {
      const answer = unpack(known.answer);
      return {
        ...NOTHING,
        reply: answer ? phrase(dialog, answer) : standing(dialog, talk.conversation),
        handoff: answer && handoffAgain(dialog, answer, talk.conversation),
        turn: known.turn,
        repeated: true,
        delivered: known.delivered === true,
      };
    }
    if (heard.kind === 'joined' && talk.greeted) {
      // Whoever comes back after the channel's record has expired would look at an empty page.
      const hasNothing = transcript?.isEmpty(before.record?.item) === true;
      const reply = hasNothing ? standing(dialog, talk.conversation) : null;
      return { ...NOTHING, reply, turn: talk.turn, repeated: hasNothing };
    }

    const { said, from } = inWordsOf(heard, talk, dialog);
    const { conversation, reply, answer, forget, handoff, feedback } = turn(dialog, from, said);
    const number = talk.turn + 1;
    if (forget) {
      recent.drop(key);
      // Whatever was written meanwhile is to be deleted, too.
      await storage.delete([key]);
      return { ...NOTHING, reply, turn: number, forgotten: true, deliveries: talk.deliveries };
    }
    const packed = pack(answer, conversation.turns);
    const deliveries =
      id === undefined
        ? talk.deliveries
        : [...talk.deliveries, { id, answer: packed, turn: number }].slice(-DELIVERIES);
    const asks = 'asks' in reply.value ? reply.value.asks : null;
    const item = { conversation, before: from ?? null, turn: number, asks, greeted: true, deliveries };
    const grown = transcript && {
      key: transcript.key,
      ...transcript.add(before.record?.item, packed, number),
    };
    await save(key, { item, eTag: before.talk.eTag }, before, grown ?? null);
    return { ...NOTHING, reply, turn: number, handoff, feedback };
  }

  /**
   * The channel deletes what it keeps, in the talk's own order. Only then it counts as done: where that failed, the wish
   * comes again, and must lead to the deletion and not to the answer that there was one.
   */
  async function forget(
    key: string,
    id: string | undefined,
    { reply, turn, deliveries = [] }: Attempted,
    transcript: Transcript | undefined,
  ): Promise<void> {
    await transcript?.deleted();
    // What was told before is not taken in once more, and its reply is gone.
    for (const one of deliveries) forgotten.set(`${key} ${one.id}`, { reply: null, turn });
    if (id !== undefined) forgotten.set(`${key} ${id}`, { reply, turn });
  }

  async function note(key: string, id: string): Promise<void> {
    const remembered = recent.get(key);
    const isThere = ({ talk }: Before) => knownIn(talk.item, id) !== undefined;
    const before = remembered && isThere(remembered) ? remembered : await read(key, undefined);
    if (!isThere(before)) return;
    const { item, eTag } = before.talk;
    const deliveries = item.deliveries.map((one) =>
      one.id === id ? { ...one, delivered: true as const } : one,
    );
    await save(key, { item: { ...item, deliveries }, eTag }, before, null);
  }

  function inOrder<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = queues.get(key);
    const own = before ? before.then(work) : work();
    const end = () => {
      if (queues.get(key) === settled) queues.delete(key);
    };
    const settled = own.then(end, end);
    queues.set(key, settled);
    return own;
  }

  return {
    run(key, id, heard, transcript) {
      const short = id === undefined ? undefined : shortOf(id);
      return inOrder(key, async () => {
        const attempted = await untilSaved(async (lostRaces) => ({
          ...(await attempt(key, short, heard, transcript)),
          lostRaces,
        }));
        if (attempted.forgotten) await forget(key, short, attempted, transcript);
        const { deliveries: _, ...outcome } = attempted;
        return outcome;
      });
    },
    overtaken: (key) => (key === null ? recent.clear() : recent.drop(key)),
    async delivered(key, id) {
      await inOrder(key, () => untilSaved(() => note(key, shortOf(id))));
    },
  };
}

/** The delivery `id`, where it is one of those that the talk knows. */
function knownIn({ deliveries }: Talk, id: string | undefined) {
  return id === undefined ? undefined : deliveries.find((one) => one.id === id);
}
