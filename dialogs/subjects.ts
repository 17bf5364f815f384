import { PURPOSES } from './guides.ts';

/** What the bot has learnt to explain, from the examples. */
export const LEARNT_SUBJECTS = ['pop', 'imap', 'difference', 'server'] as const;
export type LearntSubject = (typeof LEARNT_SUBJECTS)[number];

/** What people ask or tell beside the choice, known by turns of phrase alone: `asides` in `patterns/`. */
export const ASIDES = [
  'speed',
  'cost',
  'safety',
  'privacy',
  'backup',
  'dataUse',
  'offline',
  'deleting',
  'others',
  'mustChange',
  'drawbacks',
  'popForSeveral',
  'hearsay',
  'friends',
  'later',
  'newComputer',
  'removed',
  'notYet',
  'removing',
  'emptying',
  'makingRoom',
  'exporting',
  'slowProgram',
  'tooBig',
  'breaking',
  'whereStored',
  'decide',
  'noWayAround',
  'device',
  'cannotTell',
  'bereaved',
  'both',
  'deletesServer',
  'leaveCopy',
  'webmail',
  'stillThere',
  'losing',
  'webmailOnly',
  'mailProgram',
  'programs',
  'whichProgram',
  'twoStep',
  'headers',
  'howMany',
  'effort',
  'whichOutlook',
  'printer',
  'webmailLogin',
  'syncPeriod',
  'bot',
  'botPrivacy',
  'contacts',
  'details',
  'resetPassword',
  'askedToDelete',
  'copyOff',
  'takenByProgram',
  'deletingAll',
  'reinstalling',
  'formatting',
  'brokenDisk',
  'carryOver',
  'dataFiles',
  'compact',
  'downloadsAgain',
  'antivirus',
  'starttls',
  'oldPort',
  'profileUnsigned',
  'accepting',
  'warningAccepted',
  'unencrypted',
  'passwordTold',
  'stolen',
  'smtp',
  'inBrowser',
  'otherAddress',
  'whoCanRead',
  'ifStolen',
  'fraud',
  'hacked',
  'crisis',
  'battery',
  'age',
  'encrypted',
  'exchange',
  'closing',
  'passedOn',
  'eachDevice',
  'backingUp',
  'fetchedAway',
  'whereOption',
  'onlyHeaders',
  'adminRights',
  'backupMeaning',
  'guards',
  'tapping',
  'inStep',
  'wordMeaning',
  'errorCode',
  'programFault',
  'bounced',
  'lateOrSpam',
  'alreadyThere',
] as const;

/** … while a mail program is being set up: `atSteps` in `patterns/`. */
export const ASIDES_AT_STEPS = [
  'notThere',
  'wiped',
  'messageData',
  'whileCopying',
  'copyOrMove',
  'comparing',
  'oldMailUnneeded',
  'keepTrash',
  'takeYourTime',
  'displayName',
  'domain',
  'byHand',
  'optionalField',
  'otherDisk',
  'wrongKind',
  'nothingThere',
  'webmailEmpty',
  'halfway',
  'lookInWebmail',
  'loseNothing',
  'port',
  'serverName',
  'userName',
  'whichPassword',
  'encryption',
  'skipping',
  'misclick',
  'oneAfterOther',
  'sendSteps',
  'newPassword',
  'microsoftCloud',
] as const;

/** What the bot can explain. */
export const SUBJECTS = [...LEARNT_SUBJECTS, ...ASIDES, ...ASIDES_AT_STEPS] as const;
export type Subject = (typeof SUBJECTS)[number];
/** What is spoken of once the person has heard what is known about them. */
export const WHAT_IS_KEPT = 'botPrivacy' satisfies Subject;

/** What is answered by the steps of a mail program: where an option stands, and how something is set. */
export const SUBJECTS_IN_STEPS = ['whereOption', 'onlyHeaders'] as const satisfies readonly Subject[];
export type SubjectInSteps = (typeof SUBJECTS_IN_STEPS)[number];

export function isInSteps(subject: Subject): subject is SubjectInSteps {
  return SUBJECTS_IN_STEPS.some((one) => one === subject);
}

/** What is asked of the settings, all of which are shown where a set-up begins with that. */
export const OF_SETTINGS: ReadonlySet<Subject> = new Set(['serverName', 'encryption']);

/** Troubles that people bring instead of the choice; where it is not clear which one, that is asked first. */
export const TROUBLES = [...PURPOSES, 'storageUnclear'] as const;
export type Trouble = (typeof TROUBLES)[number];
