import { SPEAKS_FOR_POP } from '../advise.ts';
import { conversationSetup, learning, type StateMeta } from '../model.ts';
import { stillAsked } from '../next.ts';
import { toldAgain } from '../repairs/telling.ts';
import { saying } from '../saying.ts';
import type { Fact, FactAnswer } from '../scenarios.ts';
import type { Transition } from '../transitions.ts';

const answers: StateMeta['choices'] = () => [
  { label: 'choice.yes', event: { type: 'answer', answer: true } },
  { label: 'choice.no', event: { type: 'answer', answer: false } },
  { label: 'choice.unsure', event: { type: 'answer', answer: 'unsure' } },
];

/** Who only asks for the settings is shown them, and asked on: which of them are needed comes of the answers. */
const settingsBeside: Transition<'trouble'> = {
  guard: ({ event }) => event.asksSettings === true && event.program === undefined,
  actions: [
    'clearMisses',
    {
      type: 'say',
      params: ({ event }) => ({ key: `settings.${event.protocol ?? 'both'}`, topic: 'explain' }),
    },
  ],
};

/** One question about one fact: yes, no or not sure, and on. */
function question<F extends Fact>(fact: F) {
  return conversationSetup.createStateConfig({
    meta: {
      topic: 'interview',
      asks: fact,
      question: `question.${fact}`,
      again: ({ misses }) => (misses > 1 ? `simpler.${fact}` : `again.${fact}`),
      choices: answers,
    },
    on: {
      answer: {
        target: '#deciding',
        actions: {
          type: 'advance',
          params: ({ context, event }) => {
            const facts = { [fact]: event.answer satisfies FactAnswer };
            return { ...learning(context.known, facts), reasked: stillAsked(context, facts) };
          },
        },
      },
      prefer: {
        guard: ({ context: { known } }) =>
          known.limitedStorage === true && SPEAKS_FOR_POP.some((wish) => known[wish] === true),
        actions: [
          { type: 'notePreference', params: ({ event }) => event.preference },
          { type: 'say', params: { key: 'interview.noted', topic: 'interview' } },
        ],
      },
      why: { actions: saying(`why.${fact}`, 'why') },
      tell: toldAgain(fact),
      trouble: settingsBeside,
    },
  });
}

/** Which question comes next is not written here: `deciding` finds the one that decides soonest. */
export const asking = conversationSetup.createStateConfig({
  initial: 'multipleDevices',
  states: {
    multipleDevices: question('multipleDevices'),
    limitedStorage: question('limitedStorage'),
    localOnly: question('localOnly'),
    sharedMailbox: question('sharedMailbox'),
    poorConnection: question('poorConnection'),
    offlineFolders: question('offlineFolders'),
  },
});
