import type { Protocol } from './advise.ts';

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

const ON_PHONES: ReadonlySet<Program> = new Set(['iphone', 'gmail-android']);

/** Whether a program is one of a phone or a tablet. */
export function isOnPhone(program: Program | null | undefined): boolean {
  return program !== null && program !== undefined && ON_PHONES.has(program);
}

/** The programs that are there on a Mac as well, or have a version of their own there. */
const ON_A_MAC: { readonly [P in Program]?: Program } = {
  'outlook-classic': 'outlook-mac',
  'outlook-new': 'outlook-mac',
  'outlook-mac': 'outlook-mac',
  thunderbird: 'thunderbird',
};

/** What "Outlook" may be. */
export const OUTLOOKS: ReadonlySet<Program> = new Set(['outlook-classic', 'outlook-new', 'outlook-mac']);

/** The program that is meant by one that is named, or by its device, where another one is spoken of. */
export function programMeant(
  { program, byDevice = false }: { readonly program: Program; readonly byDevice?: boolean },
  spokenOf: Program | null,
): Program {
  if (!byDevice || spokenOf === null) return program;
  // "Outlook", where one is being set up, is that one.
  if (program === 'outlook-classic' && OUTLOOKS.has(spokenOf)) return spokenOf;
  return (program === 'apple-mail' && ON_A_MAC[spokenOf]) || program;
}

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

/** Symptoms whose cause depends on whether the same works elsewhere: in webmail, or on another device. */
const COMPARED: ReadonlySet<Symptom> = new Set(['password', 'server', 'other']);

/** Where mail may be that is not in webmail: in the mail program of some device, or in a copy, such as a backup or an old disk. */
export const MAIL_PLACES = ['device', 'copy'] as const;
export type MailPlace = (typeof MAIL_PLACES)[number];

