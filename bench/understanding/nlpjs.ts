import { containerBootstrap } from '@nlpjs/core';
import { LangEn } from '@nlpjs/lang-en';
import { NluNeural } from '@nlpjs/nlu';
import { type Contender, NOTHING } from './engines.ts';

/** Score from which an intent is believed; tried at 0.05, 0.1, 0.2, 0.3, 0.4 and 0.6. */
const SURE = 0.3;

/** nlp.js: its English stemmer and its neural classifier, sentence by sentence. */
export const nlpjs: Contender = {
  name: '@nlpjs/nlu (neural)',
  packages: ['@nlpjs/core', '@nlpjs/lang-en', '@nlpjs/nlu', '@nlpjs/neural', '@nlpjs/lang-en-min'],
  async open(lessons) {
    const container = await containerBootstrap();
    container.use(LangEn);
    const nlu = new NluNeural({ locale: 'en', container, log: false });
    // One label each: with several for the same sentence the network does not settle at all.
    const single = new Map(lessons.map((lesson) => [lesson.text, lesson])).values();
    await nlu.train(Array.from(single, ({ text, label }) => ({ utterance: text, intent: label })));
    return async (text) => {
      const labels: string[] = [];
      for (const sentence of text.split(/[.!?]+\s/)) {
        const { classifications } = await nlu.process(sentence);
        const [best] = classifications;
        if (best && best.intent !== NOTHING && best.intent !== 'None' && best.score >= SURE) {
          labels.push(best.intent);
        }
      }
      return labels;
    };
  },
};
