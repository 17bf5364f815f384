import type { Listening } from './listening.ts';
import { isNegated, type Sentence } from './sentences.ts';

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
