import type { Preference } from '../../../../dialogs/advise.ts';
import type { MailPlace, Symptom } from '../../../../dialogs/guides.ts';
import type { Fact } from '../../../../dialogs/scenarios.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { oncePer } from '../../../memoise.ts';
import { type Meaning, nameOf } from '../examples/labels.ts';
import { type Lexicon, type Occurrence, openLexicon } from '../text/lexicon.ts';
import type { Names } from '../text/names.ts';
import { itemsOf, partsOf, type Sentence } from '../text/sentences.ts';
import type { Kinds } from './deviceKinds.ts';
import type { AboutProtocols, ListName, LittleWords } from './file.ts';
import { openFinder } from './finder.ts';
import type { Patterns } from './loadPatterns.ts';
import type { Table } from './table.ts';

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
  /** What is asked or told beside the steps while a mail program is being set up. */
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
  /** What is said of a place that is named to that question, which counts before all else. */
  readonly findWorksElsewhere: Finder<boolean>;
  /** What is said of webmail to whether missed mail is there. */
  readonly findMailInWebmail: Finder<boolean>;
  /** Where else missed mail is. */
  readonly findMailPlace: Finder<MailPlace>;
  /** What may tell of other devices or readers, and is asked about before POP is advised. */
  readonly findDoubt: Finder<Fact>;
  /** Each item of a list as a sentence of its own; none where a sentence is no list. */
  readonly itemsOf: (sentence: Sentence) => readonly Sentence[];
  /** Each clause, and what stands on either side of an "and", as a sentence of its own. */
  readonly partsOf: (sentence: Sentence) => readonly Sentence[];
  readonly littleWords: LittleWords;
  /** Long words that may be misspelt by two letters. */
  readonly misspelt: readonly string[];
  /** What stands for the number of a choice; -1 is the last one. */
  readonly ordinals: ReadonlyMap<string, number>;
  /** How what is supposed would be told, if it were so: "had" is "have" there. */
  readonly present: ReadonlyMap<string, string>;
  /** How what is told of somebody else would be told by them: "she has" is "i have" there. */
  readonly ownWords: ReadonlyMap<string, string>;
  /** What a protocol is written as where it was dictated. */
  readonly dictated: ReadonlyMap<string, readonly string[]>;
  /** What a question may begin with that says nothing of it. */
  readonly leadIns: readonly string[];
  /** Whether a sentence has one of the patterns of a list, each of which is told of in `file.ts`. */
  readonly says: (list: ListName) => Test;
  /** Whether somebody does not understand what the bot has said. */
  readonly isPuzzled: Test;
  /** Whether somebody has pressed the button by which a warning passes, and does not ask whether to. */
  readonly isWarningPressed: Test;
  /** Little words of other languages, by language. */
  readonly otherLanguages: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Gets ready to search messages for patterns. `vocabulary` are words that count as spelt right. */
export function openListening(patterns: Patterns, vocabulary: Names): Listening {
  const lexicon = openLexicon(patterns.terms, vocabulary);
  const answers = new Map([...patterns.answers].map(([fact, table]) => [fact, openFinder(table)]));
  const needed = new Map([...patterns.needs].map(([name, table]) => [name, openFinder(table)]));
  const tests = new Map([...patterns.lists].map(([name, table]) => [name, testFor(table)]));
  const says = (list: ListName): Test => {
    const test = tests.get(list);
    if (test === undefined) throw new Error(`There is no list of patterns "${list}".`);
    return test;
  };
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
    findWorksElsewhere: openFinder(patterns.worksElsewhere),
    findMailInWebmail: openFinder(patterns.mailInWebmail),
    findMailPlace: openFinder(patterns.mailPlaces),
    findDoubt: oncePer(openFinder(patterns.doubts)),
    partsOf: oncePer((sentence) => partsOf(sentence, patterns.littleWords.goesOn, lexicon, patterns.marks)),
    itemsOf: oncePer((sentence) => itemsOf(sentence, lexicon, patterns.marks)),
    mayMean(meaning, text) {
      const find = needed.get(nameOf(meaning));
      return !find || text.some((sentence) => find(sentence).length > 0);
    },
    littleWords: patterns.littleWords,
    misspelt: patterns.misspelt,
    ordinals: patterns.ordinals,
    present: patterns.present,
    ownWords: patterns.ownWords,
    dictated: patterns.dictated,
    leadIns: patterns.leadIns,
    otherLanguages: patterns.otherLanguages,
    says,
    isPuzzled: (sentence) => says('puzzled')(sentence) || says('plainer')(sentence),
    isWarningPressed: (sentence) => says('warningPressed')(sentence) && !says('askingToPress')(sentence),
  };
}

function testFor(table: Table<string>): Test {
  const find = openFinder(table);
  return (sentence) => find(sentence).length > 0;
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
