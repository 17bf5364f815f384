import nlp from 'compromise';
import { z } from 'zod';
import { type Contender, NOTHING } from './engines.ts';

/** Likeness (cosine) from which an example is believed to mean the same; tried from 0.2 to 0.6 in steps of 0.1. */
const SURE = 0.4;

const term = z.object({ root: z.string().nullish(), normal: z.string(), tags: z.array(z.string()) });
const clauses = z.array(z.object({ terms: z.array(term) }));

/** Clauses with the roots of their words. */
function clausesOf(text: string): z.infer<typeof clauses> {
  return clauses.parse(nlp(text).compute('root').splitOn('(but|because|although|and|,)').json());
}

/** compromise for clauses, word roots and negation; the likest example by weighted cosine for the label. */
export const compromise: Contender = {
  name: 'compromise + nearest example',
  packages: ['compromise'],
  async open(lessons) {
    const rootsOf = (text: string): string[][] =>
      clausesOf(text).map((clause) => {
        let negated = false;
        return clause.terms.map(({ root, normal, tags }) => {
          negated ||= tags.includes('Negative');
          return (negated ? '!' : '') + (root ?? normal);
        });
      });
    const learnt = lessons.map(({ text, label }) => ({ label, terms: new Set(rootsOf(text).flat()) }));
    const seen = new Map<string, number>();
    for (const { terms } of learnt) for (const term of terms) seen.set(term, (seen.get(term) ?? 0) + 1);
    const weight = (term: string) => Math.log(1 + learnt.length / (1 + (seen.get(term) ?? 0)));
    const length = (terms: Iterable<string>) =>
      Math.sqrt([...terms].reduce((sum, term) => sum + weight(term) ** 2, 0));
    const lengths = learnt.map(({ terms }) => length(terms));
    return (text) =>
      rootsOf(text).flatMap((clause) => {
        const terms = new Set(clause);
        const own = length(terms);
        let best = { label: NOTHING, score: 0 };
        learnt.forEach(({ label, terms: others }, at) => {
          let shared = 0;
          for (const term of terms) if (others.has(term)) shared += weight(term) ** 2;
          const score = shared / (own * (lengths[at] ?? 1));
          if (score > best.score) best = { label, score };
        });
        return best.label !== NOTHING && best.score >= SURE ? [best.label] : [];
      });
  },
};
