import type { DialogEvent } from '../../../../dialogs/events.ts';
import { isOnPhone } from '../../../../dialogs/guides.ts';
import { protocolsMeant } from '../heard/details.ts';
import { unsaidIn } from '../heard/unsaid.ts';
import type { Reading, Resources } from '../reading.ts';
import { isQuestion } from '../text/sentences.ts';

/** To this mail no longer stays on the server; what another device misses since then is on the one that was just set. */
const SWITCHED_ON_AGAIN: DialogEvent = { type: 'explain', subject: 'copyOff' };
const SEVERAL: DialogEvent = { type: 'tell', facts: { multipleDevices: true }, inOwnWords: true };

/**
 * "Now the phone gets nothing", "the tablet", "POP, and IMAP on the phone": another device that reads the mail which comes twice on
 * this one. The remedy on one device would empty it, or has done so already.
 */
export function otherDevice(
  { read, situation: { purpose, asks, program } }: Reading,
  { listening }: Resources,
): readonly DialogEvent[] | null {
  const { says, marks, namesDevice } = listening;
  if (purpose !== 'duplicates') return null;
  if (read.some(says('emptied'))) return [SWITCHED_ON_AGAIN, SEVERAL];
  const isDenied = read.some(({ symbols }) => symbols.has(marks.not));
  if (isDenied || read.some(isQuestion) || unsaidIn(read, listening).has('multipleDevices')) return null;
  if (protocolsMeant(read, listening).length > 1 && read.some(namesDevice))
    return [SEVERAL, { type: 'protocol', protocol: 'POP' }];
  return asks === 'multipleDevices' && !isOnPhone(program) && read.some(says('phones')) ? [SEVERAL] : null;
}
