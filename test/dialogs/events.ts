import { PREFERENCES, PROTOCOLS } from '../../dialogs/advise.ts';
import { type DialogEvent, REASONS } from '../../dialogs/events.ts';
import { MAIL_PLACES, PROGRAMS, PURPOSES, SYMPTOMS } from '../../dialogs/guides.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, SUBJECTS, TROUBLES } from '../../dialogs/subjects.ts';

type Type = DialogEvent['type'];
/** Events of one type. */
type Of<T extends Type> = readonly Extract<DialogEvent, { type: T }>[];

/** Everything that a person can do or mean, by type: a new type of event does not compile until it is listed here. */
export const EVENTS: { readonly [T in Type]: Of<T> } = {
  goOn: [{ type: 'goOn' }],
  takeUp: [{ type: 'takeUp' }],
  tell: FACTS.flatMap((fact) =>
    [true, false].map(
      (is) => ({ type: 'tell', facts: { [fact]: is }, inOwnWords: true, corrects: true }) as const,
    ),
  ),
  note: [
    ...FACTS.map((fact) => ({ type: 'note', facts: { [fact]: true }, uses: 'POP' }) as const),
    { type: 'note', facts: {}, uses: null, doubtful: ['multipleDevices'] },
  ],
  suppose: [
    ...FACTS.flatMap((fact) =>
      [true, false].map((is) => ({ type: 'suppose', open: { about: 'fact', fact, is } }) as const),
    ),
    ...PURPOSES.map((trouble) => ({ type: 'suppose', open: { about: 'trouble', trouble } }) as const),
    ...LEARNT_SUBJECTS.map((subject) => ({ type: 'suppose', open: { about: 'subject', subject } }) as const),
  ],
  contradict: FACTS.map((fact) => ({ type: 'contradict', fact })),
  notMeant: [{ type: 'notMeant' }],
  answer: ([true, false, 'unsure'] as const).map((answer) => ({ type: 'answer', answer })),
  prefer: PREFERENCES.map((preference) => ({ type: 'prefer', preference })),
  onBehalf: [{ type: 'onBehalf' }],
  whatIf: FACTS.flatMap((fact) =>
    [true, false].map((is) => ({ type: 'whatIf', facts: { [fact]: is } }) as const),
  ),
  askMe: [{ type: 'askMe' }],
  change: FACTS.flatMap((fact) => [
    { type: 'change', fact },
    { type: 'change', fact, denies: true },
  ]),
  doesNotFit: [{ type: 'doesNotFit' }],
  why: [{ type: 'why' }],
  plainly: [{ type: 'plainly' }],
  showHow: [{ type: 'showHow' }],
  back: [{ type: 'back' }, ...FACTS.map((of) => ({ type: 'back', of }) as const)],
  restart: [{ type: 'restart' }],
  help: [{ type: 'help' }],
  aboutMe: [{ type: 'aboutMe' }],
  forget: [{ type: 'forget' }],
  resume: [{ type: 'resume' }],
  explain: SUBJECTS.map((subject) => ({ type: 'explain', subject })),
  trouble: [
    ...TROUBLES.map((trouble) => ({ type: 'trouble', trouble }) as const),
    { type: 'trouble', trouble: 'setup', protocol: 'POP', keepsCopies: true },
    { type: 'trouble', trouble: 'lostMail', also: 'duplicates' },
    { type: 'trouble', trouble: 'mailboxFull', keepsMail: true },
    { type: 'trouble', trouble: 'mailboxFull', asksWhich: true },
    { type: 'trouble', trouble: 'switching', protocol: 'IMAP', hasBoth: true },
  ],
  program: PROGRAMS.map((program) => ({ type: 'program', program })),
  protocol: [
    ...PROTOCOLS.map((protocol) => ({ type: 'protocol', protocol }) as const),
    { type: 'protocol', protocol: 'POP', despite: true },
  ],
  symptom: SYMPTOMS.map((symptom) => ({ type: 'symptom', symptom })),
  elsewhere: [true, false].map((works) => ({ type: 'elsewhere', works })),
  mailAt: MAIL_PLACES.map((place) => ({ type: 'mailAt', place })),
  lookUp: [{ type: 'lookUp' }],
  next: [{ type: 'next' }],
  previous: [{ type: 'previous' }, { type: 'previous', by: 2 }],
  oneByOne: [{ type: 'oneByOne' }],
  goToStep: [
    { type: 'goToStep', step: 1 },
    { type: 'goToStep', step: 99 },
    { type: 'goToStep', step: 'last' },
    // The last one of a change in Thunderbird, either way.
    { type: 'goToStep', step: 6 },
  ],
  allAtOnce: [{ type: 'allAtOnce' }],
  returnToSteps: [{ type: 'returnToSteps' }],
  repeat: [{ type: 'repeat' }],
  works: [{ type: 'works' }],
  worksNot: [{ type: 'worksNot' }],
  otherProgram: [{ type: 'otherProgram' }],
  rate: [true, false].map((good) => ({ type: 'rate', good })),
  reason: REASONS.map((reason) => ({ type: 'reason', reason })),
  uses: PROTOCOLS.map((protocol) => ({ type: 'uses', protocol })),
  person: [{ type: 'person' }],
  thanks: [{ type: 'thanks' }],
  bye: [{ type: 'bye' }],
  greet: [{ type: 'greet' }],
  abuse: [{ type: 'abuse' }],
  offTopic: [{ type: 'offTopic' }],
  otherLanguage: [{ type: 'otherLanguage' }],
  cutShort: [{ type: 'cutShort' }],
  notUnderstood: [{ type: 'notUnderstood' }],
};

/** All of them in a row. */
export const ALL_EVENTS: readonly DialogEvent[] = Object.values(EVENTS).flat();
