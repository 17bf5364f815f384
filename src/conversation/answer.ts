import { hash } from 'node:crypto';
import { z } from 'zod';
import { PARTS, PROGRAMS } from '../../dialogs/guides.ts';
import type { Say } from '../../dialogs/model.ts';
import { FACTS, SCENARIOS } from '../../dialogs/scenarios.ts';
import { type ListKey, WORD_KEYS, type WordKey } from '../../dialogs/wording.ts';
import type { Guides } from './guides.ts';
import { ADVICE_TYPE, type AdviceValue, type Reply, TURN_TYPE, type TurnValue } from './reply.ts';
import { inWords, label, type Words } from './words.ts';

/** What is answered, before it is put into words: a reply in a tenth of its length, from which it can be said again. */
export type Answer = Undated & {
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
  { says, choices, turns, ...meaning }: Answer,
): Reply {
  return {
    text: inWords(words, guides, says, turns),
    choices: choices.map((key) => label(words, key)),
    ...meaning,
  };
}

/** What a key is stored as: the same in every version of the dialog that has the key. */
const CODE = 4;
const codeOf = (key: string) => hash('sha256', key, 'base64url').slice(0, CODE);
const keys = new Map<string, WordKey>();
for (const key of [...WORD_KEYS, ...PROGRAMS.map((program) => `program.${program}` as const)]) {
  const code = codeOf(key);
  const other = keys.get(code);
  if (other) throw new Error(`The words "${key}" and "${other}" have the same code: rename one of them.`);
  keys.set(code, key);
}
const codes = new Map([...keys].map(([code, key]) => [key, code]));
const encoded = (key: WordKey) => codes.get(key) ?? '';

const key = z.string().transform((code, context): WordKey => {
  const key = keys.get(code);
  if (key) return key;
  context.addIssue('is no key of this dialog');
  return z.NEVER;
});
const choices = z
  .string()
  .transform((codes): string[] => codes.match(/.{4}/g) ?? [])
  .pipe(z.array(key));
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
const advice = z.object({
  protocol: z.enum(['IMAP', 'POP']),
  scenario: z.enum(SCENARIOS.map(({ id }) => id)).nullable(),
  facts: z.partialRecord(z.enum(FACTS), z.boolean()),
  because: z.array(z.enum(FACTS)),
});
/** State, the fact that is asked, topic. */
const turnValue = z.tuple([z.string(), z.enum(FACTS).nullable(), z.string()]);
const packed = z.tuple([z.array(say), choices, z.int(), z.union([turnValue, advice])]);

/** An answer as it is stored. */
export function pack({ says, choices, turns, ...meaning }: Answer): readonly unknown[] {
  const { valueType, value } = meaning;
  return [
    says.map(packSay),
    choices.map(encoded).join(''),
    turns,
    valueType === TURN_TYPE ? [value.state, value.asks, value.topic] : value,
  ];
}

/** A stored answer; null where it is none, or one of a dialog that had other sentences. */
export function unpack(stored: unknown): Answer | null {
  const { data } = packed.safeParse(stored);
  if (!data) return null;
  const [says, choices, turns, value] = data;
  const told = { says: says.map(unpackSay), choices, turns };
  if (!Array.isArray(value)) return { ...told, valueType: ADVICE_TYPE, value };
  const [state, asks, topic] = value;
  return { ...told, valueType: TURN_TYPE, value: { state, asks, topic } };
}

function packSay({ key, lists, steps, sameParagraph }: Say): unknown {
  if (!lists && !steps && !sameParagraph) return encoded(key);
  const packed = Object.entries(lists ?? {}).map(([gap, { of, by }]) => [
    gap,
    [by, of.map((keys) => keys.map(encoded))],
  ]);
  return [encoded(key), Object.fromEntries(packed), steps ?? null, sameParagraph ? 1 : 0];
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
