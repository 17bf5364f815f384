import type { Program } from '../../dialogs/guides.ts';
import { WORD_KEYS, type WordKey } from '../../dialogs/wording.ts';
import { didYouMean } from '../nearest.ts';
import { reasonOf } from '../reason.ts';
import { fillGaps, flatten, type Gaps } from './gaps.ts';
import { faultAsWritten, faultInSentence } from './sentence.ts';
import type { Words } from './words.ts';
import { mapAll, type YamlFile } from './yaml.ts';

/** Gaps that the conversation itself fills; all others are filled when the sentences are loaded. */
const LISTS: { readonly [K in WordKey]?: readonly string[] } = {
  heard: ['facts'],
  corrected: ['facts'],
  'interview.toldAgain': ['facts'],
  'suppose.fact': ['facts'],
  'suppose.topic': ['topic'],
  'contradiction.before': ['before', 'facts'],
  'contradiction.both': ['yes', 'no'],
  'resume.text': ['facts'],
  'data.known': ['facts'],
  'person.facts': ['facts'],
  'person.program': ['program'],
  'uses.program': ['program'],
  'guide.secondWaits': ['program'],
  'guide.twoThings': ['first', 'second'],
  'guide.nowAlso': ['topic'],
  'guide.foundNow': ['topic'],
  'guide.stillAlso': ['topic'],
  'person.tried': ['tried'],
  'person.about': ['topic'],
  'guide.steps': ['program', 'version'],
  'guide.oneStep': ['number', 'total'],
  'guide.instead': ['program'],
  'why.rests': ['facts'],
  'why.turn.IMAP': ['conditions'],
  'why.besides': ['facts'],
  'why.turn.POP': ['conditions'],
  'why.turnWith.POP': ['common', 'conditions'],
  'whatIf.still.IMAP': ['conditions'],
  'whatIf.still.POP': ['conditions'],
  'whatIf.other.IMAP': ['conditions'],
  'whatIf.other.POP': ['conditions'],
  'whatIf.because': ['facts'],
  'whatIf.ask': ['conditions'],
  'whatIf.conflict': ['conditions'],
};

/**
 * The sentences of one language, checked: every key there, none left over, every gap known.
 * `gaps` holds what fills them, by name: the mail host's values (`imap.host`), pictures, files and how long talks are kept;
 * `programs` the names of mail programs. Throws `DialogError` with file and line.
 */
export function loadWords(file: YamlFile, gaps: Gaps, programs: ReadonlyMap<Program, string>): Words {
  const found = flatten(file.content);
  const words = {} as { [K in WordKey]: readonly [string, ...string[]] };
  mapAll(new Set([...WORD_KEYS, ...found.keys()]), (key) => {
    if (!isSaid(key))
      throw file.wrong(
        key.split('.'),
        `"${key}" is never said.${didYouMean(key, WORD_KEYS) || ' Remove it, or correct its name.'}`,
      );
    words[key] = wordingsOf(file, key, found.get(key), gaps);
  });
  for (const [program, name] of programs) words[`program.${program}`] = [name];
  return words;
}

const SAID: ReadonlySet<string> = new Set(WORD_KEYS);
const isSaid = (key: string): key is (typeof WORD_KEYS)[number] => SAID.has(key);

function wordingsOf(
  file: YamlFile,
  key: WordKey,
  value: unknown,
  gaps: Gaps,
): readonly [string, ...string[]] {
  const wordings: unknown[] = Array.isArray(value) ? value : [value];
  const [first, ...others] = wordings.map((wording) => {
    if (typeof wording === 'number' || typeof wording === 'boolean')
      throw file.wrong(
        key.split('.'),
        `"${key}" is ${wording}, which is not taken for a text: put it in quotes.`,
      );
    if (Array.isArray(wording))
      throw file.wrong(
        key.split('.'),
        `"${key}" has a list within its list: write each sentence on its line after one "- ".`,
      );
    if (typeof wording === 'object' && wording !== null)
      throw file.wrong(key.split('.'), `"${key}" has a colon in it: put the sentence in quotes.`);
    if (typeof wording !== 'string' || wording.trim() === '')
      throw file.wrong(key.split('.'), `"${key}" has no sentence. ${remedyFor(key, file)}`);
    return fill(file, key, wording.trim(), gaps);
  });
  const twice = others.find((wording, at) => wording === first || others.indexOf(wording) < at);
  if (twice !== undefined)
    throw file.wrong(key.split('.'), `"${key}" has the same wording twice: "${twice}". Leave it there once.`);
  if (first === undefined) throw file.wrong(key.split('.'), `"${key}" has no sentence. Write one there.`);
  return [key.startsWith('list.') ? String(wordings[0]) : first, ...others];
}

/** What to do about a sentence that is missing. */
function remedyFor(key: WordKey, file: YamlFile): string {
  const name = key.slice(key.lastIndexOf('.') + 1);
  const line = file.lineWithin(name);
  if (line === null) return 'Write one there.';
  return `In line ${line}, "${name}:" is part of the sentence above, as it is indented further than the names beside it: indent it as they are.`;
}

function fill(file: YamlFile, key: WordKey, wording: string, gaps: Gaps): string {
  const lists = LISTS[key] ?? [];
  const written = faultAsWritten(wording);
  if (written !== null) throw file.wrong(key.split('.'), `"${key}": ${written}`);
  const missing = lists.find((list) => !wording.includes(`{${list}}`));
  if (missing !== undefined) {
    throw file.wrong(key.split('.'), `"${key}" needs the gap {${missing}} somewhere.`);
  }
  try {
    const filled = fillGaps(wording, gaps, lists);
    if (filled === '')
      throw new Error(
        'nothing of it can be said here: write behind a | within [[ and ]] what is said instead.',
      );
    const fault = faultInSentence(filled);
    if (fault) throw new Error(fault);
    return filled;
  } catch (error) {
    throw file.wrong(key.split('.'), `"${key}": ${reasonOf(error)}`);
  }
}
