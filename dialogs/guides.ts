import type { Protocol } from './advise.ts';
import type { Trouble } from './wording.ts';

/** The mail programs that there are guides for, in `clients/`. */
export const PROGRAMS = [
  'outlook-classic',
  'outlook-new',
  'outlook-mac',
  'apple-mail',
  'iphone',
  'gmail-android',
  'thunderbird',
  'other',
] as const;
export type Program = (typeof PROGRAMS)[number];

/** The parts of a guide, each a list of steps. */
export const PARTS = [
  'setup.IMAP',
  'setup.POP',
  'leaveCopy',
  'switch.toIMAP',
  'switch.toPOP',
  'whichProtocol',
  'folders',
  'lessOffline',
  'password',
  'settings',
  'outgoing',
] as const;
export type Part = (typeof PARTS)[number];

/** What a mail program that cannot connect says. */
export const SYMPTOMS = ['password', 'server', 'certificate', 'sending', 'other'] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** What somebody is helped with, step by step. */
export type Purpose = Exclude<Trouble, 'storageUnclear'>;

/** Where somebody is in being helped. */
export type Guide = {
  readonly purpose: Purpose;
  readonly program: Program | null;
  /** The protocol that is set up, or switched to. */
  readonly protocol: Protocol | null;
  readonly symptom: Symptom | null;
  /** Whether mail that is missed is there in webmail. */
  readonly inWebmail: boolean | null;
  /** The step that is shown where they are shown one at a time, from 0. */
  readonly step: number;
  /** Symptoms whose remedy was tried in vain. */
  readonly tried: readonly Symptom[];
};

/** What has to be known for each purpose, in the order in which it is asked. */
const NEEDS: { readonly [P in Purpose]: readonly ('protocol' | 'program' | 'symptom' | 'inWebmail')[] } = {
  setup: ['protocol', 'program'],
  duplicates: ['program'],
  switching: ['protocol', 'program'],
  whichDoIHave: ['program'],
  cannotConnect: ['program', 'symptom'],
  lostMail: ['inWebmail'],
  foldersMissing: ['program'],
  diskFull: ['program'],
  sentMissing: [],
  mailboxFull: [],
  popEnds: [],
};

/** After so many remedies tried in vain a person takes over. */
export const TRIES = 3;

export type GuideStep =
  | 'protocol'
  | 'program'
  | 'symptom'
  | 'inWebmail'
  | 'cannot'
  | 'steps'
  | 'found'
  | 'check';

/** A fresh guide; what is known already need not be asked. */
export function begin(
  purpose: Purpose,
  known: Partial<Pick<Guide, 'program' | 'protocol' | 'symptom'>>,
): Guide {
  return {
    purpose,
    program: known.program ?? null,
    protocol: known.protocol ?? null,
    symptom: known.symptom ?? null,
    inWebmail: null,
    step: 0,
    tried: [],
  };
}

/** The part of the program's guide that serves the purpose; null where words alone do. */
export function partFor({ purpose, protocol, symptom }: Guide): Part | null {
  switch (purpose) {
    case 'setup':
      return protocol && `setup.${protocol}`;
    case 'switching':
      return protocol && `switch.to${protocol}`;
    case 'duplicates':
      return 'leaveCopy';
    case 'whichDoIHave':
      return 'whichProtocol';
    case 'foldersMissing':
      return 'folders';
    case 'diskFull':
      return 'lessOffline';
    case 'cannotConnect':
      if (symptom === 'password') return 'password';
      return symptom === 'sending' ? 'outgoing' : 'settings';
    default:
      return null;
  }
}

/** What comes next in a guide. `has` tells whether the program's guide has the part. */
export function nextGuideStep(guide: Guide, has: (program: Program, part: Part) => boolean): GuideStep {
  const missing = NEEDS[guide.purpose].find((need) => guide[need] === null);
  if (missing) return missing;
  const part = partFor(guide);
  if (part === null || guide.program === null) return 'check';
  if (!has(guide.program, part)) return 'cannot';
  return guide.purpose === 'whichDoIHave' ? 'found' : 'steps';
}
