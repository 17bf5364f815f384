import { z } from 'zod';
import { OTHERS, PREFERENCES } from '../../../../dialogs/advise.ts';
import { MAIL_PLACES, SYMPTOMS } from '../../../../dialogs/guides.ts';
import { FACTS } from '../../../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, SUBJECTS, TROUBLES } from '../../../../dialogs/subjects.ts';
import { COMMANDS } from '../examples/examples.ts';

const list = z.array(z.string().trim().min(1)).min(1);
const wordList = z.string().trim().min(1);
const yesAndNo = z.strictObject({ yes: list, no: list });
const perFact = z.strictObject(Object.fromEntries(FACTS.map((fact) => [fact, yesAndNo])));

/** Commands that are sure where a pattern finds them. */
export const SURE_COMMANDS = [...COMMANDS, 'oneByOne', 'allAtOnce', 'repeat', 'otherLanguage'] as const;

/** What `ordinals` give for the last choice, or step. */
export const LAST = -1;

/** What people say of POP and IMAP that sounds like other things. */
export const ABOUT_PROTOCOLS = ['choosing', 'explaining', 'decided'] as const;
export type AboutProtocols = (typeof ABOUT_PROTOCOLS)[number];

const LITTLE_WORDS = [
  'clauses',
  'questions',
  'conjunctions',
  'goesOn',
  'versus',
  'takesBack',
  'opens',
  'afterNo',
  'okay',
  'describing',
  'besideNumbers',
  'betweenNumbers',
  'step',
  'steps',
  'back',
  'buttons',
  'another',
  'instead',
  'target',
  'source',
  'onto',
  'wanted',
  'supposes',
  'concludes',
  'behindDenied',
  'owners',
  'persons',
  'groups',
  'others',
  'adds',
  'notActing',
  'harmless',
  'lookingAfter',
  'outOf',
  'stars',
  'judging',
] as const;
/** Little words that show how a message is built, by what they show. */
export type LittleWords = Readonly<Record<(typeof LITTLE_WORDS)[number], ReadonlySet<string>>>;

