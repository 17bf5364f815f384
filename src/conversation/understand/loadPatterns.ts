import { z } from 'zod';
import { PREFERENCES, type Preference } from '../../../dialogs/advise.ts';
import { SYMPTOMS, type Symptom } from '../../../dialogs/guides.ts';
import type { DialogEvent } from '../../../dialogs/model.ts';
import { FACTS, type Fact } from '../../../dialogs/scenarios.ts';
import {
  LEARNT_SUBJECTS,
  SUBJECTS,
  type Subject,
  TROUBLES,
  type Trouble,
} from '../../../dialogs/subjects.ts';
import { didYouMean } from '../../nearest.ts';
import { reasonOf } from '../../reason.ts';
import { mapAll, parsed, type YamlFile } from '../yaml.ts';
import { LAST } from './choices.ts';
import { readConcepts } from './concepts.ts';
import { COMMANDS, refuseUnknown } from './examples.ts';
import type { Meaning } from './labels.ts';
import { openTerms, type Terms } from './lexicon.ts';
import { type Labelled, openCompiler, type Pattern, type Table, tableOf } from './patterns.ts';
import { clauseEndsAt, type Marks } from './sentences.ts';

const list = z.array(z.string().trim().min(1)).min(1);
const wordList = z.string().trim().min(1);
const yesAndNo = z.strictObject({ yes: list, no: list });
const perFact = z.strictObject(Object.fromEntries(FACTS.map((fact) => [fact, yesAndNo])));

/** Commands that are sure where a pattern finds them. */
const SURE_COMMANDS = [...COMMANDS, 'oneByOne', 'allAtOnce', 'repeat', 'otherLanguage'] as const;

/** What people say of POP and IMAP that sounds like other things. */
const ABOUT_PROTOCOLS = ['choosing', 'explaining', 'decided'] as const;
export type AboutProtocols = (typeof ABOUT_PROTOCOLS)[number];

const PROTOCOLS = ['IMAP', 'POP'] as const;
/** Facts that may be hinted at: others on the same mailbox, whose mail POP would take. */
const DOUBTED = ['multipleDevices', 'sharedMailbox'] as const satisfies readonly Fact[];

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
  askingOfThat: list,
  forgetting: list,
  mattersMore: list,
  warningPassed: list,
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
const LISTS = z.object(lists).keyof().options;
export type ListName = (typeof LISTS)[number];

