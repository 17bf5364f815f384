import type { Occurrence } from './lexicon.ts';

/** What is denied has so few words, and so few stand behind the negation: "the old webmail I don't use for that". */
const FEW = 3;
/** A bare "no" has no more than these before it: "the phone no". */
const BARE = 2;

/** Words from `start` to before `negation` that are denied from there to before `end`. */
export type DeniedBehind = { readonly start: number; readonly negation: number; readonly end: number };

/**
 * What a negation behind it denies: "webmail I don't use", "phone no", "tablet: no". `clause` is the number of the clause that
 * each word is in, `symbol` stands for what denies so.
 */
export function deniedBehind(
  at: readonly (readonly Occurrence[])[],
  clause: readonly number[],
  symbol: number,
): readonly DeniedBehind[] {
  const denied: DeniedBehind[] = [];
  const from = (word: number) => clause.indexOf(clause[word] ?? -1);
  at.forEach((here, negation) => {
    for (const { symbol: own, length } of here) {
      if (own !== symbol) continue;
      const end = clause.lastIndexOf(clause[negation] ?? -1) + 1;
      const behind = end - (negation + length);
      // A bare "no" says what follows, where something does.
      if (behind > (length === 1 ? 0 : FEW)) continue;
      if (length === 1 && negation - from(negation) > BARE) continue;
      const isAlone = from(negation) === negation;
      if (isAlone && (behind > 0 || negation === 0 || negation - from(negation - 1) > FEW)) continue;
      const start = isAlone ? from(negation - 1) : Math.max(from(negation), negation - FEW);
      denied.push({ start, negation, end });
    }
  });
  return denied;
}
