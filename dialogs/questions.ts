import { advise, type Verdict } from './advise.ts';
import { FACTS, type Fact, type Knowledge } from './scenarios.ts';

/** Somebody with all six facts settled, and how many such people there are against others. */
export type Weight = (person: Readonly<Record<Fact, boolean>>) => number;

/** How many questions a strategy asks, over all people by their weight. */
export type Cost = { readonly mean: number; readonly worst: number };

type Plan = {
  readonly ask: Fact | null;
  readonly total: number;
  readonly worst: number;
  readonly weight: number;
  readonly outcome: string | null;
};

/**
 * The optimal order of questions for the rule, found exactly: for each of the 3⁶ states of knowledge (4⁶ with
 * "not sure") the question with the least expected number of further questions, by dynamic programming.
 * Ties go to the smaller worst case, then to the order of `FACTS`.
 *
 * "Not sure" takes a fact out of play: it is not asked again, and the rule judges it as unknown.
 */
export function planQuestions(weigh: Weight = () => 1) {
  const plans = new Map<string, Plan>();

  function planFor(known: Knowledge): Plan {
    const key = keyOf(known);
    const stored = plans.get(key);
    if (stored) return stored;
    const plan = computePlan(known);
    plans.set(key, plan);
    return plan;
  }

  function computePlan(known: Knowledge): Plan {
    const open = FACTS.filter((fact) => known[fact] === undefined);
    const [first] = open;
    if (first === undefined) {
      return {
        ask: null,
        total: 0,
        worst: 0,
        weight: weigh(personFrom(known)),
        outcome: outcomeOf(advise(known)),
      };
    }

    let best: Plan | undefined;
    for (const fact of open) {
      const yes = planFor({ ...known, [fact]: true });
      const no = planFor({ ...known, [fact]: false });
      const weight = yes.weight + no.weight;
      if (yes.outcome !== null && yes.outcome === no.outcome) {
        return { ask: null, total: 0, worst: 0, weight, outcome: yes.outcome };
      }
      const total = weight + yes.total + no.total;
      const worst = 1 + Math.max(yes.worst, no.worst);
      if (!best || total < best.total || (total === best.total && worst < best.worst)) {
        best = { ask: fact, total, worst, weight, outcome: null };
      }
    }
    return best ?? unreachable();
  }

  return {
    /** The question to ask next, or null where no open answer could change the advice. */
    next: (known: Knowledge): Fact | null => planFor(known).ask,
    /** Mean and worst number of questions from `known` on. */
    cost(known: Knowledge): Cost {
      const { total, worst, weight } = planFor(known);
      return { mean: weight === 0 ? 0 : total / weight, worst };
    },
  };
}

/** Two people with the same outcome need no further question to be told apart. */
function outcomeOf(verdict: Verdict): string {
  return verdict.kind === 'advice' ? verdict.protocol : verdict.kind;
}

function personFrom(known: Knowledge): Record<Fact, boolean> {
  const is = (fact: Fact) => known[fact] === true;
  return {
    multipleDevices: is('multipleDevices'),
    limitedStorage: is('limitedStorage'),
    localOnly: is('localOnly'),
    sharedMailbox: is('sharedMailbox'),
    poorConnection: is('poorConnection'),
    offlineFolders: is('offlineFolders'),
  };
}

function keyOf(known: Knowledge): string {
  return FACTS.map((fact) => String(known[fact])).join();
}

function unreachable(): never {
  throw new Error('An open fact always gives a plan.');
}
