import { isSetUp } from '../guides.ts';
import { conversationSetup } from '../model.ts';
import { guideFor } from '../repairs/helping.ts';
import { saying } from '../saying.ts';
import { isInSteps } from '../subjects.ts';
import type { Transition } from '../transitions.ts';

const SET_UP = { type: 'trouble', trouble: 'setup' } as const;

/** Who has IMAP changes over, so that what is on the server comes along. */
const despite: Transition<'protocol'> = {
  guard: ({ event }) => event.despite === true,
  target: '#guide',
  actions: [
    { type: 'say', params: { key: 'advice.warned.accepted' } },
    {
      type: 'startGuide',
      params: ({ context, event: { protocol } }) => ({
        guide: guideFor(context, {
          type: 'trouble',
          trouble: context.uses === 'IMAP' ? 'switching' : 'setup',
          protocol,
        }),
      }),
    },
  ],
};

/** Who stays with what they have is told that it is the right one. */
const stays: Transition<'protocol'> = {
  guard: ({ context, event }) => event.protocol === 'IMAP' && context.uses === 'IMAP',
  target: 'given',
};

/**
 * POP was wanted where IMAP was advised, and it was said what goes wrong with it. Only who wants it in plain words all the same
 * gets it: whoever refuses or doubts comes back to the advice.
 */
export const warned = conversationSetup.createStateConfig({
  id: 'warned',
  meta: {
    topic: 'advice',
    asks: null,
    question: 'advice.warned.question',
    again: 'advice.warned.question',
    choices: () => [
      { label: 'choice.despite', event: { type: 'protocol', protocol: 'POP', despite: true } },
      { label: 'choice.IMAP', event: { type: 'protocol', protocol: 'IMAP' } },
    ],
    answers: { yes: SET_UP, no: { type: 'goOn' }, unsure: { type: 'goOn' } },
  },
  on: {
    protocol: [despite, stays],
    // "Yes" does not say which of the two, nor does "set it up".
    trouble: {
      guard: ({ event }) => isSetUp(event.trouble) && event.protocol === undefined,
      actions: saying('advice.warned.which'),
    },
    showHow: { actions: conversationSetup.raise(SET_UP) },
    next: { actions: conversationSetup.raise(SET_UP) },
    // Before POP is set up it has no option that could be shown.
    explain: {
      guard: ({ event }) => isInSteps(event.subject),
      actions: [
        'clearMisses',
        { type: 'say', params: ({ event }) => ({ key: `explain.${event.subject}`, topic: 'explain' }) },
      ],
    },
    why: { target: 'explained', actions: 'clearMisses' },
    back: { target: 'given', actions: 'clearMisses' },
  },
});