/** Sections that are one list of patterns: a sentence has one of them, or none. */
const lists = {
  /** Somebody is pleased, and says nothing else. */
  praise: list,
  /** It begins with a nod, which is no answer to a question. */
  nods: list,
  /** A device is added to those that were spoken of. */
  adding: list,
  /** Something is said to be unlikely, which is a no. */
  unlikely: list,
  /** The help that was offered is put off, or declined. */
  postponing: list,
  /** It is asked once more what the advice is. */
  askingAgain: list,
  /** The help that was offered is taken, in other words than yes. */
  consenting: list,
  /** "No" is said of somebody else than the one who says it. */
  ofAnother: list,
  /** Somebody agrees to a protocol by its name. */
  agreeing: list,
  /** The order is given in which two programs, or devices, are set up. */
  orderGiven: list,
  /** Of two programs that are named one is to be chosen, or took the place of the other. */
  oneOfTwo: list,
  /** Somebody goes through the steps that are shown, or has the same trouble, and reads nothing. */
  doesSteps: list,
  /** A mail program is said to be at home, which tells of no other place. */
  programAtHome: list,
  /** Somebody else sets the program up, or has done so, and reads nothing. */
  setUpByOther: list,
  /** A phone or a tablet is named. */
  phones: list,
  /** Something works on a device that is named. */
  worksOnDevice: list,
  /** Outlook is named, on a phone or a tablet. */
  outlookApp: list,
  /** There is nothing to do after what was explained, or it is asked what there is to choose. */
  nothingToDo: list,
  /** The choice between two things is left to the bot, or its opinion asked. */
  leavingIt: list,
  /** Refusal, dismay or doubt, where it was said what goes wrong with what somebody wants. */
  recoiling: list,
  /** Somebody wants it all the same, having heard what goes wrong with it. */
  insisting: list,
  /** One of the two is wanted by its name, whatever was advised, or it is asked whether it may be had. */
  wantingOne: list,
  /** Somebody is dismayed at what was advised. */
  dismayed: list,
  /** It is asked how what was advised is done. */
  askingHow: list,
  /** Somebody takes note of what was just explained, and says no more. */
  takingNote: list,
  /** Somebody wants what was just explained to be set up. */
  settingThatUp: list,
  /** Somebody asks once more about what was just explained. */
  askingOfThat: list,
  /** Somebody wants what was just said of them to be forgotten. */
  forgetting: list,
  /** Something matters more than what it was weighed against. */
  mattersMore: list,
  /** The button was pressed by which a warning passes. */
  warningPressed: list,
  /** What a warning asked for was done, where one is spoken of. */
  warningPassed: list,
  /** It is asked whether to press the button by which a warning passes. */
  askingToPress: list,
  /** No mail program is named, but the device it is on. */
  platforms: list,
  /** A password is not known any more, where one is spoken of. */
  passwordLost: list,
  /** A password is refused, where it is asked whether it is. */
  refusedThere: list,
  /** A mail program takes a password no more, beside a second step at login. */
  codeRefused: list,
  /** It is asked where that is which was just explained. */
  askingWhere: list,
  /** It is asked how mail comes into a mail program. */
  bringingIn: list,
  /** Beside the fields of a window, more is said of them. */
  tellsOfMore: list,
  /** It is asked whether something is right. */
  askingRight: list,
  /** Somebody who was away is back. */
  comingBack: list,
  /** What was shown is to be sent to somebody. */
  sendingOn: list,
  /** A protocol that is named is in use already, or something is wrong with it, or it is one of two. */
  protocolInUse: list,
  /** Which Outlook it is. */
  newOutlook: list,
  classicOutlook: list,
  /** It is asked where something stands. */
  whereItStands: list,
  /** Servers and ports are asked for, and not steps. */
  settings: list,
  /** Steps are wanted one at a time. */
  oneAtATime: list,
  /** The step that is shown is done. */
  stepDone: list,
  /** What the bot has said is not understood. */
  puzzled: list,
  /** What the bot has said is wanted in plainer words. */
  plainer: list,
  /** The mail does not work, and it is not told what is wrong with it. */
  broken: list,
  /** Somebody cannot tell, whatever was asked. */
  unsure: list,
  /** "No" to whether there are other devices may be none. */
  hedges: list,
  /** There is another place, person or time beside the one device that is spoken of. */
  exceptions: list,
  /** A place has the mail that is missed. */
  hasMail: list,
  /** Something has happened to a place, or not all of it is there. */
  noMailPlace: list,
  /** All mail is to be kept, or put elsewhere, where there is no room for it. */
  keepingMail: list,
  /** One address is there with POP and with IMAP. */
  bothSetUp: list,
  /** There are two accounts for one address, where it is asked to look for them. */
  twoAccounts: list,
  /** A mail program that fails gives no sign of what is wrong. */
  noSign: list,
  /** Something opens or works, or has mail in general, and nobody has looked whether it has what is missed. */
  unseen: list,
  /** Missed mail was seen in webmail, all of it and now. */
  plainlySeen: list,
  /** Something of it is missing there, or may be. */
  notAllSeen: list,
  /** It was seen there once, or is to be there, or it may be other mail. */
  notSeenNow: list,
  /** It lies where it will be deleted. */
  inTrash: list,
  /** It was found there, and is no longer missed. */
  foundInTrash: list,
  /** Not all is there, where it is asked whether it is. */
  partly: list,
  /** There is no other device on which to look. */
  noOther: list,
  /** Something is done, and no more is said. */
  allDone: list,
  /** A trouble, or a wish for help, is taken back. */
  dropping: list,
  /** Somebody wants to go on. */
  goingOn: list,
  /** Somebody wants back to where they were before a trouble. */
  returning: list,
  /** It is asked what to do after what was said. */
  askingOn: list,
  /** A trouble is dropped, as it works by now. */
  dropped: list,
  /** A trouble that is named is not there, or was dealt with. */
  deniedTrouble: list,
  /** Mail is there again. */
  mailBack: list,
  /** The steps are wanted from the first one. */
  fromTheFirst: list,
  /** It does not work, or not wholly. */
  failing: list,
  /** It works, and how well. */
  worksWell: list,
  /** Mail is there in a program that was set up. */
  arrived: list,
  /** A step, or all of them, went well. */
  succeeding: list,
  /** The help is praised. */
  praising: list,
  /** The help is found fault with. */
  faulting: list,
  /** Another device has no mail any more. */
  emptied: list,
  /** Mail still comes twice. */
  twiceStill: list,
  /** Mail comes twice no longer. */
  twiceGone: list,
  /** It is so, in the view of somebody who has not looked. */
  supposed: list,
  /** The last answer is taken back. */
  takingBack: list,
  /** Something is supposed, to hear what would follow. */
  hypothetical: list,
  /** It is asked whether something is so, which tells of nothing that is. */
  askingWhether: list,
  /** It is asked whether something is so, if there is a question mark behind it. */
  askingIf: list,
  /** What is asked about is taken for granted, and so it is told. */
  takingForGranted: list,
  /** It is asked what would be in a case: "if I delete a mail, is it gone". */
  askingOfCase: list,
  /** Mail is to be on the own machine only, where the same words by themselves may tell where it is read. */
  keptThere: list,
  /** Somebody asks for somebody else. */
  onBehalf: list,
  /** Somebody reads along with the one it is asked for. */
  alongside: list,
  /** A device, or webmail, is there no more, or was never meant. */
  givingUp: list,
  /** Something has changed, or was heard wrong. */
  changing: list,
};
/** The names of those sections. */
export const LISTS = z.object(lists).keyof().options;
export type ListName = (typeof LISTS)[number];

