import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { advise, type Protocol } from '../../dialogs/advise.ts';
import type { DialogEvent } from '../../dialogs/events.ts';
import { START } from '../../dialogs/model.ts';
import { nextStep } from '../../dialogs/next.ts';
import { FACTS, type Fact } from '../../dialogs/scenarios.ts';
import { ASIDES, LEARNT_SUBJECTS, TROUBLES } from '../../dialogs/subjects.ts';
import type { Dialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';
import type { Understand } from '../../src/conversation/understand/index.ts';

/** What a person wrote, and what a careful reader says it means. */
const utterance = z.object({
  text: z.string(),
  facts: z.partialRecord(z.enum(FACTS), z.boolean()),
  /** Events by name, such as `setup`, `explain.pop`, `uses.IMAP`, `thanks`; absent where only the response is labelled. */
  intents: z.array(z.string()).optional(),
  /** The question that it answers. */
  asked: z.enum(FACTS).optional(),
  /** The right response: `IMAP`, `POP`, `ask`, a topic, or `other`. */
  expect: z.string().optional(),
});
export type Utterance = z.infer<typeof utterance>;
type Facts = Utterance['facts'];

/** Reads utterances, one JSON object a line. Throws with the line's number where one cannot be read. */
export function readUtterances(file: string): Utterance[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '') return [];
      const parsed = utterance.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${file}:${at + 1}: ${z.prettifyError(parsed.error)}`);
      return [parsed.data];
    });
}

/** What an engine made of an utterance. */
export type Heard = {
  readonly facts: Facts;
  readonly intents: readonly string[];
  /** Facts that it acts upon at once; others it keeps and answers what was asked first. */
  readonly acts: boolean;
};

export type Engine = (utterance: Utterance) => Heard;

/** The bot's own understanding, as an engine. */
export function engineOf(understand: Understand): Engine {
  return ({ text, asked }) =>
    heardIn(understand(text, { asks: asked ?? null, offered: [], answers: {}, isNumbered: true }), asked);
}

function heardIn(events: readonly DialogEvent[], asked: Fact | undefined): Heard {
  const facts: Facts = {};
  const intents: string[] = [];
  let acts = false;
  for (const event of events) {
    switch (event.type) {
      case 'tell':
        Object.assign(facts, event.facts);
        acts = true;
        break;
      case 'note':
        Object.assign(facts, event.facts);
        if (event.uses) intents.push(`uses.${event.uses}`);
        break;
      case 'answer':
        if (event.answer === 'unsure') intents.push('unsure');
        else if (asked && facts[asked] === undefined) facts[asked] = event.answer;
        acts = true;
        break;
      case 'explain':
        intents.push(`explain.${event.subject}`);
        break;
      case 'trouble':
        intents.push(event.trouble);
        break;
      case 'uses':
        intents.push(`uses.${event.protocol}`);
        break;
      default:
        intents.push(event.type);
    }
  }
  return { facts, intents, acts };
}

export type Score = { right: number; missed: number; wrong: number };

export type Figures = {
  readonly count: number;
  readonly perLabel: ReadonlyMap<string, Score>;
  /** Share of utterances that decide for which the advice is that of the facts in them. */
  readonly advice: number;
  /** Share of all utterances on which wrong advice would be given at once. */
  readonly wrongAdvice: number;
  /** Share of right responses, over utterances that say what is expected; null where none does. */
  readonly response: number | null;
  readonly confusions: readonly { readonly text: string; readonly wanted: string; readonly got: string }[];
};

/** Labels that are not scored: whether "I use IMAP" is taken up besides is a matter of taste. */
const OPTIONAL = /^uses\./;

/** Compares what an engine hears with what a careful reader says. */
export function measure(utterances: readonly Utterance[], engine: Engine, dialog: Dialog): Figures {
  const perLabel = new Map<string, Score>();
  const confusions: { text: string; wanted: string; got: string }[] = [];
  const score = (label: string): Score => {
    const known = perLabel.get(label) ?? { right: 0, missed: 0, wrong: 0 };
    perLabel.set(label, known);
    return known;
  };
  const counts = { decide: 0, decided: 0, wrongAdvice: 0, expected: 0, responded: 0 };

  for (const said of utterances) {
    const heard = engine(said);
    const wanted = new Set([...labelsOf(said.facts), ...(said.intents ?? [])]);
    const got = new Set([...labelsOf(heard.facts), ...heard.intents.map((one) => asLabelled(one, wanted))]);
    let differs = false;
    for (const label of new Set([...wanted, ...got])) {
      if (OPTIONAL.test(label) || (said.intents === undefined && !isFact(label))) continue;
      const own = score(familyOf(label));
      if (wanted.has(label) && got.has(label)) own.right++;
      else if (wanted.has(label)) own.missed++;
      else own.wrong++;
      differs ||= wanted.has(label) !== got.has(label);
    }
    const right = adviceFrom(said.facts);
    const given = adviceFrom(heard.facts);
    if (right !== null) {
      counts.decide++;
      if (given === right) counts.decided++;
    }
    if (heard.acts && given !== null && given !== right) counts.wrongAdvice++;
    if (said.expect !== undefined) {
      counts.expected++;
      const response = responseTo(dialog, said.text);
      if (response === said.expect) counts.responded++;
      else differs = true;
      wanted.add(`→ ${said.expect}`);
      got.add(`→ ${response}`);
    }
    if (differs) confusions.push({ text: said.text, wanted: [...wanted].join(' '), got: [...got].join(' ') });
  }
  return {
    count: utterances.length,
    perLabel,
    advice: counts.decide === 0 ? 1 : counts.decided / counts.decide,
    wrongAdvice: counts.wrongAdvice / utterances.length,
    response: counts.expected === 0 ? null : counts.responded / counts.expected,
    confusions,
  };
}

/** The share of what was found that is right. */
export function precision({ right, wrong }: Score): number {
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

/** The share of what is there that was found. */
export function recall({ right, missed }: Score): number {
  return right + missed === 0 ? 1 : right / (right + missed);
}

/** Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found. */
export function f1(score: Score): number {
  const total = 2 * score.right + score.missed + score.wrong;
  return total === 0 ? 1 : (2 * score.right) / total;
}

/** Mean F1 over the topics (troubles and explanations) that occur. */
export function topicsF1({ perLabel }: Figures): number {
  const topics = [...TROUBLES, ...LEARNT_SUBJECTS.map((subject) => `explain.${subject}`)];
  const scores = topics.flatMap((topic) => {
    const own = perLabel.get(topic);
    return own && own.right + own.missed > 0 ? [f1(own)] : [];
  });
  return scores.length === 0 ? 1 : scores.reduce((sum, one) => sum + one, 0) / scores.length;
}

function labelsOf(facts: Facts): string[] {
  return Object.entries(facts).map(([fact, is]) => `${fact}=${is ? 'yes' : 'no'}`);
}

/**
 * The readers knew four things that can be explained. "Is IMAP a backup?" was read as one about IMAP, and an answer to just
 * that is as right.
 */
function asLabelled(intent: string, wanted: ReadonlySet<string>): string {
  const isNarrower = ASIDES.some((subject) => intent === `explain.${subject}`);
  return (isNarrower && [...wanted].find((label) => label.startsWith('explain.'))) || intent;
}

function isFact(label: string): boolean {
  return label.includes('=');
}

/** Yes and no of a fact are scored together. */
function familyOf(label: string): string {
  return label.split('=')[0] ?? label;
}

function adviceFrom(known: Facts): Protocol | null {
  const moment = { ...START, known };
  if (nextStep(moment) !== 'advice.given') return null;
  const verdict = advise(known, null);
  return verdict.kind === 'advice' ? verdict.protocol : null;
}

/** Topics by which the bot asks back, and those that are not about choosing or setting up. */
const ASKING = new Set(['interview', 'conflict', 'uses', 'clarifying', 'storageUnclear']);
const TOPICS = new Set(['duplicates', 'switching', 'explain', 'setup', 'fallback', 'greeting']);

/** What the bot answers to somebody who begins with this message. */
function responseTo(dialog: Dialog, text: string): string {
  const { conversation } = turn(dialog, undefined, { kind: 'joined' });
  const { value } = turn(dialog, conversation, { kind: 'message', text }).reply;
  if ('protocol' in value) return value.protocol;
  if (ASKING.has(value.topic)) return 'ask';
  return TOPICS.has(value.topic) ? value.topic : 'other';
}
