import { openRecent } from '../memoise.ts';
import type { Outcome } from './outcome.ts';
import type { Talk } from './talk.ts';

/** How many deletions are remembered, so that a repeated one gets the same reply: in this process only, as nothing of them is to be kept. */
const DELETIONS = 1000;

type Deletion = Pick<Outcome, 'reply' | 'turn'>;

/**
 * The last answers to "delete my data": delivered again, it must not delete what was told since, nor bring back what was
 * told before.
 */
export function openDeletions() {
  const answers = openRecent<Deletion>(DELETIONS);
  return {
    /** What activity `id` is to be answered with, where its talk was deleted by it or after it. */
    answerTo: (key: string, id: string | undefined): Deletion | undefined =>
      id === undefined ? undefined : answers.get(`${key} ${id}`),

    /** Notes that activity `id` had the talk deleted, and what was known of `deliveries` with it. */
    note(
      key: string,
      id: string | undefined,
      { reply, turn }: Deletion,
      deliveries: Talk['deliveries'] = [],
    ): void {
      // What was told before is not taken in once more, and its reply is gone.
      for (const one of deliveries) answers.set(`${key} ${one.id}`, { reply: null, turn });
      if (id !== undefined) answers.set(`${key} ${id}`, { reply, turn });
    },
  };
}
