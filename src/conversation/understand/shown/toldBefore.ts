import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import type { Situation } from '../situation.ts';

/** What is said instead to who asks again, or has not found it, as the same words would not help. */
const AGAIN: { readonly [S in Subject]?: Subject } = {
  notThere: 'stillNotThere',
  twoStep: 'appPasswordPlace',
  warningAccepted: 'warningDanger',
};

/** An explanation, or what goes on from there where it was what was explained a message before. */
export function notTwice(event: DialogEvent, { spokenOf }: Situation): DialogEvent {
  if (event.type !== 'explain' || event.subject !== spokenOf) return event;
  const subject = AGAIN[spokenOf];
  return subject ? { ...event, subject } : event;
}
