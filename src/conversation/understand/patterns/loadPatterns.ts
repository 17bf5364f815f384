import { OTHERS, PREFERENCES, PROTOCOLS, type Preference } from '../../../../dialogs/advise.ts';
import { MAIL_PLACES, type MailPlace, SYMPTOMS, type Symptom } from '../../../../dialogs/guides.ts';
import { FACTS, type Fact } from '../../../../dialogs/scenarios.ts';
import {
  ASIDES,
  ASIDES_AT_STEPS,
  LEARNT_SUBJECTS,
  SUBJECTS,
  type Subject,
} from '../../../../dialogs/subjects.ts';
import { mapAll, parsed, type YamlFile } from '../../yaml.ts';
import { COMMANDS, refuseUnknown } from '../examples/examples.ts';
import type { Meaning } from '../examples/labels.ts';
import { openTerms, type Terms } from '../text/lexicon.ts';
import { clauseEndsAt, type Marks } from '../text/sentences.ts';
import { openMarks, readConcepts } from './concepts.ts';
import { type Kinds, readKinds } from './deviceKinds.ts';
import {
  ABOUT_PROTOCOLS,
  type AboutProtocols,
  type Content,
  LAST,
  LISTS,
  type ListName,
  type LittleWords,
  SURE_COMMANDS,
  schema,
} from './file.ts';
import { openCompiler } from './patterns.ts';
import { openSections } from './sections.ts';
import { type Table, tableOf } from './table.ts';

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
    readonly webmail: number;
    readonly pop: number;
    readonly imap: number;
    readonly switching: number;
    readonly settingUp: number;
  };
  /** The symbols of all concepts. */
  readonly concepts: ReadonlySet<number>;
  readonly device: number;
  readonly kinds: Kinds;
  /** What words of a concept count as beside their neighbours; the lowest rank comes first. */
  readonly classes: ReadonlyMap<number, { readonly rank: number; readonly name: string }>;
  readonly littleWords: LittleWords;
  readonly misspelt: readonly string[];
  readonly ordinals: ReadonlyMap<string, number>;
  readonly present: ReadonlyMap<string, string>;
  readonly ownWords: ReadonlyMap<string, string>;
  readonly dictated: ReadonlyMap<string, readonly string[]>;
  readonly leadIns: readonly string[];
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
  readonly worksElsewhere: Table<boolean>;
  readonly mailInWebmail: Table<boolean>;
  readonly mailPlaces: Table<MailPlace>;
  readonly doubts: Table<Fact>;
  readonly needs: ReadonlyMap<string, Table<string>>;
  readonly lists: ReadonlyMap<ListName, Table<string>>;
};

/** What is to be heard by turns of phrase, and has none, could never be said. */
function refuseUnheard(file: YamlFile, content: Content): void {
  mapAll([['asides', ASIDES] as const, ['atSteps', ASIDES_AT_STEPS] as const], ([section, names]) => {
    const unheard = names.find((name) => !content[section][name]?.length);
    if (unheard !== undefined)
      throw file.wrong(
        [section],
        `"${unheard}" of dialogs/subjects.ts has no pattern, so that nobody gets its answer. Write what people say under "${section}.${unheard}".`,
      );
  });
}

