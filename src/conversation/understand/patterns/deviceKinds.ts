import { didYouMean } from '../../../nearest.ts';
import { mapAll, type YamlFile } from '../../yaml.ts';
import { isNegated, type Sentence } from '../text/sentences.ts';
import type { openMarks } from './concepts.ts';
import type { Listening } from './listening.ts';

/** The concepts of which two different ones mean several devices, each with those that it may be another word for. */
export type Kinds = ReadonlyMap<number, readonly number[]>;

/** The different kinds of device that a sentence speaks of as the person's own and in use. */
export function kindsIn(sentence: Sentence, { kinds, marks }: Listening): ReadonlySet<number> {
  const found = new Set<number>();
  sentence.at.forEach((here, at) => {
    for (const { symbol: kind } of here) {
      if (!kinds.has(kind)) continue;
      const before = [...(sentence.at[at - 1] ?? []), ...(sentence.at[at - 2] ?? [])];
      if (before.some(({ symbol }) => symbol === marks.owner || symbol === marks.replaced)) continue;
      if (here.some(({ symbol }) => symbol === marks.noDevice)) continue;
      if (sentence.over[at] || isNegated(sentence, at, at + 1, marks, new Set([at]))) continue;
      found.add(kind);
    }
  });
  if (found.size < 2) return found;
  for (const [kind, others] of kinds) if (others.some((other) => found.has(other))) found.delete(kind);
  return found;
}

/** Whether a kind of device is a computer: one for which there is a word that takes in others. */
export function isComputer(kind: number, { kinds }: Listening): boolean {
  return [...kinds].some(([word, others]) => others.length > 0 && (word === kind || others.includes(kind)));
}

/** Reads the kinds of device. Throws `DialogError` where a name is none. */
export function readKinds(
  sources: Readonly<Record<string, readonly string[]>>,
  markAt: ReturnType<typeof openMarks>['markAt'],
  file: YamlFile,
): Kinds {
  // What a kind may be another word for is one that stands for itself alone, so that their order means nothing.
  const own = Object.keys(sources).filter((name) => sources[name]?.length === 0);
  return new Map(
    mapAll(Object.entries(sources), ([name, others]) => [
      markAt(['kinds', name], name),
      mapAll(others.entries(), ([at, other]) => {
        const path = ['kinds', name, String(at)];
        if (own.includes(other)) return markAt(path, other);
        const remedy = didYouMean(other, own) || ` Write one of ${own.join(', ')}.`;
        throw file.wrong(path, `"${other}" is no kind of device with [] behind it.${remedy}`);
      }),
    ]),
  );
}
