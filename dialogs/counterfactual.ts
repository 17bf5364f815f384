import { type Advice, advise, type Preference, type Protocol } from './advise.ts';
import { FACTS, type Fact, type Knowledge } from './scenarios.ts';

export type Change = { readonly fact: Fact; readonly to: boolean };

/** What would turn the advice: the smallest sets of facts that, told otherwise, lead to the other protocol. */
export type Counterfactual = { readonly protocol: Protocol; readonly ways: readonly (readonly Change[])[] };

/**
 * Tries all 2⁶ people against the rule and keeps those nearest to this one who would be advised otherwise.
 * A fact that is not known counts as not so, but for the one that cautious advice leaves open.
 */
export function whatWouldTurn(
  advice: Advice,
  known: Knowledge,
  preference: Preference | null,
): Counterfactual {
  const protocol = advice.protocol === 'IMAP' ? 'POP' : 'IMAP';
  let fewest = FACTS.length + 1;
  let ways: Change[][] = [];
  for (let person = 0; person < 2 ** FACTS.length; person++) {
    const changes: Change[] = [];
    const told: { [F in Fact]?: boolean } = {};
    FACTS.forEach((fact, bit) => {
      const to = (person & (1 << bit)) !== 0;
      told[fact] = to;
      const isOpen = advice.cautious && fact === 'multipleDevices';
      if (isOpen || to !== (known[fact] === true)) changes.push({ fact, to });
    });
    if (changes.length === 0 || changes.length > fewest) continue;
    // Little storage room that comes in addition speaks for IMAP only if it matters more than a wish for POP; its wording says so.
    const isAdded = protocol === 'IMAP' && known.limitedStorage !== true;
    const verdict = advise(told, isAdded ? 'storage' : preference);
    if (verdict.kind !== 'advice' || verdict.protocol !== protocol) continue;
    if (changes.length < fewest) ways = [];
    fewest = changes.length;
    ways.push(changes);
  }
  return { protocol, ways };
}
