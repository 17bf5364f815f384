import { and, not } from 'xstate';
import { isChanging } from '../../guides.ts';
import type { Talk } from '../../transitions.ts';

export function isChange({ context }: Talk): boolean {
  return isChanging(context.guide);
}

/** At the last step of a change the old account may be gone. */
export const isAtLast = and([
  ({ context: { guide } }: Talk) => isChanging(guide) && guide?.stepwise === true,
  not('hasNextStep'),
]);

/** Said before the last step of a change: what to look at, which is elsewhere in each direction. */
export const lookFirst = {
  type: 'say',
  params: ({ context: { guide } }: Talk) => ({
    key:
      guide?.protocol === 'POP'
        ? ('switching.beforeLast.POP' as const)
        : ('switching.beforeLast.IMAP' as const),
  }),
} as const;

/** Said before the step at hand, which tells how many there are. */
export const noSuchStep = { type: 'say', params: { key: 'guide.noSuchStep' } } as const;

/** The old account may have the only copy, so it does not go before somebody has looked. */
export const askedFirst = {
  guard: and([({ context }: Talk) => isChange({ context }), 'isLastNext']),
  target: 'beforeLast',
  actions: ['clearMisses', lookFirst],
} as const;

/** To the next step, or behind the last one to whether it works. */
export const onward = [
  askedFirst,
  { guard: 'hasNextStep', target: 'stepping', reenter: true, actions: { type: 'turnPage', params: 1 } },
  { target: 'check', actions: 'clearMisses' },
] as const;
