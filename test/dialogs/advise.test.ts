import { describe, expect, test } from 'vitest';
import { advise, type Verdict } from '../../dialogs/advise.ts';
import { type Knowledge, SCENARIOS } from '../../dialogs/scenarios.ts';
import { allKnowledge } from './allKnowledge.ts';

/** The rules of docs/advice.md, written a second time as a truth table over words. */
function byRules(known: Knowledge): string {
  const {
    multipleDevices: m,
    limitedStorage: s,
    localOnly: l,
    sharedMailbox: h,
    poorConnection: p,
    offlineFolders: o,
  } = known;
  if (m === true || h === true || o === true) return 'IMAP';
  const table: [boolean, string][] = [
    [l === true && m === undefined, 'ask multipleDevices'],
    [s === true && l === true, 'conflict'],
    [s === true && p === true, 'conflict'],
    [s === true, 'IMAP'],
    [l === true, 'POP'],
    [p === true, 'POP'],
  ];
  return table.find(([holds]) => holds)?.[1] ?? 'IMAP';
}

function named(verdict: Verdict): string {
  if (verdict.kind === 'advice') return verdict.protocol;
  return verdict.kind === 'ask' ? `ask ${verdict.fact}` : 'conflict';
}

describe('the rule', () => {
  const everybody = allKnowledge([true, false, undefined]);

  test('gives each of the 3⁶ combinations of facts the one outcome that the rules of docs/advice.md give', () => {
    expect(everybody).toHaveLength(729);
    for (const known of everybody) {
      expect(named(advise(known)), JSON.stringify(known)).toBe(byRules(known));
    }
  });

  test('rests its advice on true facts only, and names each wish that it overrides', () => {
    for (const known of everybody) {
      const verdict = advise(known);
      if (verdict.kind !== 'advice') continue;
      for (const fact of [...verdict.because, ...verdict.overridden]) expect(known[fact]).toBe(true);
      const wishes = (['localOnly', 'poorConnection'] as const).filter((fact) => known[fact]);
      if (verdict.protocol === 'IMAP') expect(verdict.overridden).toEqual(wishes);
    }
  });

  test('settles a conflict by what matters more to the person', () => {
    for (const known of everybody) {
      if (advise(known).kind !== 'conflict') continue;
      expect(named(advise(known, 'storage'))).toBe('IMAP');
      expect(named(advise(known, 'pop'))).toBe('POP');
    }
  });

  test('never says POP to somebody who cannot rule out a second device and wants mail off the server', () => {
    expect(advise({ localOnly: true, multipleDevices: 'unsure' })).toMatchObject({
      protocol: 'IMAP',
      cautious: true,
    });
  });

  test.each([
    ['multiple-devices', {}, 'IMAP'],
    ['limited-storage', {}, 'IMAP'],
    ['local-only', { multipleDevices: false }, 'POP'],
    ['local-only', { multipleDevices: true }, 'IMAP'],
    ['shared-mailbox', {}, 'IMAP'],
    ['poor-connection', {}, 'POP'],
    ['offline-folders', {}, 'IMAP'],
  ] as const)('advises situation %s with %o: %s', (id, more, protocol) => {
    const fact = SCENARIOS.find((scenario) => scenario.id === id)?.fact ?? 'localOnly';
    expect(advise({ ...more, [fact]: true })).toMatchObject({ protocol, scenario: id });
  });
});
