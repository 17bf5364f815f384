import { z } from 'zod';
import { PREFERENCES, type Preference } from '../../../dialogs/advise.ts';
import { SYMPTOMS, type Symptom } from '../../../dialogs/guides.ts';
import type { DialogEvent } from '../../../dialogs/model.ts';
import { FACTS, type Fact, OTHERS } from '../../../dialogs/scenarios.ts';
import {
  ASIDES,
  LEARNT_SUBJECTS,
  SUBJECTS,
  type Subject,
  TROUBLES,
  type Trouble,
} from '../../../dialogs/wording.ts';
import { oncePer } from '../../memoise.ts';
import { mapAll, parsed, type YamlFile } from '../yaml.ts';
import { LAST } from './choices.ts';
import { COMMANDS } from './examples.ts';
import { type Meaning, nameOf } from './labels.ts';
import { Lexicon, type Occurrence } from './lexicon.ts';
import { openCompiler, openFinder, type Pattern } from './patterns.ts';
import { clauseEndsAt, type Marks, type Sentence } from './sentences.ts';

const list = z.array(z.string().trim().min(1)).min(1);
const wordList = z.string().trim().min(1);
const yesAndNo = z.strictObject({ yes: list, no: list });
const perFact = z.strictObject(Object.fromEntries(FACTS.map((fact) => [fact, yesAndNo])));

/** Commands that are sure where a pattern finds them. */
const SURE_COMMANDS = [...COMMANDS, 'oneByOne', 'allAtOnce'] as const;

/** What people say of POP and IMAP that sounds like other things. */
const ABOUT_PROTOCOLS = ['choosing', 'explaining', 'decided'] as const;

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
  'buttons',
  'another',
  'instead',
  'target',
  'source',
  'wanted',
] as const;
/** Little words that show how a message is built, by what they show. */
export type LittleWords = Readonly<Record<(typeof LITTLE_WORDS)[number], ReadonlySet<string>>>;

const schema = z.strictObject({
  concepts: z.record(z.string(), wordList),
  kinds: z.array(z.string()).min(2),
  classes: z.array(z.string()).min(1),
  littleWords: z.record(
    z.enum(LITTLE_WORDS),
    wordList.transform((text): ReadonlySet<string> => new Set(text.split(/\s+/))),
  ),
  ordinals: z.array(wordList).min(1),
  lastOne: wordList,
  facts: perFact,
  topics: z.partialRecord(z.enum(TROUBLES), list),
  explain: z.partialRecord(z.enum(LEARNT_SUBJECTS), list),
  commands: z.partialRecord(z.enum(COMMANDS), list),
  uses: z.strictObject({ IMAP: list, POP: list }),
  asked: perFact,
  praise: list,
  nods: list,
  weighing: z.strictObject(Object.fromEntries(PREFERENCES.map((preference) => [preference, list]))),
  adding: list,
  doubts: z.strictObject({ multipleDevices: list, sharedMailbox: list }),
  postponing: list,
  askingAgain: list,
  newOutlook: list,
  classicOutlook: list,
  whereItStands: list,
  settings: list,
  oneAtATime: list,
  stepDone: list,
  elsewhere: yesAndNo,
  puzzled: list,
  plainer: list,
  broken: list,
  asides: z.partialRecord(z.enum(ASIDES), list),
  atSteps: z.partialRecord(z.enum(SUBJECTS), list),
  certain: z.strictObject({
    facts: z.partialRecord(z.enum(FACTS), yesAndNo.partial()),
    troubles: z.partialRecord(z.enum(TROUBLES), list),
    commands: z.partialRecord(z.enum(SURE_COMMANDS), list),
  }),
  unsaid: z.array(z.strictObject({ facts: z.array(z.enum(FACTS)).min(1), patterns: list })),
  needs: z.record(z.string(), list),
  protocols: z.strictObject(Object.fromEntries(ABOUT_PROTOCOLS.map((label) => [label, list]))),
  unsure: list,
  symptoms: z.strictObject(Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, list]))),
  otherLanguages: z.record(z.string(), wordList),
});

