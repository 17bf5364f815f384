/**
 * The six facts about a person that decide between POP and IMAP, each unknown, true or false,
 * and the six situations in which people recognise themselves. One situation states one fact.
 */
export const FACTS = [
  'multipleDevices',
  'limitedStorage',
  'localOnly',
  'sharedMailbox',
  'poorConnection',
  'offlineFolders',
] as const;

export type Fact = (typeof FACTS)[number];

/** What is known of one fact. `unsure` means: asked, and the person cannot say. Absent means: not asked yet. */
export type FactAnswer = boolean | 'unsure';

export type Knowledge = { readonly [F in Fact]?: FactAnswer };

/** What a message tells of the facts. */
export type Facts = { readonly [F in Fact]?: boolean };

export const SCENARIOS = [
  { id: 'multiple-devices', fact: 'multipleDevices' },
  { id: 'limited-storage', fact: 'limitedStorage' },
  { id: 'local-only', fact: 'localOnly' },
  { id: 'shared-mailbox', fact: 'sharedMailbox' },
  { id: 'poor-connection', fact: 'poorConnection' },
  { id: 'offline-folders', fact: 'offlineFolders' },
] as const satisfies readonly { id: string; fact: Fact }[];

export type Scenario = (typeof SCENARIOS)[number]['id'];

const scenarioByFact = new Map<Fact, Scenario>(SCENARIOS.map(({ id, fact }) => [fact, id]));

/** The situation that states `fact`. */
export function scenarioOf(fact: Fact): Scenario {
  const scenario = scenarioByFact.get(fact);
  if (scenario === undefined) throw new Error(`No scenario states the fact "${fact}": add it to SCENARIOS.`);
  return scenario;
}
