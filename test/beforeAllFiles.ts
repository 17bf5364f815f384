import { learnAhead } from '../src/conversation/learn.ts';

/** What the tests do first: what is learnt then is found by each of their files. */
export function setup(): void {
  learnAhead();
}
