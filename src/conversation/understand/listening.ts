import type { Preference } from '../../../dialogs/advise.ts';
import type { Symptom } from '../../../dialogs/guides.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import type { Subject } from '../../../dialogs/subjects.ts';
import { oncePer } from '../../memoise.ts';
import type { Kinds } from './deviceKinds.ts';
import { type Meaning, nameOf } from './labels.ts';
import { type Lexicon, type Occurrence, openLexicon } from './lexicon.ts';
import type { Patterns } from './loadPatterns.ts';
import type { Names } from './names.ts';
import type { AboutProtocols, ListName, LittleWords } from './patternFile.ts';
import { openFinder, tableOf } from './patterns.ts';
import { itemsOf, type Sentence } from './sentences.ts';

type Finder<Label> = ReturnType<typeof openFinder<Label>>;
type Test = (sentence: Sentence) => boolean;

/** What a message is searched for. */
export type Listening = {
  readonly lexicon: Lexicon;
  readonly marks: Patterns['marks'];
  readonly kinds: Kinds;
  readonly find: Finder<Meaning>;
  /** Whether a symbol stands for a concept, and not for a word only. */
  readonly isConcept: (symbol: number) => boolean;
  /** Whether a sentence names a device. */
  readonly namesDevice: Test;
  /** What a word counts as beside its neighbours, by what may begin at it; null where it stands for itself. */
  readonly classOf: (here: readonly Occurrence[]) => string | null;
  /** What a short answer means while the fact is asked. */
  readonly findAnswer: (fact: Fact) => Finder<boolean> | undefined;
  /** What says of POP and IMAP that somebody is to choose, does not know the words, or has made up their mind. */
  readonly findProtocols: Finder<AboutProtocols>;
  /** What matters more, where two things pull apart. */
  readonly findPreference: Finder<Preference>;
  /** What is asked or told beside the choice. */
  readonly findAside: Finder<Subject>;
  /** … while a mail program is being set up. */
  readonly findAsideAtSteps: Finder<Subject>;
  /** What is said for sure, whatever was learnt. */
  readonly findCertain: Finder<Meaning>;
  /** What sounds like these facts, and tells nothing of them. */
  readonly findUnsaid: Finder<readonly Fact[]>;
  /** Whether a message has what a meaning that was learnt must have. */
  readonly mayMean: (meaning: Meaning, text: readonly Sentence[]) => boolean;
  /** What a mail program says that cannot connect. */
  readonly findSymptom: Finder<Symptom>;
  /** What is said to whether something is, or works, elsewhere. */
  readonly findElsewhere: Finder<boolean>;
  /** What may tell of other devices or readers, and is asked about before POP is advised. */
  readonly findDoubt: Finder<Fact>;
  /** Each item of a list as a sentence of its own; none where a sentence is no list. */
  readonly itemsOf: (sentence: Sentence) => readonly Sentence[];
  readonly littleWords: LittleWords;
  /** What stands for the number of a choice; -1 is the last one. */
  readonly ordinals: ReadonlyMap<string, number>;
  /** How what is supposed would be told, if it were so: "had" is "have" there. */
  readonly present: ReadonlyMap<string, string>;
  /** How what is told of somebody else would be told by them: "she has" is "i have" there. */
  readonly ownWords: ReadonlyMap<string, string>;
  /** Whether a sentence asks for somebody else. */
  readonly isOnBehalf: Test;
  /** … tells of somebody who reads along with them. */
  readonly isAlongside: Test;
  /** Whether a sentence asks where something stands. */
  readonly asksWhere: Test;
  /** Whether a sentence asks for servers and ports, and not for steps. */
  readonly asksSettings: Test;
  /** … wants steps one at a time. */
  readonly wantsOneAtATime: Test;
  /** … says that the step that is shown is done. */
  readonly isStepDone: Test;
  /** … adds a device to those that were spoken of. */
  readonly isAdding: Test;
  /** … puts off the help that was offered, or declines it. */
  readonly isPostponing: Test;
  /** … asks once more what the advice is. */
  readonly isAskingAgain: Test;
  /** … agrees to a protocol by its name. */
  readonly isAgreeing: Test;
  /** … asks how what was advised is done. */
  readonly isAskingHow: Test;
  /** … takes note of what was just explained, and says no more. */
  readonly isTakingNote: Test;
  /** … wants that set up. */
  readonly isSettingThatUp: Test;
  /** … asks once more about what was just explained. */
  readonly isAskingOfThat: Test;
  /** … wants what was just said of them to be forgotten. */
  readonly isForgetting: Test;
  /** … says that something matters more. */
  readonly isWeighed: Test;
  /** … says that the button was pressed by which a warning passes; or that it was done, where a warning is spoken of. */
  readonly isWarningPressed: Test;
  readonly isWarningPassed: Test;
  /** … asks whether to press it. */
  readonly isAskingToPress: Test;
  /** … names no mail program, but the device it is on. */
  readonly isPlatform: Test;
  /** … says which Outlook it is. */
  readonly isNewOutlook: Test;
  readonly isClassicOutlook: Test;
  /** Whether a sentence begins with a nod, which is no answer to a question. */
  readonly isNod: Test;
  /** Whether a sentence says that somebody is pleased, and nothing else. */
  readonly isPraise: Test;
  /** … that somebody does not understand what the bot has said. */
  readonly isPuzzled: Test;
  readonly wantsPlainer: Test;
  /** … that the mail does not work, and not what is wrong with it. */
  readonly isBroken: Test;
  /** … to any question that somebody cannot tell. */
  readonly isUnsure: Test;
  /** Whether "no" to whether there are other devices may be none. */
  readonly isHedged: Test;
  /** … tells of another place, person or time beside the one device that is spoken of. */
  readonly isException: Test;
  /** Whether not all is there, by what is said to whether it is. */
  readonly isPartly: Test;
  /** … that there is no other device on which to look. */
  readonly isOnlyHere: Test;
  /** … no more than that something is done. */
  readonly isAllDone: Test;
  /** Whether a sentence takes back a trouble, or a wish for help. */
  readonly isDropping: Test;
  /** … wants to go on, or back to where somebody was before a trouble. */
  readonly isGoingOn: Test;
  readonly isReturning: Test;
  /** … asks what to do after what was said. */
  readonly isAskingOn: Test;
  /** … as it works by now. */
  readonly isDropped: Test;
  /** … wants the steps from the first one. */
  readonly isFromTheFirst: Test;
  /** … says that it does not work, or not wholly. */
  readonly isFailing: Test;
  /** … that it does, and how well. */
  readonly isWorkingWell: Test;
  /** … that mail still comes twice, or no longer. */
  readonly isStillTwice: Test;
  readonly isTwiceNoMore: Test;
  /** … that it is, by somebody who has not looked. */
  readonly isSupposed: Test;
  /** … takes the last answer back. */
  readonly isTakingBack: Test;
  /** … supposes something, to hear what would follow. */
  readonly isHypothetical: Test;
  /** … says that a device, or webmail, is there no more, or was never meant. */
  readonly isGivingUp: Test;
  /** … that something has changed, or was heard wrong. */
  readonly isChanging: Test;
  /** Little words of other languages, by language. */
  readonly otherLanguages: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Gets ready to search messages for patterns. `vocabulary` are words that count as spelt right. */
export function openListening(patterns: Patterns, vocabulary: Names): Listening {
  const lexicon = openLexicon(patterns.terms, vocabulary);
  const answers = new Map([...patterns.answers].map(([fact, table]) => [fact, openFinder(table)]));
  const needed = new Map([...patterns.needs].map(([name, table]) => [name, openFinder(table)]));
  const says = (name: ListName): Test => {
    const find = openFinder(patterns.lists.get(name) ?? tableOf([]));
    return (sentence) => find(sentence).length > 0;
  };
  const [isPuzzled, wantsPlainer] = [says('puzzled'), says('plainer')];
  const [isWarningPressed, isAskingToPress] = [says('warningPressed'), says('askingToPress')];
  return {
    lexicon,
    marks: patterns.marks,
    kinds: patterns.kinds,
    namesDevice: ({ symbols }) => symbols.has(patterns.device),
    isConcept: (symbol) => patterns.concepts.has(symbol),
    classOf: classesFrom(patterns.classes),
    // A sentence is looked through for these at several places.
    find: oncePer(openFinder(patterns.meanings)),
    findCertain: oncePer(openFinder(patterns.certain)),
    findUnsaid: oncePer(openFinder(patterns.unsaid)),
    // A message is asked for its asides more than once: for dangers, and for what it says.
    findAside: oncePer(openFinder(patterns.asides)),
    findAsideAtSteps: oncePer(openFinder(patterns.asidesAtSteps)),
    findAnswer: (fact) => answers.get(fact),
    findProtocols: openFinder(patterns.protocols),
    findPreference: openFinder(patterns.weighing),
    findSymptom: openFinder(patterns.symptoms),
    findElsewhere: openFinder(patterns.elsewhere),
    findDoubt: oncePer(openFinder(patterns.doubts)),
    itemsOf: oncePer((sentence) => itemsOf(sentence, lexicon, patterns.marks)),
    mayMean(meaning, text) {
      const find = needed.get(nameOf(meaning));
      return !find || text.some((sentence) => find(sentence).length > 0);
    },
    littleWords: patterns.littleWords,
    ordinals: patterns.ordinals,
    present: patterns.present,
    ownWords: patterns.ownWords,
    isOnBehalf: says('onBehalf'),
    isAlongside: says('alongside'),
    otherLanguages: patterns.otherLanguages,
    isNod: says('nods'),
    isAdding: says('adding'),
    isPostponing: says('postponing'),
    isAskingAgain: says('askingAgain'),
    isAgreeing: says('agreeing'),
    isAskingHow: says('askingHow'),
    isTakingNote: says('takingNote'),
    isSettingThatUp: says('settingThatUp'),
    isAskingOfThat: says('askingOfThat'),
    isForgetting: says('forgetting'),
    isWeighed: says('mattersMore'),
    isWarningPressed: (sentence) => isWarningPressed(sentence) && !isAskingToPress(sentence),
    isWarningPassed: says('warningPassed'),
    isAskingToPress,
    isPlatform: says('platforms'),
    isNewOutlook: says('newOutlook'),
    isClassicOutlook: says('classicOutlook'),
    asksSettings: says('settings'),
    asksWhere: says('whereItStands'),
    wantsOneAtATime: says('oneAtATime'),
    isStepDone: says('stepDone'),
    isPraise: says('praise'),
    isUnsure: says('unsure'),
    isHedged: says('hedges'),
    // At several places, too.
    isException: oncePer(says('exceptions')),
    isPartly: says('partly'),
    isOnlyHere: says('noOther'),
    isAllDone: says('allDone'),
    isDropping: says('dropping'),
    isGoingOn: says('goingOn'),
    isReturning: says('returning'),
    isAskingOn: says('askingOn'),
    isDropped: says('dropped'),
    isFromTheFirst: says('fromTheFirst'),
    isFailing: says('failing'),
    isWorkingWell: says('worksWell'),
    isStillTwice: says('twiceStill'),
    isTwiceNoMore: says('twiceGone'),
    isSupposed: says('supposed'),
    isTakingBack: says('takingBack'),
    isHypothetical: says('hypothetical'),
    isGivingUp: says('givingUp'),
    isChanging: says('changing'),
    isPuzzled: (sentence) => isPuzzled(sentence) || wantsPlainer(sentence),
    wantsPlainer,
    isBroken: says('broken'),
  };
}

/** Of several classes that a word is in, the first one counts. */
function classesFrom(classes: Patterns['classes']): Listening['classOf'] {
  return (here) => {
    let best: { readonly rank: number; readonly name: string } | undefined;
    for (const { symbol } of here) {
      const own = classes.get(symbol);
      if (own && own.rank < (best?.rank ?? Number.POSITIVE_INFINITY)) best = own;
    }
    return best?.name ?? null;
  };
}
