import { z } from 'zod';
import { PROTOCOLS } from '../../dialogs/advise.ts';
import { PARTS, PROGRAMS } from '../../dialogs/guides.ts';
import type { Say } from '../../dialogs/model.ts';
import { FACTS, SCENARIOS } from '../../dialogs/scenarios.ts';
import { type ListKey, WORD_KEYS, type WordKey } from '../../dialogs/wording.ts';
import { oncePer } from '../memoise.ts';
import { codesFor } from './codes.ts';
import type { Guides } from './guides.ts';
import { ADVICE_TYPE, type AdviceValue, type Reply, TURN_TYPE, type TurnValue } from './reply.ts';
import { STATES } from './states.ts';
import { inWords, label, type Words } from './words.ts';

/** What is answered, before it is put into words: a reply in a tenth of its length, from which it can be said again. */
export type BotAnswer = Undated & {
  /** The number of the turn, which picks among the wordings of a sentence. */
  readonly turns: number;
};

/** An answer that may be given in any turn. */
export type Undated = {
  readonly says: readonly Say[];
  /** The keys of the ways on. */
  readonly choices: readonly WordKey[];
} & (
  | { readonly valueType: typeof ADVICE_TYPE; readonly value: AdviceValue }
  | { readonly valueType: typeof TURN_TYPE; readonly value: TurnValue }
);

/** An answer in words: the same answer always in the same ones, as long as the sentences stay. */
export function phrase(
  { words, guides }: { readonly words: Words; readonly guides: Guides },
  { says, choices, turns, ...meaning }: BotAnswer,
): Reply {
  return {
    text: inWords(words, guides, says, turns),
    choices: choices.map((key) => label(words, key)),
    ...meaning,
  };
}

const words = codesFor([...WORD_KEYS, ...PROGRAMS.map((program) => `program.${program}` as const)]);
const facts = codesFor(FACTS);
const states = codesFor(STATES);
const scenarios = codesFor(SCENARIOS.map(({ id }) => id));
const key = words.name;
const isListKey = (key: WordKey): key is ListKey => /^(said|if|topic|tried|program)\./.test(key);
const listKey = key.refine(isListKey);
const list = z.tuple([z.enum(['and', 'or']), z.array(z.array(listKey))]);
const steps = z.object({
  program: z.enum(PROGRAMS),
  part: z.enum([...PARTS, 'instead']),
  only: z.int().exactOptional(),
});
/** A key, or one with what fills it: lists by gap, steps, and 1 where it goes on in the paragraph before. */
const say = z.union([
  key,
  z.tuple([key, z.record(z.string(), list), steps.nullable(), z.union([z.literal(0), z.literal(1)])]),
]);
/** Facts that are true (`y` before the code) or not (`n`), in the order in which they were told. */
const knowledge = z
  .string()
  .transform((text): string[] => text.match(/[yn].{4}/g) ?? [])
  .pipe(z.array(z.string().transform((told) => [told.slice(1), told.startsWith('y')])))
  .pipe(z.array(z.tuple([facts.name, z.boolean()])));
/** Protocol, scenario, what is known, and the facts on which it rests. */
const advice = z.tuple([z.enum(PROTOCOLS), scenarios.name.nullable(), knowledge, facts.names]);
/** State, the fact that is asked, topic. */
const turnValue = z.tuple([states.name, facts.name.nullable(), z.string()]);
const packed = z.tuple([z.array(say), words.names, z.int(), z.union([turnValue, advice])]);

/** An answer as it is stored, from the turn with this number. */
export function pack(answer: Undated, turns: number): readonly unknown[] {
  const { says, choices, value } = packedParts(answer);
  return [says, choices, turns, value];
}

/** What of an answer is the same in any turn: packed once, and shared by the talks that get this answer. */
const packedParts = oncePer(({ says, choices, ...meaning }: Undated) => {
  const { valueType, value } = meaning;
  return {
    says: says.map(packSay),
    choices: words.encodedAll(choices),
    value: valueType === TURN_TYPE ? packTurn(value) : packAdvice(value),
  };
});

function packTurn({ state, asks, topic }: TurnValue): z.input<typeof turnValue> {
  return [states.encoded(state), asks && facts.encoded(asks), topic];
}

function packAdvice({ protocol, scenario, facts: known, because }: AdviceValue): z.input<typeof advice> {
  const told = FACTS.filter((fact) => known[fact] !== undefined)
    .map((fact) => (known[fact] ? 'y' : 'n') + facts.encoded(fact))
    .join('');
  return [protocol, scenario && scenarios.encoded(scenario), told, facts.encodedAll(because)];
}

/** A stored answer; null where it is not an answer, or one of a dialog that had other sentences. */
export function unpack(stored: unknown): BotAnswer | null {
  const { data } = packed.safeParse(stored);
  if (!data) return null;
  const [says, choices, turns, value] = data;
  const told = { says: says.map(unpackSay), choices, turns };
  if (value.length === 3) {
    const [state, asks, topic] = value;
    return { ...told, valueType: TURN_TYPE, value: { state, asks, topic } };
  }
  const [protocol, scenario, known, because] = value;
  return {
    ...told,
    valueType: ADVICE_TYPE,
    value: { protocol, scenario, facts: Object.fromEntries(known), because },
  };
}

function packSay({ key, lists, steps, sameParagraph }: Say): unknown {
  if (!lists && !steps && !sameParagraph) return words.encoded(key);
  const packed = Object.entries(lists ?? {}).map(([gap, { of, by }]) => [
    gap,
    [by, of.map((keys) => keys.map(words.encoded))],
  ]);
  return [words.encoded(key), Object.fromEntries(packed), steps ?? null, sameParagraph ? 1 : 0];
}

function unpackSay(packed: z.infer<typeof say>): Say {
  if (typeof packed === 'string') return { key: packed };
  const [key, lists, steps, same] = packed;
  const entries = Object.entries(lists).map(([gap, [by, of]]) => [gap, { by, of }] as const);
  return {
    key,
    ...(entries.length > 0 && { lists: Object.fromEntries(entries) }),
    ...(steps && { steps }),
    ...(same === 1 && { sameParagraph: true }),
  };
}
