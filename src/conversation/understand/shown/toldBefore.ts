import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { atSteps, type Situation } from '../situation.ts';

/** What is said instead to who asks again, or has not found it, as the same words would not help. */
const AGAIN: { readonly [S in Subject]?: Subject } = {
  twoStep: 'appPasswordPlace',
  printer: 'printerFails',
  printerFails: 'printer',
  fieldsPOP: 'comparePOP',
  fieldsIMAP: 'compareIMAP',
};

/** An explanation, or what goes on from there where it was what was explained a message before. */
export function notTwice(event: DialogEvent, { spokenOf }: Situation): DialogEvent {
  if (event.type !== 'explain' || event.subject !== spokenOf) return event;
  const subject = AGAIN[spokenOf];
  return subject ? { ...event, subject } : event;
}

/** What was explained of a device that only sends. */
const OF_SENDING: ReadonlySet<Subject> = new Set(['printer', 'printerFails']);
/** What is asked of its settings. */
const ITS_SETTINGS: ReadonlySet<Subject> = new Set([
  'port',
  'smtp',
  'serverName',
  'encryption',
  'errorCode',
  'printer',
]);

/** "It is a Brother", "authentication failed": behind what was said of a device that only sends, that is said of the same device. */
export function ofSameDevice(events: readonly DialogEvent[], situation: Situation): readonly DialogEvent[] {
  const [event, ...others] = events;
  const { spokenOf } = situation;
  if (!spokenOf || !OF_SENDING.has(spokenOf) || atSteps(situation) || others.length > 0) return events;
  return event && isOfSettings(event) ? [{ type: 'explain', subject: spokenOf }] : events;
}

function isOfSettings(event: DialogEvent): boolean {
  if (event.type === 'trouble')
    return !event.program && (event.trouble === 'cannotConnect' || event.trouble === 'setup');
  if (event.type === 'explain') return ITS_SETTINGS.has(event.subject);
  return event.type === 'notUnderstood' || event.type === 'offTopic' || event.type === 'suppose';
}