type Content = z.infer<typeof schema>;
/** Sections that are one list of patterns. */
type ListSection = {
  [S in keyof Content]: Content[S] extends readonly string[] ? S : never;
}[keyof Content];
type Polar = { readonly yes?: string[] | undefined; readonly no?: string[] | undefined };

type Finder<Label> = ReturnType<typeof openFinder<Label>>;
type Test = (sentence: Sentence) => boolean;

/** What a message is searched for. */
export type Listening = {
  readonly lexicon: Lexicon;
  readonly marks: Marks & {
    readonly correction: number;
    readonly owner: number;
    readonly replaced: number;
    readonly asking: number;
    readonly bareAnswer: number;
    readonly noDevice: number;
    readonly pop: number;
    readonly imap: number;
    readonly switching: number;
    readonly settingUp: number;
  };
  /** Concepts of device of which two different ones mean several devices; the last takes in the two before it. */
  readonly kinds: readonly number[];
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
  readonly findProtocols: Finder<(typeof ABOUT_PROTOCOLS)[number]>;
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
  readonly littleWords: LittleWords;
  /** What stands for the number of a choice; -1 is the last one. */
  readonly ordinals: ReadonlyMap<string, number>;
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
  /** Little words of other languages, by language. */
  readonly otherLanguages: ReadonlyMap<string, ReadonlySet<string>>;
};

/**
 * Gets the patterns of one language ready. `vocabulary` are words that count as spelt right. Throws
 * `DialogError` with file and line.
 */
