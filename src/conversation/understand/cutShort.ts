import { OTHERS } from '../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Facts } from '../../../dialogs/scenarios.ts';

/**
 * What a message means whose end was not read. "And my wife reads it too" may stand there, so that it denies nothing of what
 * could be lost by POP: that is asked before anything is advised.
 */
export function cutShort(events: readonly DialogEvent[]): readonly DialogEvent[] {
  return [{ type: 'cutShort' }, ...events.flatMap(withoutDenials)];
}

function withoutDenials(event: DialogEvent): readonly DialogEvent[] {
  if (event.type === 'answer') return event.answer === false ? [] : [event];
  if (event.type === 'note') return [{ ...event, facts: withoutDenied(event.facts) }];
  if (event.type !== 'tell') return [event];
  const facts = withoutDenied(event.facts);
  const doubtful = OTHERS.filter((fact) => facts[fact] === undefined);
  return Object.keys(facts).length === 0 ? [] : [{ ...event, facts, doubtful }];
}

function withoutDenied(facts: Facts): Facts {
  const kept: { -readonly [F in keyof Facts]: Facts[F] } = { ...facts };
  for (const fact of OTHERS) if (kept[fact] === false) delete kept[fact];
  return kept;
}