/** What somebody is helped with, step by step. */
export const PURPOSES = [
  'setup',
  'duplicates',
  'switching',
  'whichDoIHave',
  'cannotConnect',
  'lostMail',
  'diskFull',
  'foldersMissing',
  'sentMissing',
  'mailboxFull',
  'popEnds',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What is complained of: two of these may be told at once, and one waits while it is found out which protocol it is about. */
export const COMPLAINTS = [
  'lostMail',
  'cannotConnect',
  'duplicates',
  'foldersMissing',
  'sentMissing',
  'mailboxFull',
] as const satisfies readonly Purpose[];

/** Of a change-over or a set-up: what it is, and how far it has come. */
export type Place = { readonly protocol: Protocol; readonly program: Program; readonly step: number };

/** Where somebody is in being helped. */
export type Guide = {
  readonly purpose: Purpose;
  readonly program: Program | null;
  /** The protocol that is set up or switched to; of duplicates, the one in use. */
  readonly protocol: Protocol | null;
  readonly symptom: Symptom | null;
  /** Whether what fails here works elsewhere: missed mail or the password in webmail, or mail on another device. */
  readonly elsewhere: boolean | null;
  /** Where missed mail was seen, other than in webmail: that may be the only copy. */
  readonly place: MailPlace | null;
  /** Whether the mailbox is read on more than one device, where that matters. */
  readonly devices: boolean | null;
  /** The step that is shown where they are shown one at a time, from 0. */
  readonly step: number;
  /** Whether the steps are wanted one at a time. */
  readonly stepwise: boolean;
  /** Symptoms whose remedy was tried in vain. */
  readonly tried: readonly Symptom[];
  /** The change-over that waits until this is done: its other steps keep mail from being lost. */
  readonly change: Place | null;
  /** The set-up that waits until what came up in it is mended. */
  readonly setUp: Place | null;
  /** Another trouble that was told along with this one, and is helped with after it. */
  readonly also: Purpose | null;
  /** Another device that is to be set up, once this one has changed over from the POP that would take its mail. */
  readonly nextDevice: { readonly program: Program | null } | null;
};

/** What has to be known before help can be given. */
export type Need = 'protocol' | 'program' | 'symptom' | 'elsewhere' | 'devices';

/** What has to be known, in the order in which it is asked. */
export function needsOf({ purpose, protocol, program, symptom, elsewhere, place }: Guide): readonly Need[] {
  switch (purpose) {
    case 'setup':
      // A phone is seldom the only device on which somebody reads their mail.
      return protocol === 'POP' && program === 'iphone'
        ? ['protocol', 'program', 'devices']
        : ['protocol', 'program'];
    case 'switching':
      return ['protocol', 'program'];
    case 'duplicates':
      // With IMAP the cause is in no setting of the program.
      return protocol === 'IMAP' ? ['protocol'] : ['program', 'protocol'];
    case 'cannotConnect':
      return symptom && COMPARED.has(symptom) ? ['program', 'symptom', 'elsewhere'] : ['program', 'symptom'];
    case 'lostMail':
      if (place !== null) return [];
      return elsewhere === false ? ['elsewhere', 'devices'] : ['elsewhere'];
    case 'whichDoIHave':
    case 'foldersMissing':
    case 'diskFull':
      return ['program'];
    default:
      return [];
  }
}

/** After so many remedies tried in vain a person takes over. */
export const TRIES = 3;

export type GuideStep = Need | 'cannot' | 'steps' | 'stepping' | 'found' | 'check';

/** A fresh guide; what is known already need not be asked. */
export function begin(
  purpose: Purpose,
  known: Partial<
    Pick<Guide, 'program' | 'protocol' | 'symptom' | 'devices' | 'stepwise' | 'also' | 'nextDevice'>
  >,
): Guide {
  return {
    purpose,
    program: known.program ?? null,
    protocol: known.protocol ?? null,
    symptom: known.symptom ?? null,
    elsewhere: null,
    place: null,
    devices: known.devices ?? null,
    step: 0,
    stepwise: known.stepwise ?? false,
    tried: [],
    change: null,
    setUp: null,
    also: known.also ?? null,
    nextDevice: known.nextDevice ?? null,
  };
}

/** The part of the program's guide that serves the purpose; null where words alone do. */
export function partFor({ purpose, protocol, symptom, elsewhere }: Guide): Part | null {
  switch (purpose) {
    case 'setup':
      return protocol && `setup.${protocol}`;
    case 'switching':
      return protocol && `switch.to${protocol}`;
    case 'duplicates':
      return protocol === 'POP' ? 'leaveCopy' : null;
    case 'whichDoIHave':
      return 'whichProtocol';
    case 'foldersMissing':
      return 'folders';
    case 'diskFull':
      return 'lessOffline';
    case 'cannotConnect':
      // A password that webmail refuses too, and a line that carries no mail at all, are not mended in the program.
      if (symptom && COMPARED.has(symptom) && elsewhere === false) return null;
      if (symptom === 'password') return 'password';
      return symptom === 'sending' ? 'outgoing' : 'settings';
    default:
      return null;
  }
}

/** What comes next in a guide. `has` tells whether the program's guide has the part. */
export function nextGuideStep(guide: Guide, has: (program: Program, part: Part) => boolean): GuideStep {
  const missing = needsOf(guide).find((need) => guide[need] === null);
  if (missing) return missing;
  const part = partFor(guide);
  if (part === null || guide.program === null) return 'check';
  if (!has(guide.program, part)) return 'cannot';
  if (guide.purpose === 'whichDoIHave') return 'found';
  return guide.stepwise ? 'stepping' : 'steps';
}

/** The guide without the last thing that was answered, so that it is asked again; null where there is nothing. */
export function withoutLastAnswer(guide: Guide): Partial<Guide> | null {
  if (guide.place !== null) return { place: null };
  const last = needsOf(guide).findLast((need) => guide[need] !== null);
  return last ? { [last]: null, step: 0 } : null;
}

/** Whether something is asked before help can be given. */
export function isAsking(guide: Guide): boolean {
  return needsOf(guide).some((need) => guide[need] === null);
}

/** Connecting is the only trouble with several remedies; a set-up that fails is one of connecting. */
export function canBeTraced({ purpose }: Guide): boolean {
  return purpose === 'setup' || purpose === 'cannotConnect';
}

/** Whether somebody is changing over from one protocol to the other. */
export function isChanging(guide: Guide | null): boolean {
  return guide?.purpose === 'switching';
}

/** Whether a mail program is set up, for the first time or with the other protocol. */
export function isSetUp(purpose: Purpose | 'storageUnclear'): boolean {
  return purpose === 'setup' || purpose === 'switching';
}

/** The protocol that is being set up, or changed to. */
export function chosenIn({ purpose, protocol }: Guide): Protocol | null {
  return isSetUp(purpose) ? protocol : null;
}

/** Whether what is done would take the mail away from another device or reader: POP, or clearing "leave a copy". */
export function takesMail(guide: Guide): boolean {
  return chosenIn(guide) === 'POP' || guide.purpose === 'duplicates';
}

/** Whether clearing "leave a copy" would take the mail away from another device. */
export function wouldEmptyOthers({ purpose, protocol, devices }: Guide): boolean {
  return purpose === 'duplicates' && protocol === 'POP' && devices === true;
}

/** What was tried in vain, with the present remedy. */
export function triedIn({ symptom, tried }: Guide): readonly Symptom[] {
  return symptom === null || tried.includes(symptom) ? tried : [...tried, symptom];
}

/** Whether it works elsewhere, for a symptom that is told now: what was told before any holds; of another one something else is asked. */
export function elsewhereTold({ symptom, elsewhere }: Guide): boolean | null {
  return symptom === null ? elsewhere : null;
}
