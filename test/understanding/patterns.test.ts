import { expect, test } from 'vitest';
import { openFinder } from '../../src/conversation/understand/patterns/finder.ts';
import { openCompiler } from '../../src/conversation/understand/patterns/patterns.ts';
import { tableOf } from '../../src/conversation/understand/patterns/table.ts';
import { openLexicon, openTerms } from '../../src/conversation/understand/text/lexicon.ts';
import { namesOf } from '../../src/conversation/understand/text/names.ts';
import { clauseEndsAt, sentences } from '../../src/conversation/understand/text/sentences.ts';

const NO_MARKS = {
  not: -1,
  notNegation: -1,
  notBehind: -1,
  behindDenied: new Set<string>(),
  past: -1,
  now: -1,
  clauseEnd: clauseEndsAt(['but']),
  questions: new Set<string>(),
  conjunctions: new Set<string>(),
};

/** How many places a pattern looks at in a sentence. */
function placesLookedAt(pattern: string, text: string): number {
  const terms = openTerms();
  const compiled = openCompiler(terms, new Map())(pattern);
  const [sentence] = sentences(text, openLexicon(terms.collected(), namesOf([])), NO_MARKS);
  if (!sentence) throw new Error('There is no sentence.');
  let looked = 0;
  const symbols = new Map(
    Array.from(sentence.symbols, ([symbol, spans]) => [
      symbol,
      spans.map(({ start, end }) => ({
        get start() {
          looked++;
          return start;
        },
        end,
      })),
    ]),
  );
  expect(openFinder(tableOf([{ pattern: compiled, label: pattern }]))({ ...sentence, symbols })).toEqual([]);
  return looked;
}

test.each(['a ... a ... a ... a ... b', 'a a a a b', 'a ... c ... a ... c ... a ... b'])(
  'a message made of the words of "%s" is looked through in proportion to its length',
  (pattern) => {
    // The last word stands in front, so that it is there and the pattern never fits.
    const text = (length: number) => `b ${'a c '.repeat(length)}`;
    const [short, long] = [placesLookedAt(pattern, text(100)), placesLookedAt(pattern, text(200))];
    expect(short).toBeGreaterThan(100);
    expect(long / short).toBeLessThan(2.5);
    // Each element at each word once, and there no further than its reach, after a search among the words.
    const [elements, words] = [pattern.replaceAll(' ...', '').split(' ').length, 401];
    expect(long).toBeLessThan(elements * words * 20);
  },
);