const schema = z.strictObject({
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

type Content = z.infer<typeof schema>;
type Polar = { readonly yes?: string[] | undefined; readonly no?: string[] | undefined };

/** The patterns of one language, ready to be looked for: plain data, which is kept from one start to the next. */
export type Patterns = {
  readonly terms: Terms;
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
  /** The symbols of all concepts. */
  readonly concepts: ReadonlySet<number>;
  readonly device: number;
  /** The concepts of which two different ones mean several devices, each with those that it may be another word for. */
  readonly kinds: ReadonlyMap<number, readonly number[]>;
  /** What words of a concept count as beside their neighbours; the lowest rank comes first. */
  readonly classes: ReadonlyMap<number, { readonly rank: number; readonly name: string }>;
  readonly littleWords: LittleWords;
  readonly ordinals: ReadonlyMap<string, number>;
  readonly present: ReadonlyMap<string, string>;
  readonly ownWords: ReadonlyMap<string, string>;
  readonly otherLanguages: ReadonlyMap<string, ReadonlySet<string>>;
  readonly meanings: Table<Meaning>;
  readonly certain: Table<Meaning>;
  readonly unsaid: Table<readonly Fact[]>;
  readonly asides: Table<Subject>;
  readonly asidesAtSteps: Table<Subject>;
  readonly answers: ReadonlyMap<Fact, Table<boolean>>;
  readonly protocols: Table<AboutProtocols>;
  readonly weighing: Table<Preference>;
  readonly symptoms: Table<Symptom>;
  readonly elsewhere: Table<boolean>;
  readonly doubts: Table<Fact>;
  readonly needs: ReadonlyMap<string, Table<string>>;
  readonly lists: ReadonlyMap<ListName, Table<string>>;
};

/** Reads the patterns of one language. `known` are the names of what can be said. Throws `DialogError` with file and line. */
export function loadPatterns(file: YamlFile, known: ReadonlySet<string>): Patterns {
  const content = parsed(file, schema);
  const terms = openTerms();
  const concepts = readConcepts(content.concepts, terms, file);
  const compile = openCompiler(terms, concepts);

  const read = (path: readonly string[], sources: readonly string[] = []): Pattern[] =>
    mapAll(sources.entries(), ([at, source]) => {
      try {
        return compile(source);
      } catch (error) {
        throw file.wrong([...path, String(at)], `"${source}": ${reasonOf(error)}. Correct the pattern.`);
      }
    });
  const labelled = <const Label>(
    path: readonly string[],
    sources: readonly string[] | undefined,
    label: Label,
  ): Labelled<Label>[] => read(path, sources).map((pattern) => ({ pattern, label }));
  const polar = <Label>(
    path: readonly string[],
    sources: Polar | undefined,
    labelOf: (is: boolean) => Label,
  ): Labelled<Label>[] => [
    ...labelled([...path, 'yes'], sources?.yes, labelOf(true)),
    ...labelled([...path, 'no'], sources?.no, labelOf(false)),
  ];
  /** A section that has a list for each of its labels. */
  const section = <Label extends string>(
    path: readonly string[],
    sources: Readonly<Partial<Record<Label, readonly string[]>>>,
    labels: readonly Label[],
  ): Labelled<Label>[] => labels.flatMap((label) => labelled([...path, label], sources[label], label));
  const events = <Label extends string>(
    found: readonly Labelled<Label>[],
    eventOf: (label: Label) => DialogEvent,
  ): Labelled<Meaning>[] =>
    found.map(({ pattern, label }) => ({ pattern, label: { kind: 'event', event: eventOf(label) } }));
  const factsIn = (path: readonly string[], sources: Partial<Record<Fact, Polar>>) =>
    FACTS.flatMap((fact) =>
      polar<Meaning>([...path, fact], sources[fact], (is) => ({ kind: 'fact', fact, is })),
    );
  const troublesIn = (path: readonly string[], sources: Partial<Record<Trouble, string[]>>) =>
    events(section(path, sources, TROUBLES), (trouble) => ({ type: 'trouble', trouble }));

  const { certain, littleWords } = content;
  const split = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
  const marked = new Set<string>();
  const mark = (name: string): number => {
    marked.add(name);
    const symbol = concepts.get(name);
    if (symbol === undefined)
      throw file.wrong(['concepts'], `the concept "${name}" is missing. Put it back.`);
    return symbol;
  };
  /** … of a concept that the file names at `path`. */
  const markAt = (path: readonly string[], name: string): number => {
    if (concepts.has(name)) return mark(name);
    const remedy = didYouMean(name, concepts.keys()) || ' Correct its name.';
    throw file.wrong(path, `there is no concept "${name}".${remedy}`);
  };
  const patterns: Patterns = {
    terms: terms.terms,
    meanings: tableOf([
      ...factsIn(['facts'], content.facts),
      ...troublesIn(['topics'], content.topics),
      ...events(section(['explain'], content.explain, LEARNT_SUBJECTS), (subject) => ({
        type: 'explain',
        subject,
      })),
      ...events(section(['commands'], content.commands, COMMANDS), (type) => ({ type })),
      ...events(section(['uses'], content.uses, PROTOCOLS), (protocol) => ({
        type: 'uses',
        protocol,
      })),
    ]),
    certain: tableOf([
      ...factsIn(['certain', 'facts'], certain.facts),
      ...troublesIn(['certain', 'troubles'], certain.troubles),
      ...events(section(['certain', 'commands'], certain.commands, SURE_COMMANDS), (type) => ({ type })),
    ]),
    unsaid: tableOf(
      content.unsaid.flatMap(({ facts, patterns }, at) =>
        labelled(['unsaid', String(at), 'patterns'], patterns, facts),
      ),
    ),
    asides: tableOf(section(['asides'], content.asides, SUBJECTS)),
    asidesAtSteps: tableOf(section(['atSteps'], content.atSteps, SUBJECTS)),
    answers: new Map(
      FACTS.map((fact) => [fact, tableOf(polar(['asked', fact], content.asked[fact], (is) => is))]),
    ),
    protocols: tableOf(section(['protocols'], content.protocols, ABOUT_PROTOCOLS)),
    weighing: tableOf(section(['weighing'], content.weighing, PREFERENCES)),
    symptoms: tableOf(section(['symptoms'], content.symptoms, SYMPTOMS)),
    elsewhere: tableOf(polar(['elsewhere'], content.elsewhere, (is) => is)),
    doubts: tableOf(section(['doubts'], content.doubts, DOUBTED)),
    needs: new Map(
      Object.entries(content.needs).map(([name, sources]) => [
        name,
        tableOf(labelled(['needs', name], sources, name)),
      ]),
    ),
    lists: new Map(LISTS.map((name) => [name, tableOf(labelled([name], content[name], name))] as const)),
    concepts: new Set(concepts.values()),
    device: mark('device'),
    kinds: new Map(
      mapAll(Object.entries(content.kinds), ([name, others]) => [
        markAt(['kinds', name], name),
        others.map((other, at) => {
          refuseSecondHand(other, ['kinds', name, String(at)], content.kinds, file);
          return mark(other);
        }),
      ]),
    ),
    // All kinds of device count as one class.
    classes: new Map(
      mapAll(content.classes.entries(), ([rank, name]) => [
        markAt(['classes', String(rank)], name),
        { rank, name: Object.hasOwn(content.kinds, name) ? 'device' : name },
      ]),
    ),
    littleWords,
    ordinals: new Map([
      ...content.ordinals.flatMap((names, at) => [...split(names)].map((name) => [name, at + 1] as const)),
      ...[...split(content.lastOne)].map((name) => [name, LAST] as const),
    ]),
    present: new Map(Object.entries(content.present)),
    ownWords: new Map(Object.entries(content.ownWords)),
    otherLanguages: new Map(
      Object.entries(content.otherLanguages).map(([language, text]) => [language, split(text)]),
    ),
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
  };
  refuseUnused(content, marked, file);
  mapAll(Object.keys(content.needs), (name) => refuseUnknown(file, ['needs', name], name, known));
  return patterns;
}

/** What a kind of device may be another word for is a kind that stands for itself alone, so that their order means nothing. */
function refuseSecondHand(
  name: string,
  path: readonly string[],
  kinds: Content['kinds'],
  file: YamlFile,
): void {
  const own = Object.keys(kinds).filter((kind) => kinds[kind]?.length === 0);
  if (own.includes(name)) return;
  const remedy = didYouMean(name, own) || ` Write one of ${own.join(', ')}.`;
  throw file.wrong(path, `"${name}" is no kind of device with [] behind it.${remedy}`);
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
