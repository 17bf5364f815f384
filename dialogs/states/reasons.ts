import { type Advice, adviceFor, certain, type Preference, SPEAKS_FOR_POP } from '../advise.ts';
import { whatWouldTurn } from '../counterfactual.ts';
import { type Context, type Say, saidKeys } from '../model.ts';
import type { Fact } from '../scenarios.ts';
import type { ListKey } from '../wording.ts';
import { wishIn } from './weighing.ts';

/** The advice that the facts lead to, where the talk is at it. Throws anywhere else. */
export function settled({ known, preference }: Pick<Context, 'known' | 'preference'>): Advice {
  const advice = adviceFor(known, preference);
  if (!advice) throw new Error('The talk is at its advice before the facts decide.');
  return advice;
}

/** The protocol first, then why in the person's own terms, then what belongs to it. */
export function adviceIn({ known, preference, uses }: Context): Say[] {
  const verdict = settled({ known, preference });
  const { protocol, because, cautious } = verdict;
  const says: Say[] = [
    { key: uses === protocol ? `advice.stay${protocol}` : `advice.${protocol}`, topic: 'advice' },
    ...because.map((fact): Say => ({ key: `reason.${fact}`, sameParagraph: true })),
  ];
  if (cautious) says.push({ key: 'advice.cautious', sameParagraph: true });
  else if (because.length === 0) says.push({ key: 'advice.general', sameParagraph: true });

  if (preference !== null) says.push(...weighedIn(verdict, preference));
  else says.push(...givingWay(verdict));
  if (protocol === 'POP') {
    says.push({ key: 'advice.caveat.POP' });
    if (known.multipleDevices === undefined) says.push({ key: 'advice.assumed.poorConnection' });
    if (known.multipleDevices === 'unsure') says.push({ key: 'advice.assumed.unsure' });
  }
  return says;
}

/** The wishes that have to give way, and what that costs; why the own machine has to wait, the caution says already. */
function givingWay({ overridden, cautious }: Advice): Say[] {
  return SPEAKS_FOR_POP.filter(
    (fact) => overridden.includes(fact) && !(cautious && fact === 'localOnly'),
  ).map((fact) => ({ key: `advice.overridden.${fact}` }));
}

/** What was put first where two things pull apart, and what that costs. */
function weighedIn({ protocol, overridden }: Advice, preference: Preference): Say[] {
  if (protocol === 'POP') return [{ key: 'advice.preferred.pop' }];
  const says: Say[] = [{ key: `advice.preferred.${preference === 'unsure' ? 'unsure' : 'storage'}` }];
  if (overridden.includes('localOnly')) says.push({ key: 'advice.preferred.stays', sameParagraph: true });
  if (overridden.includes('poorConnection'))
    says.push({ key: 'advice.overridden.poorConnection', sameParagraph: true });
  return says;
}

/** The facts that the advice rests on, and what would turn it. */
export function reasonsIn({ known, preference }: Context): Say[] {
  const verdict = settled({ known, preference });
  // A reason names its own fact, and what was weighed is named with what came first.
  const named: readonly Fact[] =
    preference === null
      ? [...verdict.because, ...(verdict.because.length > 0 ? verdict.overridden : [])]
      : ['limitedStorage', ...SPEAKS_FOR_POP];
  const besides = Object.entries(certain(known)).filter(([fact]) => named.every((one) => one !== fact));
  const lists = { facts: { of: saidKeys(Object.fromEntries(besides)), by: 'and' } } as const;
  const rests: Say[] = [];
  if (verdict.because.length > 0) {
    rests.push({ key: 'why.because', topic: 'why' });
    for (const fact of verdict.because) rests.push({ key: `reason.${fact}`, sameParagraph: true });
    rests.push(...(preference === null ? givingWay(verdict) : weighedIn(verdict, preference)));
    if (besides.length > 0) rests.push({ key: 'why.besides', sameParagraph: true, lists });
  } else {
    rests.push(
      besides.length > 0 ? { key: 'why.rests', topic: 'why', lists } : { key: 'why.nothing', topic: 'why' },
    );
  }
  if (verdict.cautious) rests.push({ key: 'advice.cautious', sameParagraph: true });
  else if (verdict.because.length === 0 && besides.length > 0)
    rests.push({ key: 'why.general', sameParagraph: true });
  return [...rests, turning(verdict, { known, preference })];
}

/** What would turn the advice; what all ways have in common is said once. */
function turning(verdict: Advice, { known, preference }: Pick<Context, 'known' | 'preference'>): Say {
  const { protocol, ways } = whatWouldTurn(verdict, known, preference);
  const conditions: ListKey[][] = ways.map((way) =>
    way.map(({ fact, to }) => `if.${fact}.${to ? 'yes' : 'no'}` as const),
  );
  // Where two things pull apart, it is enough that the other one matters more.
  if (preference !== null)
    conditions.unshift([protocol === 'IMAP' ? 'if.prefer.storage' : `if.prefer.${wishIn({ known })}`]);
  const [one = [], ...more] = conditions;
  const common = more.length > 0 ? one.filter((key) => more.every((way) => way.includes(key))) : [];
  // One fact is enough to turn POP into IMAP.
  if (common.length === 0 || protocol === 'IMAP')
    return { key: `why.turn.${protocol}`, lists: { conditions: { of: conditions, by: 'or' } } };
  const own = conditions.map((way) => way.filter((key) => !common.includes(key)));
  return {
    key: 'why.turnWith.POP',
    lists: { common: { of: common.map((key) => [key]), by: 'and' }, conditions: { of: own, by: 'or' } },
  };
}
