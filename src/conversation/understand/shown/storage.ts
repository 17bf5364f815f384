import type { DialogEvent } from '../../../../dialogs/events.ts';
import { saidTo } from '../heard/answers.ts';
import type { Reading, Resources } from '../reading.ts';
import { words } from '../text/normalise.ts';

const WHICH_STORAGE: DialogEvent = { type: 'trouble', trouble: 'storageUnclear' };

/**
 * What is said to which of two kinds of storage is short: on a device it is the fact, "both" is the fact and the full mailbox,
 * and why it is asked comes with the question.
 */
export function ofStorage(
  event: DialogEvent,
  reading: Reading,
  { listening }: Resources,
): readonly DialogEvent[] {
  const { asks, offered, answers } = reading.situation;
  const [device, server] = offered.map((choice) => choice.event);
  if (asks !== 'limitedStorage' || answers.yes !== undefined || device?.type !== 'tell' || !server)
    return [event];
  const [first = ''] = words(reading.said);
  const isBoth = event.type === 'notUnderstood' && listening.littleWords.betweenNumbers.has(first);
  if (isBoth) return [{ type: 'note', facts: device.facts, uses: null }, server];
  if (event.type !== 'answer' && event.type !== 'why') return [event];
  // "Yes" chooses neither.
  return [saidTo(asks, reading.read, listening) === true ? device : WHICH_STORAGE];
}