/** What stands in a file of patterns. */
export const schema = z.strictObject({
  ...lists,
  concepts: z.record(z.string(), wordList),
  kinds: z.record(z.string(), z.array(z.string())),
  classes: z.array(z.string()).min(1),
  littleWords: z.record(
    z.enum(LITTLE_WORDS),
    wordList.transform((text): ReadonlySet<string> => new Set(text.split(/\s+/))),
  ),
  misspelt: wordList,
  ordinals: z.array(wordList).min(1),
  lastOne: wordList,
  present: z.record(wordList, wordList),
  ownWords: z.record(wordList, wordList),
  dictated: z.record(wordList, list),
  leadIns: list,
  facts: perFact,
  topics: z.partialRecord(z.enum(TROUBLES), list),
  explain: z.partialRecord(z.enum(LEARNT_SUBJECTS), list),
  commands: z.partialRecord(z.enum(COMMANDS), list),
  uses: z.strictObject({ IMAP: list, POP: list }),
  asked: perFact,
  weighing: z.strictObject(Object.fromEntries(PREFERENCES.map((preference) => [preference, list]))),
  doubts: z.strictObject(Object.fromEntries(OTHERS.map((fact) => [fact, list]))),
  elsewhere: yesAndNo,
  worksElsewhere: yesAndNo,
  mailInWebmail: yesAndNo,
  mailPlaces: z.strictObject(Object.fromEntries(MAIL_PLACES.map((place) => [place, list]))),
  asides: z.partialRecord(z.enum(SUBJECTS), list),
  atSteps: z.partialRecord(z.enum(SUBJECTS), list),
  certain: z.strictObject({
    facts: z.partialRecord(z.enum(FACTS), yesAndNo.partial()),
    troubles: z.partialRecord(z.enum(TROUBLES), list),
    commands: z.partialRecord(z.enum(SURE_COMMANDS), list),
  }),
  unsaid: z.array(z.strictObject({ facts: z.array(z.enum(FACTS)).min(1), patterns: list })),
  needs: z.record(z.string(), list),
  protocols: z.strictObject(Object.fromEntries(ABOUT_PROTOCOLS.map((label) => [label, list]))),
  symptoms: z.strictObject(Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, list]))),
  otherLanguages: z.record(z.string(), wordList),
});

export type Content = z.infer<typeof schema>;
/** Patterns of what is so, and of what is not. */
export type Polar = { readonly yes?: string[] | undefined; readonly no?: string[] | undefined };
