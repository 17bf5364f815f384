import { type Guide, partFor } from '../../guides.ts';
import type { Say } from '../../model.ts';
import type { WordKey } from '../../wording.ts';

/** All steps at once, with what belongs to them. */
export function allSteps(guide: Guide): Say[] {
  const { program } = guide;
  const part = partFor(guide);
  if (!program || !part) return [];
  return [...before(guide), { key: 'guide.steps', steps: { program, part } }, ...settings(guide)];
}

/** The step at which the person is; the settings stand with all steps, which were shown before. */
export function oneStep(guide: Guide): Say[] {
  const { program, step } = guide;
  const part = partFor(guide);
  if (!program || !part) return [];
  return [{ key: 'guide.oneStep', steps: { program, part, only: step } }];
}

/** What is said where there are no steps: the cause, and what to do. */
export function withoutSteps(guide: Guide): Say[] {
  return partFor(guide) === null ? before(guide) : [];
}

/** The cause, as far as the answers have narrowed it, or what the steps do and can do. */
export function before(guide: Guide): Say[] {
  const key = beforeKey(guide);
  return key ? [{ key }] : [];
}

function beforeKey({ purpose, protocol, symptom, elsewhere, devices }: Guide): WordKey | null {
  switch (purpose) {
    case 'cannotConnect':
      if (symptom === null) return null;
      if (symptom === 'certificate' || symptom === 'sending') return `fix.${symptom}`;
      return `fix.${symptom}.${elsewhere ? 'worksElsewhere' : 'failsElsewhere'}`;
    case 'switching':
      return protocol && `switching.to${protocol}`;
    case 'duplicates':
      return protocol === 'IMAP' ? 'duplicates.IMAP' : null;
    case 'lostMail':
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
