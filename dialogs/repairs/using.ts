import type { Program } from '../guides.ts';
import { conversationSetup, type Say } from '../model.ts';
import { advisedIn, nextStep } from '../next.ts';
import type { Transition } from '../transitions.ts';

/** A protocol that is named: after the advice, or beside a mail program that was noted, it is the one that is to be set up. */
export const protocol: Transition<'protocol'> = {
  actions: conversationSetup.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== 'protocol') return;
    const { protocol } = event;
    const isNamed = context.program !== null && context.guide === null && nextStep(context) === 'greeting';
    if (advisedIn(context) || isNamed) enqueue.raise({ type: 'trouble', trouble: 'setup', protocol });
    else enqueue.raise({ type: 'explain', subject: protocol === 'IMAP' ? 'imap' : 'pop' });
  }),
};

/** A mail program that is named is kept for what it may be needed for. */
export const program: Transition<'program'> = {
  actions: conversationSetup.enqueueActions(({ event, enqueue }) => {
    if (event.type !== 'program') return;
    const { program } = event;
    enqueue({ type: 'noteProgram', params: { program } });
    for (const say of saidBack(program)) enqueue({ type: 'say', params: { ...say, topic: 'uses' } });
  }),
};

/** A mail program that was named, said back; "another one" is no name. */
export function saidBack(program: Program): Say[] {
  if (program === 'other') return [{ key: 'uses.another' }];
  return [{ key: 'uses.program', lists: { program: { of: [[`program.${program}`]], by: 'and' } } }];
}

/** Which protocol is in use is kept, too. */
export const uses: Transition<'uses'> = {
  actions: [
    'clearMisses',
    { type: 'noteUse', params: ({ event }) => ({ protocol: event.protocol }) },
    { type: 'say', params: ({ event }) => ({ key: `uses.${event.protocol}`, topic: 'uses' }) },
  ],
};
