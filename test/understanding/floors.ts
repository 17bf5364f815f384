import { FACTS } from '../../dialogs/scenarios.ts';
import { type Figures, f1, topicsF1 } from './measure.ts';

export type Floors = {
  readonly fact: number;
  readonly topics: number;
  readonly advice: number;
  /** The most wrong advice that may be given without asking, as a share of all utterances. */
  readonly wrongAdvice: number;
  readonly response: number;
};

/**
 * What the bot's understanding must reach: on the development set, after which it was made; on the held-out set,
 * whose errors were not looked at while it was made, and the one written last, a little less.
 */
export const FLOORS = {
  development: { fact: 0.92, topics: 0.92, advice: 0.95, wrongAdvice: 0.02, response: 0.85 },
  heldout: { fact: 0.84, topics: 0.9, advice: 0.9, wrongAdvice: 0.03, response: 0.85 },
  last: { fact: 0.8, topics: 0.85, advice: 0.88, wrongAdvice: 0.03, response: 0.85 },
} as const satisfies Record<string, Floors>;

/** What figures fall short in, as sentences. */
export function shortfalls(figures: Figures, floors: Floors): string[] {
  const found: string[] = [];
  const atLeast = (what: string, is: number, floor: number) => {
    if (is < floor) found.push(`${what} is ${is.toFixed(3)}, less than ${floor}`);
  };
  // A set that labels only the response has too few facts of each kind to score them one by one.
  if (figures.response === null) {
    for (const fact of FACTS) {
      const score = figures.perLabel.get(fact);
      if (score) atLeast(`F1 of ${fact}`, f1(score), floors.fact);
    }
    atLeast('macro-F1 of the topics', topicsF1(figures), floors.topics);
    atLeast('advice accuracy', figures.advice, floors.advice);
  } else {
    atLeast('the share of right responses', figures.response, floors.response);
  }
  if (figures.wrongAdvice > floors.wrongAdvice) {
    found.push(`wrong advice is ${figures.wrongAdvice.toFixed(3)}, more than ${floors.wrongAdvice}`);
  }
  return found;
}
