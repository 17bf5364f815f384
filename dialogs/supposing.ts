import { advise, type Protocol, SPEAKS_FOR_POP } from './advise.ts';
import { type Context, type Say, saidKeys } from './model.ts';
import { FACTS, type Facts } from './scenarios.ts';

/**
 * What would be advised if something were otherwise: "what if I only had one computer?" Nothing of it is kept.
 * `advised` is the protocol that was advised as things are, if one was; `wantsToldOn` says to tell it if it is so.
 */
export function supposing(
  context: Context,
  facts: Facts,
  advised: Protocol | null,
  wantsToldOn = true,
): Say[] {
  const known = { ...context.known, ...facts };
  const verdict = advise(known, context.preference);
  const supposed = FACTS.filter((fact) => facts[fact] !== undefined);
  const keys = supposed.map((fact) => `if.${fact}.${facts[fact] ? 'yes' : 'no'}` as const);
  const lists = { conditions: { of: keys.map((key) => [key]), by: 'and' } } as const;
  if (verdict.kind !== 'advice') return [{ key: `whatIf.${verdict.kind}`, topic: 'why', lists }];

  const { protocol, because, overridden } = verdict;
  const says: Say[] = [
    { key: `whatIf.${protocol === advised ? 'still' : 'other'}.${protocol}`, topic: 'why', lists },
  ];
  // What is supposed has been said in the sentence before.
  const others = because.filter((fact) => facts[fact] === undefined);
  const rests = saidKeys(Object.fromEntries(others.map((fact) => [fact, true])));
  if (rests.length > 0)
    says.push({ key: 'whatIf.because', sameParagraph: true, lists: { facts: { of: rests, by: 'and' } } });
  if (because.length === 0) says.push({ key: 'whatIf.general', sameParagraph: true });
  for (const fact of SPEAKS_FOR_POP)
    if (overridden.includes(fact)) says.push({ key: `advice.overridden.${fact}`, sameParagraph: true });
  if (protocol === 'POP' && known.multipleDevices !== false)
    says.push({ key: 'whatIf.oneDevice', sameParagraph: true });
  // By what changes nothing there is nothing more to say.
  return wantsToldOn && protocol !== advised ? [...says, { key: 'whatIf.tell', sameParagraph: true }] : says;
}
