import { certain, type Protocol } from './advise.ts';
import type { Program, Purpose, Symptom } from './guides.ts';
import { type Context, type Say, saidKeys } from './model.ts';
import type { Facts } from './scenarios.ts';

/** What is handed over with somebody: what is known and what was tried, none of their own words. */
export type Known = {
  readonly about: Purpose | null;
  readonly program: Program | null;
  /** The protocol that they use today, as far as they said or looked it up. */
  readonly uses: Protocol | null;
  readonly tried: readonly Symptom[];
  readonly facts: Facts;
};

/** What is known of somebody and what was tried, from where their talk is. */
export function knownOf({ known, program, uses, guide }: Context): Known {
  const facts = certain(known);
  return { about: guide?.purpose ?? null, program, uses, tried: guide?.tried ?? [], facts };
}

/** What the person can tell somebody who takes over, so that they need not begin anew; empty where nothing is known. */
export function summary(context: Context): Say[] {
  const { about, program, uses, tried, facts } = knownOf(context);
  const says: Say[] = [];
  const add = (say: Say) => says.push({ ...say, sameParagraph: true });
  if (about) add({ key: 'person.about', lists: { topic: { of: [[`topic.${about}`]], by: 'and' } } });
  if (program)
    add({ key: 'person.program', lists: { program: { of: [[`program.${program}`]], by: 'and' } } });
  if (uses) add({ key: `person.uses.${uses}` });
  if (tried.length > 0) {
    const of = tried.map((symptom) => [`tried.${symptom}` as const]);
    add({ key: 'person.tried', lists: { tried: { of, by: 'and' } } });
  }
  const told = saidKeys(facts);
  if (told.length > 0) add({ key: 'person.facts', lists: { facts: { of: told, by: 'and' } } });
  return says;
}

/** The way to a person, and what to tell them. */
export function toAPerson(context: Context): Say[] {
  const text: Say = { key: 'person.text', topic: 'handoff' };
  const told = summary(context);
  return told.length > 0 ? [text, { key: 'person.summary' }, ...told] : [text];
}
