import type { DialogEvent } from '../../../../dialogs/events.ts';
import { ASIDES_AT_STEPS, OF_SETTINGS, type Subject, type Trouble } from '../../../../dialogs/subjects.ts';
import type { Listening } from '../patterns/listening.ts';
import { atSteps, type Situation } from '../situation.ts';
import type { Sentence } from '../text/sentences.ts';
import { symptomIn } from './details.ts';

/**
 * What comes before all else that is said along with it, the most urgent first: "it works" is no good news where a warning
 * was accepted, and whoever tells a password is not helped by a question.
 */
const DANGERS: readonly Subject[] = [
  'crisis',
  'fromUs',
  'fraud',
  'passwordTold',
  'warningAccepted',
  'unencrypted',
  'messageData',
  'askedToDelete',
  'profileUnsigned',
  'antivirus',
  'copyOff',
  'takenByProgram',
  'reinstalling',
  'deletingAll',
];

/** What a sentence asks or tells beside the choice: a danger, or else what takes most words to say. */
export function asideIn(sentence: Sentence, isAtSteps: boolean, listening: Listening): Subject | null {
  const found = [
    ...(isAtSteps ? listening.findAsideAtSteps(sentence) : []),
    ...listening.findAside(sentence),
  ];
  found.sort((one, other) => other.pattern.weight - one.pattern.weight);
  const danger = DANGERS.find((danger) => found.some(({ label }) => label === danger));
  // "Do I hit Continue?" asks, and nothing is done yet.
  if (danger === 'warningAccepted' && listening.says('askingToPress')(sentence)) return 'accepting';
  return danger ?? found[0]?.label ?? null;
}

