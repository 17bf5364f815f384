import { canBeTraced, type Guide, type Place, TRIES, triedIn } from './guides.ts';

/**
 * A set-up or a change-over waits at its step while what came up in it is mended: a guide knows the one that waits (`setUp`,
 * `change`) and goes back to it when it is done. A set-up may itself wait within a change.
 */

/** What is done beside a change or a set-up, which waits meanwhile; nothing waits where there is none. */
export function beside<Other extends Partial<Guide>>(guide: Guide | null, other: Other) {
  return { ...other, step: 0, change: guide && changeIn(guide), setUp: guide && setUpIn(guide) };
}

/** Whether something goes on once this is done. */
export function isBeside(guide: Guide | null): guide is Guide {
  return guide !== null && (guide.change !== null || guide.setUp !== null);
}

/** Whether something would wait for what is done beside this. */
export function canWait(guide: Guide | null): guide is Guide {
  return guide !== null && (changeIn(guide) !== null || setUpIn(guide) !== null);
}

/** What goes on once this is done: of a set-up within a change, the set-up. */
export function backFromBeside(guide: Guide): Partial<Guide> {
  return guide.setUp ? backToSetUp(guide) : backToChange(guide);
}

/** The change-over that goes on once something beside it is done. */
export function changeIn({ purpose, protocol, program, step, change }: Guide): Place | null {
  return purpose === 'switching' && protocol && program ? { protocol, program, step } : change;
}

/** The change-over that waits; nothing changes where none does. */
function backToChange({ change }: Guide): Partial<Guide> {
  if (change === null) return {};
  return { purpose: 'switching', ...change, ...NOTHING_TRIED, change: null, setUp: null };
}

/** The set-up that goes on once what came up in it is mended. */
function setUpIn({ purpose, protocol, program, step, stepwise, setUp }: Guide): Place | null {
  // Of all steps at once nobody knows at which one somebody is.
  return purpose === 'setup' && protocol && program
    ? { protocol, program, step: stepwise ? step : 0 }
    : setUp;
}

/** The set-up that waits, at the step where it was; another program has other steps. Nothing changes where none waits. */
export function backToSetUp({ setUp, program }: Guide): Partial<Guide> {
  if (setUp === null) return {};
  const isOther = program !== null && program !== setUp.program;
  const place = isOther ? { ...setUp, program, step: 0 } : setUp;
  return { purpose: 'setup', ...place, ...NOTHING_TRIED, stepwise: true, setUp: null };
}

const NOTHING_TRIED = { symptom: null, elsewhere: null, tried: [] } as const satisfies Partial<Guide>;

/** The guide after a remedy was tried in vain: what the program says now is asked anew. Null after the last try. */
export function afterFailure(guide: Guide): Partial<Guide> | null {
  const tried = triedIn(guide);
  if (!canBeTraced(guide) || tried.length >= TRIES) return null;
  return beside(guide, { purpose: 'cannotConnect', symptom: null, elsewhere: null, tried });
}
