import { type Guide, type Purpose, triedIn } from '../../guides.ts';
import { toAPerson } from '../../handoff.ts';
import { conversationSetup, type Say } from '../../model.ts';
import { halfwayIn } from '../../repairs/explaining.ts';
import type { Talk } from '../../transitions.ts';
import { afterFailure, changeIn } from '../../waitingGuides.ts';
import type { WordKey } from '../../wording.ts';

/** What was advised last has been tried, in vain. */
export const tried = {
  type: 'learn',
  params: ({ context: { guide } }: Talk) => (guide ? { tried: triedIn(guide) } : {}),
} as const;

/** To what the program says now, once a remedy was tried in vain. */
export const toNextRemedy = {
  type: 'learn',
  params: ({ context: { guide } }: Talk) => (guide && afterFailure(guide)) ?? {},
} as const;

/** The other trouble by its name, which was told along with the present one. */
export function alsoTold(key: 'guide.nowAlso' | 'guide.foundNow' | 'guide.stillAlso', also: Purpose): Say {
  return { key, lists: { topic: { of: [[`topic.${also}`]], by: 'and' } } };
}

function handingOver(missing: (guide: Guide | null) => WordKey) {
  return conversationSetup.enqueueActions(({ context, enqueue }) => {
    const { guide } = context;
    enqueue({ type: 'say', params: { key: 'guide.gaveUp' } });
    const [text, ...known] = toAPerson(context);
    const also = guide?.also ? [alsoTold('guide.stillAlso', guide.also)] : [];
    for (const say of [text, ...also])
      if (say) enqueue({ type: 'say', params: { ...say, sameParagraph: true } });
    if (guide && changeIn(guide)) enqueue({ type: 'say', params: { key: missing(guide) } });
    for (const say of known) enqueue({ type: 'say', params: say });
  });
}

/** Nothing more can be tried here: a person takes over, and knows what was tried. */
export const givingUp = [tried, handingOver(halfwayIn)] as const;
/** As `givingUp`, where the old account may be gone. */
export const givingUpAtLast = [tried, handingOver(() => 'switching.missingAtLast')] as const;
