import { type Context, conversationSetup, learning } from '../../model.ts';
import { toldAgain } from '../../repairs/telling.ts';
import { saying } from '../../saying.ts';
import type { TalkWith } from '../../transitions.ts';
import type { WordKey } from '../../wording.ts';
import { elsewhereAnswers, person, returning, topic } from './choices.ts';
import { givingUp, tried } from './remedies.ts';

function whetherElsewhere({ guide }: Context): WordKey {
  if (guide?.purpose === 'lostMail') return 'guide.elsewhere.mail';
  return guide?.symptom === 'password' ? 'guide.elsewhere.password' : 'guide.elsewhere.device';
}

/** Whether what fails here works elsewhere: that tells this device from the account. */
export const elsewhere = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: null,
    question: whetherElsewhere,
    again: whetherElsewhere,
    choices: (context) => [
      { label: 'choice.yes', event: elsewhereAnswers.yes },
      { label: 'choice.no', event: elsewhereAnswers.no },
      person,
      ...returning(context),
    ],
    answers: elsewhereAnswers,
  },
  on: {
    // "And what do I do now?"
    next: {
      guard: ({ context: { guide } }) => guide?.purpose === 'lostMail',
      actions: saying('trouble.lostMail'),
    },
    // Said again, it does not tell whether it works elsewhere.
    worksNot: [
      {
        guard: ({ context: { guide } }) => guide !== null && guide.tried.length > 0,
        target: 'reason',
        actions: givingUp,
      },
      {
        actions: [{ type: 'say', params: { key: 'explain.lookInWebmail' } }, tried],
      },
    ],
  },
});

function whetherDevices({ guide, known }: Context): WordKey {
  if (guide?.purpose === 'lostMail') return 'guide.devices.lost';
  // One device only was told of before it was known that it is to be a phone.
  return guide?.purpose === 'setup' && known.multipleDevices === false
    ? 'guide.devices.phone'
    : 'guide.devices.question';
}

const devicesKnown = {
  type: 'advance',
  params: ({ context, event }: TalkWith<'answer'>) =>
    learning(context.known, { multipleDevices: event.answer }),
} as const;

/** Whether another device may have taken the mail, or would be better off with IMAP. */
export const devices = conversationSetup.createStateConfig({
  meta: {
    topic,
    asks: 'multipleDevices',
    question: whetherDevices,
    again: whetherDevices,
    choices: (context) => [
      { label: 'choice.yes', event: { type: 'answer', answer: true } },
      { label: 'choice.no', event: { type: 'answer', answer: false } },
      { label: 'choice.unsure', event: { type: 'answer', answer: 'unsure' } },
      ...returning(context),
    ],
  },
  on: {
    answer: [
      {
        guard: ({ context }) => context.guide?.purpose === 'lostMail',
        target: 'routing',
        actions: [
          { type: 'learn', params: ({ event }) => ({ devices: event.answer === true }) },
          devicesKnown,
        ],
      },
      {
        guard: ({ context, event }) => context.guide?.purpose === 'setup' && event.answer !== true,
        target: 'routing',
        actions: [{ type: 'learn', params: { devices: false } }, devicesKnown],
      },
      {
        guard: ({ event }) => event.answer === true,
        target: '#deciding',
        actions: [{ type: 'say', params: { key: 'guide.devices.several' } }, devicesKnown],
      },
      {
        target: 'rating',
        actions: [
          {
            type: 'say',
            params: ({ context: { guide } }) => ({
              key: guide?.purpose === 'whichDoIHave' ? 'guide.devices.onlyOne' : 'guide.devices.one',
            }),
          },
          devicesKnown,
        ],
      },
    ],
    // The answer in the person's own words.
    tell: [
      {
        guard: ({ event }) => event.facts.multipleDevices !== undefined,
        actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
          if (event.type !== 'tell') return;
          enqueue.raise({ type: 'answer', answer: event.facts.multipleDevices === true });
        }),
      },
      toldAgain('multipleDevices'),
    ],
    trouble: {
      // It was mended in vain.
      guard: ({ context: { guide }, event }) =>
        guide?.purpose === 'duplicates' && event.trouble === 'duplicates' && event.program === undefined,
      target: 'reason',
      actions: givingUp,
    },
    why: { actions: saying('guide.devices.why', 'why') },
  },
});
