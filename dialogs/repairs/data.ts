import { certain } from '../advise.ts';
import { summary } from '../handoff.ts';
import { type Context, conversationSetup, type Say, saidKeys } from '../model.ts';
import { sayingAll } from '../saying.ts';
import type { Transition } from '../transitions.ts';

/** What is kept of somebody, told to them. */
export const aboutMe: Transition<'aboutMe'> = {
  actions: [
    'clearMisses',
    sayingAll(aboutThem),
    { type: 'say', params: { key: 'data.kept', topic: 'data' } },
  ],
};

/** Nothing of them is kept any longer. */
export const forget: Transition<'forget'> = {
  target: '.greeting',
  reenter: true,
  actions: ['forget', { type: 'say', params: { key: 'data.deleted', topic: 'data' } }],
};

/** Whoever comes back after a long time hears what is still known of them. */
export const resume: Transition<'resume'> = {
  actions: [
    conversationSetup.enqueueActions(({ context, enqueue }) => {
      const lists = { facts: { of: saidKeys(certain(context.known)), by: 'and' } } as const;
      enqueue({ type: 'say', params: { key: 'resume.text', topic: 'greeting', lists } });
    }),
    { type: 'clarify', params: { open: { about: 'resume' } } },
  ],
};

/** All that is kept of somebody: what they said of themselves, and what they are being helped with. */
function aboutThem(context: Context): Say[] {
  const facts = saidKeys(certain(context.known));
  const others = summary({ ...context, known: {} });
  if (facts.length + others.length === 0) return [{ key: 'data.nothing', topic: 'data' }];
  const known: Say =
    facts.length > 0
      ? { key: 'data.known', topic: 'data', lists: { facts: { of: facts, by: 'and' } } }
      : { key: 'data.besides', topic: 'data' };
  return [known, ...others.map((say) => ({ ...say, sameParagraph: true }))];
}
