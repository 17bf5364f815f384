import type { Marks, Sentence } from './sentences.ts';

/** What is denied has so few words, and so few stand behind the negation: "the old webmail I don't use for that". */
const FEW = 3;
/** A bare "no" has no more than these before it: "the phone no". */
const BARE = 2;

/** Words from `start` to before `negation` that are denied from there to before `end`. */
export type DeniedBehind = { readonly start: number; readonly negation: number; readonly end: number };

/** What a negation behind it denies: "webmail I don't use", "phone no", "tablet: no". */
export function deniedBehind(
  { words, at, clause }: Pick<Sentence, 'words' | 'at' | 'clause'>,
  { notBehind, behindDenied }: Marks,
): readonly DeniedBehind[] {
  const denied: DeniedBehind[] = [];
  const from = (word: number) => clause.indexOf(clause[word] ?? -1);
  at.forEach((here, negation) => {
    for (const { symbol: own, length } of here) {
      if (own !== notBehind) continue;
      const end = clause.lastIndexOf(clause[negation] ?? -1) + 1;
      const behind = end - (negation + length);
      // A bare "no" says what follows, where something does.
      if (behind > (length === 1 ? 0 : FEW)) continue;
      if (length === 1 && negation - from(negation) > BARE) continue;
      if (behind > 0 && !behindDenied.has(words[negation + length] ?? '')) continue;
      const isAlone = from(negation) === negation;
      if (isAlone && (behind > 0 || negation === 0 || negation - from(negation - 1) > FEW)) continue;
      const start = isAlone ? from(negation - 1) : Math.max(from(negation), negation - FEW);
      denied.push({ start, negation, end });
    }
  });
  return denied;
}
