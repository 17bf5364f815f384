import { chosenIn, isAsking } from '../../guides.ts';
import { saying, sayingAll } from '../../saying.ts';
import type { Transitions } from '../../transitions.ts';
import { whyProtocol } from './says.ts';

/** Past what is asked first, the steps are there for a protocol, and who asks why means that one. */
export const why: Transitions<'why'> = [
  {
    guard: ({ context: { guide } }) => guide !== null && !isAsking(guide) && chosenIn(guide) !== null,
    actions: sayingAll((context) => {
      const protocol = context.guide && chosenIn(context.guide);
      return protocol ? whyProtocol(context, protocol) : [];
    }),
  },
  { actions: saying('guide.why', 'why') },
];
