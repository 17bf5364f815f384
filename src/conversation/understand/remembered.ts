import { digest, memoise } from '../../memoise.ts';
import type { Understand } from './index.ts';
import type { Situation } from './situation.ts';

/** How many messages are remembered, each in its situation, and how long they may be. */
const MESSAGES = 4000;
const LONGEST = 120;

/** The same understanding, which need not think about what it has just been told: people mostly say "yes". */
export function remembered(understand: Understand): Understand {
  const known = memoise(
    MESSAGES,
    ({ text, situation }: { readonly text: string; readonly situation: Situation }) =>
      text.length > LONGEST ? null : digest(`${text}\n${JSON.stringify(situation)}`),
    ({ text, situation }) => understand(text, situation),
  );
  return (text, situation) => known({ text, situation });
}
