import model from 'wink-eng-lite-web-model';
import Classifier from 'wink-naive-bayes-text-classifier';
import winkNLP, { type ItemToken } from 'wink-nlp';
import { type Contender, NOTHING } from './engines.ts';

/** Odds (log to the base 2) from which a label is believed; tried from -4 to 8 in steps of 2. */
const SURE = -2;

/** wink-nlp for sentences, stems and negation; its naive Bayes classifier for the labels. */
export const wink: Contender = {
  name: 'wink-nlp + naive Bayes',
  packages: ['wink-nlp', 'wink-eng-lite-web-model', 'wink-naive-bayes-text-classifier'],
  async open(lessons) {
    const nlp = winkNLP(model, ['sbd', 'negation']);
    const { its } = nlp;
    const tokensOf = (text: string): string[] => {
      const tokens: string[] = [];
      nlp
        .readDoc(text)
        .tokens()
        .each((token: ItemToken) => {
          if (token.out(its.type) !== 'word') return;
          tokens.push((token.out(its.negationFlag) ? '!' : '') + String(token.out(its.normal)));
        });
      return tokens;
    };
    const classifier = Classifier();
    classifier.definePrepTasks([tokensOf]);
    classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const { text, label } of lessons) classifier.learn(text, label);
    classifier.consolidate();
    return (text) =>
      nlp
        .readDoc(text)
        .sentences()
        .out()
        .flatMap((sentence: string) => {
          const [best] = classifier.computeOdds(sentence);
          return best && best[0] !== NOTHING && best[1] >= SURE ? [best[0]] : [];
        });
  },
};
