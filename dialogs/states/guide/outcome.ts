import { adviceFor } from '../../advise.ts';
import { chosenIn, isAsking, isSetUp } from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { saying } from '../../saying.ts';
import type { Transition, Transitions } from '../../transitions.ts';
import { afterFailure } from '../../waitingGuides.ts';
import { isAtLast } from './onward.ts';
import { alsoTold, givingUp, givingUpAtLast, toNextRemedy } from './remedies.ts';
import { afterWarning, goesOn, toNextDevice } from './returning.ts';

/** Nothing was shown yet that could work: what is asked first is asked again. */
const notBegun: Transition<'works'> = {
  guard: ({ context: { guide } }) =>
    guide !== null &&
    isSetUp(guide.purpose) &&
    isAsking(guide) &&
    guide.change === null &&
    guide.setUp === null,
  actions: saying('guide.why', 'why'),
};

/** On to the trouble that was told along with what is done. */
export function toOtherTrouble(key: 'guide.nowAlso' | 'guide.foundNow') {
  return conversationSetup.enqueueActions(({ context: { guide }, enqueue }) => {
    if (!guide?.also) return;
    enqueue({ type: 'say', params: alsoTold(key, guide.also) });
    if (guide.purpose === 'duplicates' && guide.protocol === 'POP')
      enqueue({ type: 'say', params: { key: 'duplicates.after' } });
    const protocol = chosenIn(guide);
    if (protocol) enqueue({ type: 'noteUse', params: { protocol } });
    // What is done is over, and no change goes on in which it would come up.
    enqueue({ type: 'leaveGuide' });
    enqueue.raise({ type: 'trouble', trouble: guide.also });
  });
}

/** What was told along with it comes next. */
const nowTheOtherTrouble: Transition<'works'> = {
  guard: ({ context: { guide } }) => guide !== null && guide.also !== null,
  actions: toOtherTrouble('guide.nowAlso'),
};

/** Duplicates come no more; whether POP is right depends on how many devices there are, which is asked where it is not known. */
const onHowManyDevices: Transition<'works'> = {
  guard: ({ context: { guide, known } }) =>
    guide?.purpose === 'duplicates' && guide.protocol === 'POP' && known.multipleDevices === undefined,
  target: '.devices',
  actions: { type: 'say', params: { key: 'duplicates.after' } },
};

/** Where it is known how many devices there are, only what is left to do is said. */
const noDuplicates: Transition<'works'> = {
  guard: ({ context: { guide } }) => guide?.purpose === 'duplicates' && guide.protocol === 'POP',
  target: '.rating',
  actions: { type: 'say', params: { key: 'duplicates.after' } },
};

/** It is done, and what was set up is in use from now on. */
const done: Transition<'works'> = {
  target: '.rating',
  actions: [
    { type: 'say', params: { key: 'guide.done' } },
    afterWarning,
    conversationSetup.enqueueActions(({ context: { guide, known, preference }, enqueue }) => {
      const protocol = guide && chosenIn(guide);
      if (protocol) enqueue({ type: 'noteUse', params: { protocol } });
      const isOfSlowLine = adviceFor(known, preference)?.overridden.includes('poorConnection');
      if (guide?.purpose === 'setup' && protocol === 'IMAP' && isOfSlowLine)
        enqueue({ type: 'say', params: { key: 'guide.slowLine' } });
    }),
  ],
};

/** It works: what waited goes on, or it is done. */
export const worked: Transitions<'works'> = [
  notBegun,
  ...goesOn,
  toNextDevice,
  nowTheOtherTrouble,
  onHowManyDevices,
  noDuplicates,
  done,
];

/** A remedy was tried in vain, and there are more. */
const nextRemedy: Transition<'worksNot'> = {
  guard: ({ context }) => context.guide !== null && afterFailure(context.guide) !== null,
  target: '.routing',
  actions: toNextRemedy,
};

/** It does not work: something else is tried, or a person takes over. */
export const failed: Transitions<'worksNot'> = [
  nextRemedy,
  { guard: isAtLast, target: '.reason', actions: givingUpAtLast },
  { target: '.reason', actions: givingUp },
];