export function loadPatterns(file: YamlFile, vocabulary: Iterable<string>): Listening {
  const content = parsed(file, schema);
  const lexicon = new Lexicon();
  const concepts = readConcepts(content.concepts, lexicon, file);
  const compile = openCompiler(lexicon, concepts);

  const read = (path: readonly string[], sources: readonly string[] = []): Pattern[] =>
    mapAll(sources.entries(), ([at, source]) => {
      try {
        return compile(source);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw file.wrong([...path, String(at)], `"${source}": ${reason}. Correct the pattern.`);
      }
    });
  const labelled = <const Label>(
    path: readonly string[],
    sources: readonly string[] | undefined,
    label: Label,
  ) => read(path, sources).map((pattern) => ({ pattern, label }));

  type Entry<Label> = { readonly pattern: Pattern; readonly label: Label };
  const polar = <Label>(
    path: readonly string[],
    sources: Polar | undefined,
    labelOf: (is: boolean) => Label,
  ): Entry<Label>[] => [
    ...labelled([...path, 'yes'], sources?.yes, labelOf(true)),
    ...labelled([...path, 'no'], sources?.no, labelOf(false)),
  ];
  const event = (event: DialogEvent): Meaning => ({ kind: 'event', event });
  const factsIn = (path: readonly string[], sources: Partial<Record<Fact, Polar>>) =>
    FACTS.flatMap((fact) =>
      polar<Meaning>([...path, fact], sources[fact], (is) => ({ kind: 'fact', fact, is })),
    );
  const troublesIn = (path: readonly string[], sources: Partial<Record<Trouble, string[]>>) =>
    TROUBLES.flatMap((trouble) =>
      labelled([...path, trouble], sources[trouble], event({ type: 'trouble', trouble })),
    );

  // A sentence is looked through for these at several places.
  const find = oncePer(
    openFinder<Meaning>([
      ...factsIn(['facts'], content.facts),
      ...troublesIn(['topics'], content.topics),
      ...LEARNT_SUBJECTS.flatMap((subject) =>
        labelled(['explain', subject], content.explain[subject], event({ type: 'explain', subject })),
      ),
      ...COMMANDS.flatMap((command) =>
        labelled(['commands', command], content.commands[command], event({ type: command })),
      ),
      ...(['IMAP', 'POP'] as const).flatMap((protocol) =>
        labelled(['uses', protocol], content.uses[protocol], event({ type: 'uses', protocol })),
      ),
    ]),
  );
  const answers = new Map(
    FACTS.map((fact) => [fact, openFinder(polar(['asked', fact], content.asked[fact], (is) => is))]),
  );
  const findSymptom = openFinder(
    SYMPTOMS.flatMap((symptom) => labelled(['symptoms', symptom], content.symptoms[symptom], symptom)),
  );
  const testOf = (section: ListSection): Test => {
    const find = openFinder(labelled([section], content[section], section));
    return (sentence) => find(sentence).length > 0;
  };
  const [isPuzzled, wantsPlainer] = [testOf('puzzled'), testOf('plainer')];
  const tests = {
    isNod: testOf('nods'),
    isAdding: testOf('adding'),
    isPostponing: testOf('postponing'),
    isAskingAgain: testOf('askingAgain'),
    isNewOutlook: testOf('newOutlook'),
    isClassicOutlook: testOf('classicOutlook'),
    asksSettings: testOf('settings'),
    asksWhere: testOf('whereItStands'),
    wantsOneAtATime: testOf('oneAtATime'),
    isStepDone: testOf('stepDone'),
    isPraise: testOf('praise'),
    isUnsure: testOf('unsure'),
    isPuzzled: (sentence: Sentence) => isPuzzled(sentence) || wantsPlainer(sentence),
    wantsPlainer,
    isBroken: testOf('broken'),
  };
  const findProtocols = openFinder(
    ABOUT_PROTOCOLS.flatMap((label) => labelled(['protocols', label], content.protocols[label], label)),
  );
  const findPreference = openFinder<Preference>(
    PREFERENCES.flatMap((one) => labelled(['weighing', one], content.weighing[one], one)),
  );
  const findDoubt = openFinder<Fact>(
    OTHERS.flatMap((fact) => labelled(['doubts', fact], content.doubts[fact], fact)),
  );
  const findElsewhere = openFinder(polar(['elsewhere'], content.elsewhere, (is) => is));
  // A message is asked for its asides more than once: for dangers, and for what it says.
  const findAside = oncePer(
    openFinder<Subject>(
      ASIDES.flatMap((subject) => labelled(['asides', subject], content.asides[subject], subject)),
    ),
  );
  const findAsideAtSteps = oncePer(
    openFinder<Subject>(
      SUBJECTS.flatMap((subject) => labelled(['atSteps', subject], content.atSteps[subject], subject)),
    ),
  );
  const { certain } = content;
  // These two, too.
  const findCertain = oncePer(
    openFinder<Meaning>([
      ...factsIn(['certain', 'facts'], certain.facts),
      ...troublesIn(['certain', 'troubles'], certain.troubles),
      ...SURE_COMMANDS.flatMap((command) =>
        labelled(['certain', 'commands', command], certain.commands[command], event({ type: command })),
      ),
    ]),
  );
  const findUnsaid = oncePer(
    openFinder<readonly Fact[]>(
      content.unsaid.flatMap(({ facts, patterns }, at) =>
        labelled(['unsaid', String(at), 'patterns'], patterns, facts),
      ),
    ),
  );
  const needed = new Map(
    Object.entries(content.needs).map(([name, sources]) => [
      name,
      openFinder(labelled(['needs', name], sources, name)),
    ]),
  );
  lexicon.learnSpelling(vocabulary);
  const conceptSymbols = new Set(concepts.values());

  const marked = new Set<string>();
  const mark = (name: string): number => {
    marked.add(name);
    const symbol = concepts.get(name);
    if (symbol === undefined)
      throw file.wrong(['concepts'], `the concept "${name}" is missing. Put it back.`);
    return symbol;
  };
  const device = mark('device');
  const split = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
  const littleWords: LittleWords = content.littleWords;
  const ordinals = new Map([
    ...content.ordinals.flatMap((names, at) => [...split(names)].map((name) => [name, at + 1] as const)),
    ...[...split(content.lastOne)].map((name) => [name, LAST] as const),
  ]);
  const listening: Listening = {
    lexicon,
    marks: {
      not: mark('not'),
      notNegation: mark('notNegation'),
      past: mark('past'),
      now: mark('now'),
      clauseEnd: clauseEndsAt([...littleWords.clauses]),
      questions: littleWords.questions,
      conjunctions: littleWords.conjunctions,
      correction: mark('correction'),
      owner: mark('someone'),
      replaced: mark('replaced'),
      asking: mark('asking'),
      bareAnswer: mark('bareAnswer'),
      noDevice: mark('notPhone'),
      pop: mark('pop'),
      imap: mark('imap'),
      switching: mark('switch'),
      settingUp: mark('setup'),
    },
    kinds: content.kinds.map(mark),
    namesDevice: ({ symbols }) => symbols.has(device),
    find,
    isConcept: (symbol) => conceptSymbols.has(symbol),
    classOf: classesFrom(content.classes, content.kinds, mark),
    findAnswer: (fact) => answers.get(fact),
    findProtocols,
    findAside,
    findAsideAtSteps,
    findCertain,
    findUnsaid,
    mayMean(meaning, text) {
      const find = needed.get(nameOf(meaning));
      return !find || text.some((sentence) => find(sentence).length > 0);
    },
    findElsewhere,
    findDoubt,
    findPreference,
    findSymptom,
    littleWords,
    ordinals,
    ...tests,
    otherLanguages: new Map(
      Object.entries(content.otherLanguages).map(([language, text]) => [
        language,
        new Set(text.split(/\s+/)),
      ]),
    ),
  };
  refuseUnused(content, marked, file);
  return listening;
}

