import { FACTS, type Fact, type Knowledge, type Scenario, scenarioOf } from './scenarios.ts';

/** The two ways for a mail program to get at mail. */
export const PROTOCOLS = ['IMAP', 'POP'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What matters more to a person whose wishes pull apart: room on the device, or what speaks for POP, if they can tell. */
export const PREFERENCES = ['storage', 'pop', 'unsure'] as const;
export type Preference = (typeof PREFERENCES)[number];

export type Advice = {
  readonly kind: 'advice';
  readonly protocol: Protocol;
  /** The true facts that the advice rests on, strongest first; empty for the general recommendation. */
  readonly because: readonly Fact[];
  /** Wishes for POP that the advice cannot meet. */
  readonly overridden: readonly Fact[];
  /** True where a fact that the rule needs stays unknown and IMAP is the choice that loses no mail. */
  readonly cautious: boolean;
  readonly scenario: Scenario | null;
};

export type Verdict =
  | Advice
  | { readonly kind: 'ask'; readonly fact: Fact }
  | { readonly kind: 'conflict'; readonly wishes: readonly Fact[] };

/** From whom POP takes mail: other devices and other readers. */
export const OTHERS = ['multipleDevices', 'sharedMailbox'] as const satisfies Fact[];

/** What only IMAP can do: it is asked about before POP is advised, where it may have been told. */
export const NEEDS_IMAP = [...OTHERS, 'offlineFolders'] as const satisfies Fact[];

/** What POP does better, as long as nothing needs IMAP. */
export const SPEAKS_FOR_POP = ['localOnly', 'poorConnection'] as const satisfies Fact[];

/**
 * The rule: what is known of a person → the advice, the fact that has to be asked before it, or two wishes
 * that pull apart. A fact that is not known counts as not so, but where mail could be lost by it.
 * Numbers in comments are those of the rules in docs/advice.md.
 */
export function advise(known: Knowledge, preference: Preference | null = null): Verdict {
  const isTrue = (fact: Fact) => known[fact] === true;
  const needs = NEEDS_IMAP.filter(isTrue);
  const wishes = SPEAKS_FOR_POP.filter(isTrue);

  // 1 and 5: POP cannot do it, so a wish for POP has to give way.
  if (needs.length > 0) return advice('IMAP', needs, known, wishes);

  // 2: POP takes mail off the server, so a second reader must be ruled out first.
  if (isTrue('localOnly')) {
    if (known.multipleDevices === undefined) return { kind: 'ask', fact: 'multipleDevices' };
    if (known.multipleDevices === 'unsure') {
      const because = isTrue('limitedStorage') ? ['limitedStorage' as const] : [];
      return { ...advice('IMAP', because, known, wishes), cautious: true };
    }
  }

  // 4: little room speaks for IMAP; with a wish for POP only the person can weigh the two.
  if (isTrue('limitedStorage')) {
    if (wishes.length === 0 || preference === 'storage' || preference === 'unsure') {
      return advice('IMAP', ['limitedStorage'], known, wishes);
    }
    if (preference === null) return { kind: 'conflict', wishes };
  }

  // 2 and 3.
  if (wishes.length > 0) return advice('POP', wishes, known, []);

  // 6: nothing speaks for POP.
  return advice('IMAP', [], known, []);
}

function advice(
  protocol: Protocol,
  because: readonly Fact[],
  known: Knowledge,
  overridden: readonly Fact[],
): Advice {
  const [strongest] = because;
  const ownMachineOverridden = known.localOnly === true && known.multipleDevices === true;
  // The situation "my own machine" covers its exception itself: read on several devices, it gets IMAP.
  const scenario = ownMachineOverridden ? 'local-only' : strongest ? scenarioOf(strongest) : null;
  return { kind: 'advice', protocol, because, overridden, cautious: false, scenario };
}

/** The advice that the facts lead to; null where more has to be known, or weighed. */
export function adviceFor(known: Knowledge, preference: Preference | null): Advice | null {
  const verdict = advise(known, preference);
  return verdict.kind === 'advice' ? verdict : null;
}

/** The facts that are known for certain, without "unsure". */
export function certain(known: Knowledge): { [F in Fact]?: boolean } {
  const facts: { [F in Fact]?: boolean } = {};
  for (const fact of FACTS) {
    const answer = known[fact];
    if (typeof answer === 'boolean') facts[fact] = answer;
  }
  return facts;
}
