import type { Protocol } from '../advise.ts';
import type { DialogEvent } from '../events.ts';
import { begin, chosenIn, type Guide, isChanging, type Purpose, partFor } from '../guides.ts';
import { type Context, conversationSetup, type Say } from '../model.ts';
import { advisedIn } from '../next.ts';
import { stepsOf } from '../states/guide/says.ts';
import { isInSteps, type Subject, type SubjectInSteps } from '../subjects.ts';
import type { Transition, Transitions } from '../transitions.ts';
import { changeIn } from '../waitingGuides.ts';
import type { WordKey } from '../wording.ts';

/** What has nothing to do with the two protocols, and of that what comes before them. */
const URGENT: ReadonlySet<Subject> = new Set(['stolen', 'fraud', 'hacked', 'unreached', 'crisis']);
const OUTSIDE: ReadonlySet<Subject> = new Set([
  ...URGENT,
  'contacts',
  'details',
  'resetPassword',
  'passwordTold',
]);

/** Of these the way to POP has something else to say: webmail does not show what has come down to the computer. */
const ON_THE_WAY_TO_POP: { readonly [S in Subject]?: WordKey } = {
  halfway: 'switching.halfway',
  comparing: 'switching.comparing',
  lookInWebmail: 'switching.comparing',
  notYet: 'switching.notYet',
};

function explanation(subject: Subject, guide: Guide | null): WordKey {
  const isToPop = guide !== null && changeIn(guide)?.protocol === 'POP';
  return (isToPop && ON_THE_WAY_TO_POP[subject]) || `explain.${subject}`;
}

/** Whether POP is set up, or changed to. */
function isOfPop(guide: Guide | null): boolean {
  return guide !== null && (changeIn(guide)?.protocol ?? chosenIn(guide)) === 'POP';
}

/** What is said where mail is missing in the middle of a change. */
export function halfwayIn(guide: Guide | null): WordKey {
  return explanation('halfway', guide);
}

/** What is asked or told beside the point, answered. */
export const explaining = conversationSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'explain') return;
  const isChange = isChanging(context.guide);
  // Where nothing is copied, it is mail that is missing.
  if (event.subject === 'halfway' && !isChange)
    return enqueue.raise({ type: 'trouble', trouble: 'lostMail' });
  // Only POP takes the mail out of webmail; on the way to IMAP it has not come there yet.
  if (event.subject === 'webmailEmpty' && !isOfPop(context.guide))
    return enqueue.raise({ type: 'explain', subject: 'halfway' });
  if (event.subject === 'nothingThere' && isChange)
    return enqueue.raise({ type: 'explain', subject: 'halfway' });
  // Where nobody is helped with it, more of them come.
  if (event.subject === 'doublesLeft' && context.guide?.purpose !== 'duplicates')
    return enqueue.raise({ type: 'trouble', trouble: 'duplicates' });
  // Whose mail is lost has no account to remove.
  if (event.subject === 'notYet' && context.guide?.purpose === 'lostMail')
    return enqueue.raise({ type: 'explain', subject: 'brokenDisk' });
  // Where no account is about to go, nothing is compared.
  if (event.subject === 'comparing' && !isChange)
    return enqueue.raise({ type: 'explain', subject: 'lookInWebmail' });
  // Where a password is refused, webmail is opened to try it, and nothing is looked for there.
  if (event.subject === 'lookInWebmail' && context.guide?.symptom === 'password')
    return enqueue.raise({ type: 'explain', subject: 'webmailLogin' });
  // Only in a change mail could be lost by it.
  if (event.subject === 'skipping' && !isChange) return enqueue.raise({ type: 'next' });
  const { subject } = event;
  // Whoever has been advised is told that again, and no rule for those of whom nothing is known; a mail program is all that is
  // left to choose where one is set up.
  if (subject === 'decide' && context.guide?.protocol)
    return enqueue.raise(
      context.guide.program === null ? { type: 'explain', subject: 'programs' } : { type: 'help' },
    );
  if (subject === 'decide' && !context.guide && advisedIn(context)) return enqueue.raise({ type: 'goOn' });
  enqueue({ type: 'clearMisses' });
  const topic = OUTSIDE.has(subject) ? 'smallTalk' : 'explain';
  enqueue({ type: 'say', params: { key: explanation(subject, context.guide), topic } });
});

/** The steps that show what is asked for, and the protocol whose option it is. */
const SHOWN_BY: {
  readonly [S in SubjectInSteps]: { readonly purpose: Purpose; readonly protocol: Protocol };
} = {
  whereOption: { purpose: 'duplicates', protocol: 'POP' },
  onlyHeaders: { purpose: 'diskFull', protocol: 'IMAP' },
};

/** The guide that shows it; several devices are kept in mind, from which that option would take the mail. */
function guideShowing(context: Context, event: DialogEvent): Guide {
  if (event.type !== 'explain' || !isInSteps(event.subject))
    throw new Error('Only what a mail program has in its settings is shown by its steps.');
  const { purpose, protocol } = SHOWN_BY[event.subject];
  const several = context.known.multipleDevices;
  return begin(purpose, {
    program: event.program ?? context.program,
    protocol,
    devices: typeof several === 'boolean' ? several : null,
  });
}

/**
 * The steps that show it in the middle of a set-up or of a change, which goes on after them; null where the option is that of the
 * other protocol, or would do harm there: to take mail off the server while it is copied, or away from another device.
 */
function stepsBeside(context: Context, event: DialogEvent): Say | null {
  const { guide, known } = context;
  if (guide === null || event.type !== 'explain' || !isInSteps(event.subject)) return null;
  const { purpose, protocol } = SHOWN_BY[event.subject];
  const change = changeIn(guide);
  const takesAway = protocol === 'POP' && (change !== null || known.multipleDevices === true);
  const program = event.program ?? guide.program ?? context.program;
  const part = partFor(begin(purpose, { protocol }));
  if ((change?.protocol ?? chosenIn(guide)) !== protocol || takesAway || !program || !part) return null;
  return { ...stepsOf(program, part), topic: 'explain' };
}

/** No question about mail comes after that; but a change that was begun is not left halfway for a fraud. */
const urgent: Transition<'explain'> = {
  guard: ({ context, event }) =>
    event.subject === 'crisis' || (URGENT.has(event.subject) && context.guide === null),
  target: '.farewell',
  actions: explaining,
};

/** In the middle of a set-up, or of a change, they stand beside its own steps. */
const shownBeside: Transition<'explain'> = {
  guard: ({ context, event }) => stepsBeside(context, event) !== null,
  actions: [
    explaining,
    conversationSetup.enqueueActions(({ context, event, enqueue }) => {
      const steps = stepsBeside(context, event);
      if (steps) enqueue({ type: 'say', params: steps });
    }),
  ],
};

/** Elsewhere they are a guide of their own. */
const shownBySteps: Transition<'explain'> = {
  guard: ({ context: { guide }, event }) =>
    isInSteps(event.subject) && (guide === null || (guide.purpose !== 'setup' && changeIn(guide) === null)),
  target: '.guide',
  reenter: true,
  actions: [
    explaining,
    { type: 'startGuide', params: ({ context, event }) => ({ guide: guideShowing(context, event) }) },
  ],
};

/** What is asked is answered, and the talk stays where it is. */
export const explain: Transitions<'explain'> = [urgent, shownBeside, shownBySteps, { actions: explaining }];