/** Reads the patterns of one language. `known` are the names of what can be said. Throws `DialogError` with file and line. */
export function loadPatterns(file: YamlFile, known: ReadonlySet<string>): Patterns {
  const content = parsed(file, schema);
  refuseUnheard(file, content);
  const terms = openTerms();
  const concepts = readConcepts(content.concepts, terms, file);
  const compile = openCompiler(terms, concepts);
  const { labelled, polar, perLabel, events, facts, troubles } = openSections(file, compile);
  const { mark, markAt, isMarked } = openMarks(concepts, file);
  const { certain, littleWords } = content;
  const split = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
  const patterns: Patterns = {
    meanings: tableOf([
      ...facts(['facts'], content.facts),
      ...troubles(['topics'], content.topics),
      ...events(['explain'], content.explain, LEARNT_SUBJECTS, (subject) => ({ type: 'explain', subject })),
      ...events(['commands'], content.commands, COMMANDS, (type) => ({ type })),
      ...events(['uses'], content.uses, PROTOCOLS, (protocol) => ({ type: 'uses', protocol })),
    ]),
    certain: tableOf([
      ...facts(['certain', 'facts'], certain.facts),
      ...troubles(['certain', 'troubles'], certain.troubles),
      ...events(['certain', 'commands'], certain.commands, SURE_COMMANDS, (type) => ({ type })),
    ]),
    unsaid: tableOf(
      content.unsaid.flatMap(({ facts, patterns }, at) =>
        labelled(['unsaid', String(at), 'patterns'], patterns, facts),
      ),
    ),
    asides: tableOf(perLabel(['asides'], content.asides, SUBJECTS)),
    asidesAtSteps: tableOf(perLabel(['atSteps'], content.atSteps, SUBJECTS)),
    answers: new Map(
      FACTS.map((fact) => [fact, tableOf(polar(['asked', fact], content.asked[fact], (is) => is))]),
    ),
    protocols: tableOf(perLabel(['protocols'], content.protocols, ABOUT_PROTOCOLS)),
    weighing: tableOf(perLabel(['weighing'], content.weighing, PREFERENCES)),
    symptoms: tableOf(perLabel(['symptoms'], content.symptoms, SYMPTOMS)),
    elsewhere: tableOf(polar(['elsewhere'], content.elsewhere, (is) => is)),
    worksElsewhere: tableOf(polar(['worksElsewhere'], content.worksElsewhere, (is) => is)),
    mailInWebmail: tableOf(polar(['mailInWebmail'], content.mailInWebmail, (is) => is)),
    mailPlaces: tableOf(perLabel(['mailPlaces'], content.mailPlaces, MAIL_PLACES)),
    doubts: tableOf(perLabel(['doubts'], content.doubts, OTHERS)),
    needs: new Map(
      Object.entries(content.needs).map(([name, sources]) => [
        name,
        tableOf(labelled(['needs', name], sources, name)),
      ]),
    ),
    lists: new Map(LISTS.map((name) => [name, tableOf(labelled([name], content[name], name))] as const)),
    // What denies behind is found by its place, and teaches nothing by itself.
    concepts: new Set(concepts.values().filter((symbol) => symbol !== concepts.get('notBehind'))),
    device: mark('device'),
    kinds: readKinds(content.kinds, markAt, file),
    // All kinds of device count as one class.
    classes: new Map(
      mapAll(content.classes.entries(), ([rank, name]) => [
        markAt(['classes', String(rank)], name),
        { rank, name: Object.hasOwn(content.kinds, name) ? 'device' : name },
      ]),
    ),
    littleWords,
    misspelt: [...split(content.misspelt)],
    ordinals: new Map([
      ...content.ordinals.flatMap((names, at) => [...split(names)].map((name) => [name, at + 1] as const)),
      ...[...split(content.lastOne)].map((name) => [name, LAST] as const),
    ]),
    present: new Map(Object.entries(content.present)),
    ownWords: new Map(Object.entries(content.ownWords)),
    dictated: new Map(Object.entries(content.dictated)),
    leadIns: content.leadIns,
    otherLanguages: new Map(
      Object.entries(content.otherLanguages).map(([language, text]) => [language, split(text)]),
    ),
    marks: {
      not: mark('not'),
      notNegation: mark('notNegation'),
      notBehind: mark('notBehind'),
      past: mark('past'),
      now: mark('now'),
      clauseEnd: clauseEndsAt([...littleWords.clauses]),
      behindDenied: littleWords.behindDenied,
      questions: littleWords.questions,
      conjunctions: littleWords.conjunctions,
      correction: mark('correction'),
      owner: mark('someone'),
      replaced: mark('replaced'),
      asking: mark('asking'),
      bareAnswer: mark('bareAnswer'),
      noDevice: mark('notPhone'),
      webmail: mark('webmail'),
      pop: mark('pop'),
      imap: mark('imap'),
      switching: mark('switch'),
      settingUp: mark('setup'),
    },
    // When all that speaks of terms has been read.
    terms: terms.collected(),
  };
  refuseUnused(content, isMarked, file);
  mapAll(Object.keys(content.needs), (name) => refuseUnknown(file, ['needs', name], name, known));
  return patterns;
}

/** A concept that no pattern uses is mostly one whose name was misspelt. */
function refuseUnused(content: Content, isMarked: (name: string) => boolean, file: YamlFile): void {
  const text = JSON.stringify(content);
  mapAll(Object.keys(content.concepts), (name) => {
    if (isMarked(name) || text.includes(`<${name}>`)) return;
    throw file.wrong(
      ['concepts', name],
      `the concept <${name}> is used by no pattern. Use it, or remove it.`,
    );
  });
}
