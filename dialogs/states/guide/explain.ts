import { and, not } from 'xstate';
import { isChanging } from '../../guides.ts';
import { explaining } from '../../repairs/explaining.ts';
import { saying } from '../../saying.ts';
import type { Subject } from '../../subjects.ts';
import type { Transition, Transitions } from '../../transitions.ts';
import { isAtLast } from './onward.ts';
import { MISSING, missingAtLast } from './waiting.ts';

/** What tells that the old account, or its computer, has gone too early. */
const GONE: ReadonlySet<Subject> = new Set(['removed', 'wiped']);

/** The change waits until it is known whether all mail is there. */
const goneTooEarly: Transition<'explain'> = {
  guard: ({ context, event }) => isChanging(context.guide) && GONE.has(event.subject),
  target: '.held',
  actions: explaining,
};

/** So it does where mail is missing once the old account may be gone. */
const notThereAtLast: Transition<'explain'> = {
  guard: and([isAtLast, ({ event }) => MISSING.has(event.subject)]),
  target: '.held',
  actions: missingAtLast,
};

/** It waits, too, where mail has not come over yet and the old account goes with the next step, or all steps are shown. */
const halfwayNearEnd: Transition<'explain'> = {
  guard: and([
    ({ context, event }) => isChanging(context.guide) && event.subject === 'halfway',
    not('isFarFromEnd'),
  ]),
  target: '.held',
  actions: explaining,
};

/** Whoever fears to lose mail by the change hears in which order nothing is lost. */
const losingNothing: Transition<'explain'> = {
  guard: ({ context, event }) => isChanging(context.guide) && event.subject === 'losing',
  actions: saying('trouble.switching', 'explain'),
};

/** What has another answer in the middle of a change than elsewhere. */
export const explain: Transitions<'explain'> = [goneTooEarly, notThereAtLast, halfwayNearEnd, losingNothing];
