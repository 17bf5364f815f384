import { type Preference, SPEAKS_FOR_POP } from '../advise.ts';
import type { DialogEvent } from '../events.ts';
import { conversationSetup } from '../model.ts';
import type { Moment } from '../next.ts';
import { saying } from '../saying.ts';
import { FACTS } from '../scenarios.ts';
import type { TalkWith } from '../transitions.ts';
import type { Wish } from '../wording.ts';

const UNSURE = { type: 'prefer', preference: 'unsure' } as const;

const weighs = {
  guard: ({ context, event }: TalkWith<'tell' | 'suppose'>) => preferredIn(context, meant(event)) !== null,
  target: '#deciding',
  actions: {
    type: 'advance',
    params: ({ context, event }: TalkWith<'tell' | 'suppose'>) => ({
      preference: preferredIn(context, meant(event)),
    }),
  },
} as const;

/** Two wishes pull apart: little room speaks for IMAP, the other wish for POP. The person says which matters more. */
export const weighing = conversationSetup.createStateConfig({
  meta: {
    topic: 'conflict',
    asks: null,
    question: 'conflict.question',
    again: 'conflict.again',
    choices: (context) => [
      { label: 'choice.preferStorage', event: { type: 'prefer', preference: 'storage' } },
      { label: `choice.prefer.${wishIn(context)}`, event: { type: 'prefer', preference: 'pop' } },
      { label: 'choice.unsure', event: UNSURE },
    ],
    answers: { unsure: UNSURE },
  },
  entry: { type: 'say', params: ({ context }) => ({ key: `conflict.${wishIn(context)}` }) },
  on: {
    prefer: {
      target: '#deciding',
      actions: { type: 'advance', params: ({ event }) => ({ preference: event.preference }) },
    },
    // Said once more, or only likely to have been meant, one of the two is what matters.
    tell: weighs,
    suppose: weighs,
    why: { actions: saying('conflict.why', 'why') },
  },
});

/** The wish that pulls against storage room. */
export function wishIn({ known }: Pick<Moment, 'known'>): Wish {
  if (known.localOnly === true && known.poorConnection === true) return 'both';
  return known.localOnly === true ? 'localOnly' : 'poorConnection';
}

/** What may have been meant, as if it had been told. */
function meant(event: DialogEvent): DialogEvent {
  if (event.type !== 'suppose' || event.open.about !== 'fact') return event;
  const { fact, is } = event.open;
  return { type: 'tell', facts: { [fact]: is }, inOwnWords: true };
}

/** What matters more to somebody who names only one of the two things that pull apart, and nothing else. */
function preferredIn({ known }: Moment, event: DialogEvent): Preference | null {
  if (event.type !== 'tell') return null;
  const named = FACTS.filter((fact) => event.facts[fact] !== undefined);
  if (named.some((fact) => known[fact] !== true || event.facts[fact] !== true)) return null;
  const [storage, pop] = [
    named.includes('limitedStorage'),
    SPEAKS_FOR_POP.some((fact) => named.includes(fact)),
  ];
  if (storage === pop) return null;
  return storage ? 'storage' : 'pop';
}
