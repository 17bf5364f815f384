import { NEEDS_IMAP, type Protocol, SPEAKS_FOR_POP } from './advise.ts';
import { chosenIn, type Guide } from './guides.ts';
import type { Context } from './model.ts';
import { changeIn } from './waitingGuides.ts';

/** Whether POP is advised or set up, or what is known so far leads to it: other devices and readers would lose mail by it. */
export function isNearPop({ known, guide }: Pick<Context, 'known' | 'guide'>): boolean {
  if (guide) return protocolIn(guide) === 'POP';
  return (
    SPEAKS_FOR_POP.some((fact) => known[fact] === true) && NEEDS_IMAP.every((fact) => known[fact] !== true)
  );
}

/** The protocol that is set up, changed to, or waits for what came up in it; of duplicates, the one whose option is changed. */
function protocolIn(guide: Guide): Protocol | null {
  if (guide.purpose === 'duplicates') return guide.protocol;
  return changeIn(guide)?.protocol ?? guide.setUp?.protocol ?? chosenIn(guide);
}
