import { didYouMean } from '../../../nearest.ts';
import type { YamlFile } from '../../yaml.ts';
import type { openTerms } from '../text/lexicon.ts';

/** A concept, a word or words side by side, or the beginning of one word, with two letters at least. */
const TERM = /^(?:<.+>|[\p{L}\p{N}_'-]+|[\p{L}\p{N}'-]{2,}\*)$/u;

/** Gives each concept a symbol, and that symbol to each of its words; a concept that is used in another lends it its words. */
export function readConcepts(
  sources: Readonly<Record<string, string>>,
  terms: ReturnType<typeof openTerms>,
  file: YamlFile,
): ReadonlyMap<string, number> {
  const symbols = new Map(Object.keys(sources).map((name) => [name, terms.symbol(`<${name}>`)]));
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
    for (const term of new Set(termsOf(name, []))) terms.add(term, symbol);
  }
  return symbols;
}

/** Gives the symbols of concepts that have a meaning of their own besides patterns. Throws `DialogError` where one is missing. */
export function openMarks(concepts: ReadonlyMap<string, number>, file: YamlFile) {
  const marked = new Set<string>();
  const mark = (name: string): number => {
    marked.add(name);
    const symbol = concepts.get(name);
    if (symbol === undefined)
      throw file.wrong(['concepts'], `the concept "${name}" is missing. Put it back.`);
    return symbol;
  };
  return {
    mark,
    /** The symbol of a concept that the file names at `path`. */
    markAt(path: readonly string[], name: string): number {
      if (concepts.has(name)) return mark(name);
      const remedy = didYouMean(name, concepts.keys()) || ' Correct its name.';
      throw file.wrong(path, `there is no concept "${name}".${remedy}`);
    },
    isMarked: (name: string) => marked.has(name),
  };
}
