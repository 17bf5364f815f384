import { adviceFor, type Protocol } from '../../advise.ts';
import { type Guide, type Part, type Program, partFor } from '../../guides.ts';
import type { Context, Say } from '../../model.ts';
import type { WordKey } from '../../wording.ts';

/** A part of a program's guide: all of its steps. */
export function stepsOf(program: Program, part: Part): Say {
  return { key: program === 'other' ? 'guide.anySteps' : 'guide.steps', steps: { program, part } };
}

/** All steps at once, with what belongs to them. */
export function allSteps(context: Context): Say[] {
  const { guide } = context;
  if (!guide) return [];
  const { program } = guide;
  const part = partFor(guide);
  if (!program || !part) return [];
  return [...before(context), stepsOf(program, part), ...settings(guide)];
}

/** The step at which the person is; the settings stand with all steps, which were shown before. */
export function oneStep(guide: Guide): Say[] {
  const { program, step } = guide;
  const part = partFor(guide);
  if (!program || !part) return [];
  return [{ key: 'guide.oneStep', steps: { program, part, only: step } }];
}

/** Why the protocol is set up, or changed to: what the advice rests on, or what it does where another one was advised, or none. */
export function whyProtocol({ known, preference }: Context, protocol: Protocol): Say[] {
  const advice = adviceFor(known, preference);
  if (advice?.protocol !== protocol || advice.because.length === 0)
    return [{ key: protocol === 'IMAP' ? 'explain.imap' : 'explain.pop', topic: 'why' }];
  return [
    { key: `guide.whyProtocol.${protocol}`, topic: 'why' },
    ...advice.because.map((fact): Say => ({ key: `reason.${fact}`, sameParagraph: true })),
  ];
}

/** What is said where there are no steps: the cause, and what to do. */
export function withoutSteps(context: Context): Say[] {
  return context.guide && partFor(context.guide) === null ? before(context) : [];
}

/** The cause, as far as the answers have narrowed it, or what the steps do and can do. */
export function before(context: Context): Say[] {
  const { guide, known, preference } = context;
  const key = guide && beforeKey(guide, adviceFor(known, preference)?.protocol === 'POP');
  return key ? [{ key }] : [];
}

function beforeKey(
  { purpose, protocol, symptom, elsewhere, place, devices }: Guide,
  isAdvisedPop: boolean,
): WordKey | null {
  switch (purpose) {
    case 'cannotConnect':
      if (symptom === null) return null;
      if (symptom === 'certificate' || symptom === 'sending') return `fix.${symptom}`;
      return `fix.${symptom}.${elsewhere ? 'worksElsewhere' : 'failsElsewhere'}`;
    case 'switching':
      return protocol && `switching.to${protocol}`;
    case 'setup':
      // Along with the advice it was said what POP does to the mail.
      return protocol === 'POP' && !isAdvisedPop ? 'guide.popTakes' : null;
    case 'duplicates':
      if (protocol === 'IMAP') return 'duplicates.IMAP';
      return devices === false ? null : 'duplicates.POP';
    case 'lostMail':
      if (place) return `lost.on.${place}`;
      if (elsewhere) return 'lost.inWebmail';
      return devices ? 'lost.fetchedElsewhere' : 'lost.onOneComputer';
    default:
      return null;
  }
}

/** The mail host's settings in a table, where somebody is to type them in. */
function settings({ purpose, protocol, symptom }: Guide): Say[] {
  if (purpose === 'setup' && protocol) return [{ key: `settings.${protocol}` }];
  const compares = symptom === 'server' || symptom === 'certificate' || symptom === 'other';
  return purpose === 'cannotConnect' && compares ? [{ key: 'settings.both' }] : [];
}
