import { LANGUAGE } from '../../dialogs/language.ts';
import { didYouMean } from '../nearest.ts';

/** What fills gaps, by their names; null where the mail host has no such thing. */
export type Gaps = ReadonlyMap<string, string | null>;

const GAP = /\{([^{}]*)\}/g;
/** A passage that is left out where a gap in it cannot be filled, what is said instead, and the space before both. */
const PASSAGE = /(?<space> ?)\[\[(?<said>(?:(?!\[\[|\]\]|\|).)*)(?:\|(?<instead>(?:(?!\[\[|\]\]).)*))?\]\]/gs;

/**
 * A sentence with its gaps filled by what `gaps` has under their names, but for those `left` open. Of `[[a passage|another]]` it has
 * the first if the mail host has all that the gaps there stand for, else the other one, or nothing. Throws where nothing
 * fills a gap.
 */
export function fillGaps(sentence: string, gaps: Gaps, left: readonly string[] = []): string {
  const said = withPassages(sentence, gaps);
  const [loose] = /[{}].{0,20}/.exec(said.replaceAll(GAP, '')) ?? [];
  if (loose !== undefined)
    throw new Error(`a gap is not whole at "${loose}": write { before its name and } behind it.`);
  return said.replace(GAP, (gap, name: string) => {
    if (left.includes(name)) return gap;
    const value = gaps.get(name);
    if (value === null) throw new Error(`nothing fills the gap ${gap}: ${lacking(name)}`);
    if (value !== undefined) return value;
    const known = [...left, ...gaps.keys()];
    throw new Error(`nothing fills the gap ${gap}.${didYouMean(name, known) || SOURCES}`);
  });
}

function withPassages(sentence: string, gaps: Gaps): string {
  const [loose] = /(?:\[\[|\]\]).{0,20}/s.exec(sentence.replaceAll(PASSAGE, '')) ?? [];
  if (loose !== undefined)
    throw new Error(
      `a passage is not whole at "${loose}": write [[ before it and ]] behind it, and no other one within it.`,
    );
  return sentence
    .replace(PASSAGE, (passage, space: string, said: string, instead = '') => {
      const names = [...said.matchAll(GAP)].map(([, name = '']) => name);
      if (names.length === 0)
        throw new Error(
          `"${passage.trim()}" has no gap${instead && ' before its |'} and would always be said: remove [[ and ]], or write the gap that it is about.`,
        );
      const kept = names.some((name) => gaps.get(name) === null) ? instead : said;
      return kept && space + kept;
    })
    .trim();
}

const lacking = (name: string) =>
  `dialogs/provider.yaml has no "${name}". Write it there, or put what speaks of it between [[ and ]], which is then left out;` +
  ` what is said instead goes behind a |, as in "[[call {support.phone}|write to {support.email}]]".`;

const SOURCES =
  ` Gaps are filled from dialogs/provider.yaml ({imap.host}), dialogs/pictures/${LANGUAGE}.yaml ({picture.outlookLeaveCopy}), the files` +
  ' that set up a mail program ({file.profileIMAP}) and how long talks are kept ({keeping.days}).';

/** Nested maps as one map with dotted keys; lists stay values. */
export function flatten(content: unknown, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  if (typeof content !== 'object' || content === null) return flat;
  for (const [key, value] of Object.entries(content)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, deep] of flatten(value, path)) flat.set(inner, deep);
    } else {
      flat.set(path, value);
    }
  }
  return flat;
}
