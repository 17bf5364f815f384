import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Reading, Resources } from '../reading.ts';
import { pressed } from '../shown/choices.ts';

/**
 * Whoever misses mail is told that nothing is lost only where they say yes and no more, or plainly that they have seen it in
 * webmail. What else sounds like a yes is a no where something in it is missing, and otherwise they are asked to look.
 */
export function unlessPlainlySeen(event: DialogEvent, reading: Reading, resources: Resources): DialogEvent {
  const { read, situation } = reading;
  const { says, namesDevice } = resources.listening;
  if (situation.purpose !== 'lostMail' || event.type !== 'elsewhere' || !event.works) return event;
  if (pressed(reading, resources) !== null) return event;
  if (read.some(says('inTrash'))) return { type: 'explain', subject: 'keepTrash' };
  if (read.some(says('notAllSeen')))
    // "Not on the phone" says nothing of webmail.
    return read.some(namesDevice) ? unsure(situation, event) : { ...event, works: false };
  const isPlain = !read.some(says('notSeenNow')) && read.some(says('plainlySeen'));
  return isPlain ? event : unsure(situation, event);
}

/** Where it is not asked they have told it by themselves, and are asked. */
function unsure({ answers }: Reading['situation'], event: DialogEvent): DialogEvent {
  return answers.yes?.type === event.type
    ? (answers.unsure ?? event)
    : { type: 'explain', subject: 'lookInWebmail' };
}
