import type { Activity } from 'botbuilder';
import { phrase, unpack } from '../../conversation/answer.ts';
import type { Dialog } from '../../conversation/dialog.ts';
import { render } from './index.ts';

/**
 * Renders an answer that was stored (see `pack`) as the message that it was, in its turn, to the activity that it
 * answers; null where it is not an answer, or one of a dialog that had other sentences. `website` is as in `render`.
 */
export function openRestate(dialog: Pick<Dialog, 'words' | 'guides'>, website?: string) {
  return (
    stored: unknown,
    activity: Pick<Activity, 'channelId' | 'conversation'>,
    turn: number,
  ): Partial<Activity> | null => {
    const answer = unpack(stored);
    return answer && render(phrase(dialog, answer), activity, turn, website);
  };
}
