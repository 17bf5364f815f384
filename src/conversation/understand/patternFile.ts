import { z } from 'zod';
import { PREFERENCES } from '../../../dialogs/advise.ts';
import { SYMPTOMS } from '../../../dialogs/guides.ts';
import { FACTS, type Fact } from '../../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, SUBJECTS, TROUBLES } from '../../../dialogs/subjects.ts';
import { COMMANDS } from './examples.ts';

const list = z.array(z.string().trim().min(1)).min(1);
const wordList = z.string().trim().min(1);
const yesAndNo = z.strictObject({ yes: list, no: list });
const perFact = z.strictObject(Object.fromEntries(FACTS.map((fact) => [fact, yesAndNo])));

/** Commands that are sure where a pattern finds them. */
export const SURE_COMMANDS = [...COMMANDS, 'oneByOne', 'allAtOnce', 'repeat', 'otherLanguage'] as const;

/** What people say of POP and IMAP that sounds like other things. */
export const ABOUT_PROTOCOLS = ['choosing', 'explaining', 'decided'] as const;
export type AboutProtocols = (typeof ABOUT_PROTOCOLS)[number];

/** Facts that may be hinted at: others on the same mailbox, whose mail POP would take. */
export const DOUBTED = ['multipleDevices', 'sharedMailbox'] as const satisfies readonly Fact[];

const LITTLE_WORDS = [
  'clauses',
  'questions',
  'conjunctions',
  'goesOn',
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
  'outOf',
  'stars',
] as const;
/** Little words that show how a message is built, by what they show. */
export type LittleWords = Readonly<Record<(typeof LITTLE_WORDS)[number], ReadonlySet<string>>>;

/** Sections that are one list of patterns: a sentence has one of them, or none. */
const lists = {
  praise: list,
  nods: list,
  adding: list,
  postponing: list,
  askingAgain: list,
  agreeing: list,
  askingHow: list,
  takingNote: list,
  settingThatUp: list,
  askingOfThat: list,
  forgetting: list,
  mattersMore: list,
  warningPressed: list,
  warningPassed: list,
  askingToPress: list,
  platforms: list,
  newOutlook: list,
  classicOutlook: list,
  whereItStands: list,
  settings: list,
  oneAtATime: list,
  stepDone: list,
  puzzled: list,
  plainer: list,
  broken: list,
  unsure: list,
  hedges: list,
  exceptions: list,
  partly: list,
  noOther: list,
  allDone: list,
  dropping: list,
  goingOn: list,
  returning: list,
  askingOn: list,
  dropped: list,
  fromTheFirst: list,
  failing: list,
  worksWell: list,
  twiceStill: list,
  twiceGone: list,
  supposed: list,
  takingBack: list,
  hypothetical: list,
  onBehalf: list,
  alongside: list,
  givingUp: list,
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
  ordinals: z.array(wordList).min(1),
  lastOne: wordList,
  present: z.record(wordList, wordList),
  ownWords: z.record(wordList, wordList),
  facts: perFact,
  topics: z.partialRecord(z.enum(TROUBLES), list),
  explain: z.partialRecord(z.enum(LEARNT_SUBJECTS), list),
  commands: z.partialRecord(z.enum(COMMANDS), list),
  uses: z.strictObject({ IMAP: list, POP: list }),
  asked: perFact,
  weighing: z.strictObject(Object.fromEntries(PREFERENCES.map((preference) => [preference, list]))),
  doubts: z.strictObject(Object.fromEntries(DOUBTED.map((fact) => [fact, list]))),
  elsewhere: yesAndNo,
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
