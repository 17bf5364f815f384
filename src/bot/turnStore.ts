import type { Storage } from 'botbuilder';
import type { Dialog } from '../conversation/dialog.ts';
import { openOrder } from '../inOrder.ts';
import { untilSaved } from '../storage/conflict.ts';
import { openDeletions } from './deletions.ts';
import { type Heard, shortOf } from './heard.ts';
import {
  deliveredBefore,
  joinedBefore,
  knownIn,
  NOTHING,
  newTurn,
  type Outcome,
  type TurnRequest,
  wasAnswered,
} from './outcome.ts';
import type { Before } from './recentTalks.ts';
import type { Talk } from './talk.ts';
import { openTalkItems } from './talkItems.ts';
import type { Transcript } from './transcript.ts';

/** With what was known of deliveries, where that was deleted with the rest. */
type Attempted = Outcome & { readonly deliveries?: Talk['deliveries'] };

export type TurnStore = {
  /**
   * Runs one turn of the talk `key` and saves it before its reply is given out. `id` is the activity's, if it
   * has one: a delivery that is known gets the same reply and moves nothing. Somebody who joins a talk that
   * was already greeted gets no reply, or where the channel's own `transcript` has nothing any more, what is asked now.
   * Throws where the storage fails; nothing has changed then. What the channel's
   * own `transcript` keeps of a new turn is written along with it, and deleted along with the talk.
   */
  run(
    key: string,
    id: string | undefined,
    heard: Heard,
    transcript?: Transcript,
  ): Promise<Outcome & { readonly lostRaces: number }>;
  /** Notes that the channel has taken the reply to activity `id`, so that it need not be sent again. */
  delivered(key: string, id: string): Promise<void>;
  /** Somebody else has written a talk or its record; null: perhaps any. Spares the next turn a lost race. */
  overtaken(key: string | null): void;
};

/**
 * Load with eTag → run the pure turn → save with that eTag; a lost race loads and runs again. In one process
 * the turns of a talk run one after the other, in the order in which they came.
 *
 * A turn that is remembered waits for nothing but its write: each `await` more is a moment in which the commit that
 * several turns share may go without this one.
 */
export function openTurnStore(dialog: Dialog, storage: Storage): TurnStore {
  const inOrder = openOrder();
  const talks = openTalkItems(storage);
  const deletions = openDeletions();

  async function attempt(asked: TurnRequest): Promise<Attempted> {
    const { key, id, transcript } = asked;
    const deleted = deletions.answerTo(key, id);
    if (deleted) {
      transcript?.wasDeleted();
      return { ...NOTHING, ...deleted, repeated: true };
    }
    const remembered = talks.remembered(key);
    const isEnough = remembered && !wasAnswered(asked, remembered) && (!transcript || remembered.record);
    const before = isEnough ? remembered : await talks.read(key, transcript);
    const answered = deliveredBefore(dialog, asked, before) ?? joinedBefore(dialog, asked, before);
    if (answered) return answered;
    const { outcome, talk, grown } = newTurn(dialog, asked, before);
    if (!talk) {
      await talks.delete(key);
      return { ...outcome, deliveries: before.talk.item.deliveries };
    }
    await talks.save(key, { item: talk, eTag: before.talk.eTag }, before, grown);
    return outcome;
  }

  async function note(key: string, id: string): Promise<void> {
    const remembered = talks.remembered(key);
    const isThere = ({ talk }: Before) => knownIn(talk.item, id) !== undefined;
    const before = remembered && isThere(remembered) ? remembered : await talks.read(key, undefined);
    if (!isThere(before)) return;
    const { item, eTag } = before.talk;
    const deliveries = item.deliveries.map((one) =>
      one.id === id ? { ...one, delivered: true as const } : one,
    );
    await talks.save(key, { item: { ...item, deliveries }, eTag }, before, null);
  }

  return {
    run(key, id, heard, transcript) {
      const asked = { key, id: id === undefined ? undefined : shortOf(id), heard, transcript };
      return inOrder(key, async () => {
        const { deliveries, ...outcome } = await untilSaved(async (lostRaces) => ({
          ...(await attempt(asked)),
          lostRaces,
        }));
        if (outcome.forgotten) {
          // The channel deletes what it keeps, in the talk's own order. Only then it counts as done: where that failed,
          // the wish comes again, and must lead to the deletion and not to the answer that there was one.
          await transcript?.deleted();
          deletions.note(key, asked.id, outcome, deliveries);
        }
        return outcome;
      });
    },
    overtaken: talks.overtaken,
    async delivered(key, id) {
      await inOrder(key, () => untilSaved(() => note(key, shortOf(id))));
    },
  };
}