/** The danger that a message tells of, if it does: nothing else that it may mean comes before that. */
export function dangerIn(
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Extract<DialogEvent, { type: 'explain' }> | null {
  const isAtSteps = atSteps(situation);
  const asides = read.map((sentence) => asideIn(sentence, isAtSteps, listening));
  // "A certificate warning came up. I clicked on continue": the warning is named, and then that it was let pass.
  if (read.some(listening.isWarningPressed) && symptomIn(read, listening) === 'certificate')
    asides.push('warningAccepted');
  const subject = DANGERS.find((danger) => asides.includes(danger));
  return subject ? { type: 'explain', subject } : null;
}

/** What has another cause than either protocol, and no help with them would mend. */
export const OTHER_CAUSES: readonly Subject[] = ['adminRights', 'programFault', 'bounced', 'lateOrSpam'];

/** What comes before the help that a message seems to want: that help would be of no use, or do harm. */
const BEFORE_TROUBLES: ReadonlySet<Subject> = new Set([
  ...ASIDES_AT_STEPS,
  'others',
  'later',
  'whichOutlook',
  'printer',
  'webmailLogin',
  'syncPeriod',
  'newComputer',
  'removed',
  'notYet',
  'removing',
  'emptying',
  'makingRoom',
  'exporting',
  'slowProgram',
  'tooBig',
  'resetPassword',
  'hacked',
  'stolen',
  'formatting',
  'brokenDisk',
  'carryOver',
  'dataFiles',
  'compact',
  'downloadsAgain',
  'accepting',
  'oldPort',
  'smtp',
  'inBrowser',
  'otherAddress',
  ...OTHER_CAUSES,
  'alreadyThere',
]);

/** Troubles that some asides are mistaken for: "POP is old and dangerous" tells of nobody who gives it up. */
const MISTAKEN_FOR: { readonly [S in Subject]?: readonly Trouble[] } = {
  safety: ['popEnds'],
  both: ['setup', 'switching'],
  webmail: ['setup'],
  leaveCopy: ['diskFull'],
  cannotTell: ['whichDoIHave'],
  webmailOnly: ['setup'],
  effort: ['setup', 'switching'],
  eachDevice: ['setup', 'switching'],
  exchange: ['setup', 'switching', 'popEnds'],
  backingUp: ['setup', 'switching', 'lostMail'],
  encrypted: ['setup', 'cannotConnect'],
  closing: ['setup', 'switching', 'lostMail', 'mailboxFull', 'diskFull'],
  deleting: ['diskFull', 'setup', 'switching', 'duplicates'],
  age: ['popEnds'],
  battery: ['cannotConnect'],
  whoCanRead: ['setup', 'cannotConnect'],
  whereOption: ['setup', 'duplicates', 'sentMissing', 'whichDoIHave'],
  unreached: ['cannotConnect', 'foldersMissing', 'lostMail', 'setup', 'switching'],
  goneAfterDays: ['lostMail', 'duplicates', 'diskFull', 'mailboxFull', 'setup'],
  syncPeriod: ['diskFull', 'lostMail', 'setup'],
  wrongDate: ['cannotConnect', 'setup'],
  movingIn: ['setup', 'switching', 'popEnds', 'lostMail'],
  noCopyBox: ['setup', 'duplicates', 'whichDoIHave'],
  onlyHeaders: ['setup', 'diskFull'],
  helper: ['setup', 'switching'],
  mustChange: ['switching', 'popEnds'],
  twoStep: ['cannotConnect', 'setup'],
  starttls: ['cannotConnect'],
  protocolMeaning: ['setup', 'switching', 'whichDoIHave'],
  profileMeaning: ['setup', 'diskFull'],
  popTroubles: ['lostMail', 'duplicates'],
  stability: ['lostMail', 'duplicates', 'cannotConnect'],
  popFolders: ['foldersMissing', 'setup'],
  perFolder: ['diskFull', 'setup', 'foldersMissing'],
  drafts: ['lostMail', 'sentMissing', 'foldersMissing'],
  showsAtOnce: ['lostMail', 'sentMissing', 'cannotConnect'],
  sentFolder: ['sentMissing', 'lostMail'],
  anyComputer: ['setup'],
  onlineTime: ['setup', 'cannotConnect'],
};

export function isMistakenFor(aside: Subject, trouble: Trouble): boolean {
  return MISTAKEN_FOR[aside]?.includes(trouble) === true;
}

/** What is said of mail that is missing in a change: that it was not copied, or that the account was removed too early. */
const IN_A_CHANGE: ReadonlySet<Subject> = new Set([
  'halfway',
  'nothingThere',
  'webmailEmpty',
  'removed',
  'wiped',
]);
/** Troubles that know better where it may be. */
const OF_FOLDERS: ReadonlySet<Trouble> = new Set(['foldersMissing', 'sentMissing']);

/** Whether an aside is taken up, and not what a message seems to want besides. */
export function comesFirst(
  aside: Subject,
  want: DialogEvent | undefined,
  where: {
    readonly isAtSteps: boolean;
    readonly isSettingUp: boolean;
    readonly isOfCertificate: boolean;
    readonly isBeside: boolean;
  },
): boolean {
  const { isAtSteps, isSettingUp, isOfCertificate, isBeside } = where;
  // What can be explained need not be left unexplained.
  if (aside === 'wordMeaning' && want?.type === 'explain') return false;
  if (want?.type !== 'trouble' || isMistakenFor(aside, want.trouble)) return true;
  if (OF_SETTINGS.has(aside) && want.trouble === 'setup') return isAtSteps || isBeside;
  // The help with a warning begins with "say no", too; at the steps their place is kept.
  if (aside === 'accepting' && want.trouble === 'cannotConnect') return isAtSteps || !isOfCertificate;
  // The causes are looked for at once where nobody does so yet.
  if (aside === 'errorCode' && want.trouble === 'cannotConnect') return isAtSteps;
  if (aside === 'halfway' && OF_FOLDERS.has(want.trouble)) return false;
  // No folder is lost by a set-up, which is no more than that.
  if (aside === 'loseNothing' && OF_FOLDERS.has(want.trouble)) return isSettingUp;
  if (isAtSteps && IN_A_CHANGE.has(aside)) return true;
  // What would be lost is not lost.
  if (aside === 'breaking' || aside === 'bereaved' || aside === 'ifStolen') return true;
  // Nor is what another device has fetched.
  if (aside === 'fetchedAway') return true;
  if (aside === 'whereStored' && want.trouble === 'lostMail') return true;
  // Who has removed an account and misses mail is helped to find it.
  return BEFORE_TROUBLES.has(aside) && want.trouble !== 'lostMail';
}
