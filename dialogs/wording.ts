import { FACTS, type Fact } from './scenarios.ts';

/** What the bot can explain. */
export const SUBJECTS = ['pop', 'imap', 'difference', 'server'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Troubles that people bring instead of the choice. */
export const TROUBLES = [
  'setup',
  'duplicates',
  'switching',
  'whichDoIHave',
  'cannotConnect',
  'lostMail',
  'foldersMissing',
  'sentMissing',
  'mailboxFull',
  'popEnds',
  'storageUnclear',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** A trouble that is clear from the outset. */
export type ClearTrouble = Exclude<Trouble, 'storageUnclear'>;

/** Wordings that stand inside others: a fact said back, a condition ("if you …"), and what something is about. */
export type ListKey =
  | `said.${Fact}.${'yes' | 'no'}`
  | `if.${Fact}.${'yes' | 'no'}`
  | `topic.${ClearTrouble | Subject}`;

const perFact = FACTS.flatMap(
  (fact) =>
    [
      `situation.${fact}`,
      `question.${fact}`,
      `again.${fact}`,
      `why.${fact}`,
      `said.${fact}.yes`,
      `said.${fact}.no`,
      `if.${fact}.yes`,
      `if.${fact}.no`,
      `reason.${fact}`,
      `change.${fact}`,
    ] as const,
);

/** Every key that `dialogs/words/<lang>.yaml` has to have; a key that is missing or left over stops the start. */
export const WORD_KEYS = [
  ...perFact,
  ...SUBJECTS.map((subject) => `explain.${subject}` as const),
  ...TROUBLES.map((trouble) => `trouble.${trouble}` as const),
  ...TROUBLES.filter((trouble) => trouble !== 'storageUnclear').map((trouble) => `topic.${trouble}` as const),
  ...SUBJECTS.map((subject) => `topic.${subject}` as const),
  'greeting.text',
  'greeting.question',
  'greeting.again',
  'greeting.why',
  'choice.askMe',
  'choice.yes',
  'choice.no',
  'choice.unsure',
  'choice.why',
  'choice.difference',
  'choice.setup',
  'choice.doesNotFit',
  'choice.restart',
  'choice.person',
  'choice.goOn',
  'choice.whichSuits',
  'choice.storage.device',
  'choice.storage.server',
  'choice.preferStorage',
  'choice.prefer.localOnly',
  'choice.prefer.poorConnection',
  'choice.prefer.both',
  'interview.start',
  'heard',
  'corrected',
  'suppose.text',
  'suppose.fact',
  'suppose.topic',
  'suppose.no',
  'contradiction.before',
  'contradiction.both',
  'storage.question',
  'resume.text',
  'resume.question',
  'data.known',
  'data.nothing',
  'data.kept',
  'data.deleted',
  'conflict.localOnly',
  'conflict.poorConnection',
  'conflict.both',
  'conflict.question',
  'conflict.again',
  'conflict.why',
  'advice.IMAP',
  'advice.POP',
  'advice.stayIMAP',
  'advice.stayPOP',
  'advice.general',
  'advice.cautious',
  'advice.overridden.localOnly',
  'advice.overridden.poorConnection',
  'advice.preferred.storage',
  'advice.preferred.pop',
  'advice.caveat.POP',
  'advice.assumed.poorConnection',
  'advice.question',
  'advice.again',
  'why.rests',
  'why.general',
  'why.turn.IMAP',
  'why.turn.POP',
  'why.question',
  'why.again',
  'why.nothing',
  'fit.text',
  'fit.question',
  'fit.again',
  'back.done',
  'back.nothing',
  'restart.done',
  'help.text',
  'person.text',
  'smallTalk.thanks',
  'smallTalk.greet',
  'smallTalk.abuse',
  'smallTalk.offTopic',
  'smallTalk.otherLanguage',
  'farewell.text',
  'farewell.question',
  'farewell.again',
  'uses.IMAP',
  'uses.POP',
  'fallback.first',
  'fallback.second',
  'fallback.third',
  'fallback.error',
  'list.and',
  'list.or',
] as const;

export type WordKey = (typeof WORD_KEYS)[number];