/** A concept that no pattern uses is mostly one whose name was misspelt. */
function refuseUnused(content: Content, marked: ReadonlySet<string>, file: YamlFile): void {
  const text = JSON.stringify(content);
  mapAll(Object.keys(content.concepts), (name) => {
    if (marked.has(name) || text.includes(`<${name}>`)) return;
    throw file.wrong(
      ['concepts', name],
      `the concept <${name}> is used by no pattern. Use it, or remove it.`,
    );
  });
}

/** A concept, a word or words side by side, or the beginning of one word, with two letters at least. */
const TERM = /^(?:<.+>|[\p{L}\p{N}_'-]+|[\p{L}\p{N}'-]{2,}\*)$/u;

/** Gives each concept a symbol, and that symbol to each of its words; a concept that is used in another lends it its words. */
function readConcepts(
  sources: Readonly<Record<string, string>>,
  lexicon: Lexicon,
  file: YamlFile,
): ReadonlyMap<string, number> {
  const symbols = new Map(Object.keys(sources).map((name) => [name, lexicon.symbol(`<${name}>`)]));
  const termsOf = (name: string, within: readonly string[]): string[] => {
    const source = sources[name];
    if (source === undefined || within.includes(name)) {
      throw file.wrong(
        ['concepts', within.at(-1) ?? name],
        `<${name}> is not a concept that can be used here. Correct its name.`,
      );
    }
    return source.split(/\s+/).flatMap((term) => {
      if (!TERM.test(term))
        throw file.wrong(
          ['concepts', name],
          `"${term}" in the concept "${name}" is not a word. Write words with spaces between, hard_drive for words side by side, and delet* for the beginning of one word.`,
        );
      const [, used] = /^<(.+)>$/.exec(term) ?? [];
      return used === undefined ? [term] : termsOf(used, [...within, name]);
    });
  };
  for (const [name, symbol] of symbols) {
    for (const term of new Set(termsOf(name, []))) lexicon.add(term, symbol);
  }
  return symbols;
}

/** All kinds of device count as one class; of several classes that a word is in, the first one counts. */
function classesFrom(
  classes: readonly string[],
  kinds: readonly string[],
  mark: (name: string) => number,
): Listening['classOf'] {
  const ranks = new Map(
    classes.map((name, rank) => [mark(name), { rank, name: kinds.includes(name) ? 'device' : name }]),
  );
  return (here) => {
    let best: { readonly rank: number; readonly name: string } | undefined;
    for (const { symbol } of here) {
      const own = ranks.get(symbol);
      if (own && own.rank < (best?.rank ?? Number.POSITIVE_INFINITY)) best = own;
    }
    return best?.name ?? null;
  };
}
