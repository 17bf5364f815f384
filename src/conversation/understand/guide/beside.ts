import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Reading, Resources } from '../reading.ts';
import { offers } from '../situation.ts';
import { lengthOf } from '../text/sentences.ts';

/** A longer message says more than that. */
const SHORT = 8;

/** "Ok, back again": who was away comes back to the step at which they left, and none is done by the "ok". */
export function comingBack({ read, situation }: Reading, { listening }: Resources): DialogEvent | null {
  if (!offers(situation, 'next', 'previous', 'oneByOne')) return null;
  if (read.length === 0 || lengthOf(read) > SHORT) return null;
  const says = read.every((one) => listening.says('comingBack')(one) || listening.says('nods')(one));
  return says && read.some(listening.says('comingBack')) ? { type: 'repeat' } : null;
}

/** "Mail this to jo@gmail.com" names no mail program. */
export function sendingOn({ read }: Reading, { listening }: Resources): DialogEvent | null {
  return read.some(listening.says('sendingOn')) ? { type: 'explain', subject: 'sendSteps' } : null;
}
