import { z } from 'zod';
import { PREFERENCES, PROTOCOLS } from '../../dialogs/advise.ts';
import type { Open } from '../../dialogs/clarifying.ts';
import { type Guide, MAIL_PLACES, PROGRAMS, PURPOSES, SYMPTOMS } from '../../dialogs/guides.ts';
import type { Context } from '../../dialogs/model.ts';
import type { Moment } from '../../dialogs/next.ts';
import { FACTS, type FactAnswer, type Knowledge } from '../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, SUBJECTS, type Subject } from '../../dialogs/subjects.ts';
import { digest, memoise, oncePer } from '../memoise.ts';

const open: z.ZodType<Open> = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('fact'),
    fact: z.enum(FACTS),
    is: z.boolean(),
    wasAsked: z.literal(true).optional(),
  }),
  z.object({ about: z.literal('trouble'), trouble: z.enum(PURPOSES) }),
  z.object({ about: z.literal('subject'), subject: z.enum(LEARNT_SUBJECTS) }),
  z.object({ about: z.literal('contradiction'), fact: z.enum(FACTS) }),
  z.object({ about: z.literal('reversal'), protocol: z.enum(PROTOCOLS) }),
  z.object({ about: z.literal('storage') }),
  z.object({ about: z.literal('resume') }),
]);

/** A change-over or a set-up that waits. */
const waits = z
  .object({ protocol: z.enum(PROTOCOLS), program: z.enum(PROGRAMS), step: z.int().min(0) })
  .nullable()
  .default(null);

const guide: z.ZodType<Guide> = z.object({
  purpose: z.enum(PURPOSES),
  program: z.enum(PROGRAMS).nullable(),
  protocol: z.enum(PROTOCOLS).nullable(),
  symptom: z.enum(SYMPTOMS).nullable(),
  elsewhere: z.boolean().nullable(),
  place: z.enum(MAIL_PLACES).nullable().default(null),
  devices: z.boolean().nullable(),
  step: z.int().min(0),
  stepwise: z.boolean().default(false),
  tried: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
  change: waits,
  setUp: waits,
  also: z.enum(PURPOSES).nullable().default(null),
  nextDevice: z
    .object({ program: z.enum(PROGRAMS).nullable() })
    .nullable()
    .default(null),
});

/** The form in which this version keeps talks. */
const SCHEMA = 1;

/**
 * A talk as it is kept: no words of the person, only where the talk is and what is known. Moments are strings
 * of nine characters or more: one for each fact (`y`, `n`, `u`nsure, `-` unknown), the preference, the interview, and the
 * numbers of questions that are asked again. `facts` says the same of the present moment by name, for dialogs that
 * have other facts. What is of no use to this dialog is left out, so that it costs nobody their talk.
 */
const schema = z.object({
  /** Of another one, as after a roll-back, only the facts are sure to mean what they mean here. */
  schema: z.int(),
  /** The dialog's id and the hash of its content. */
  dialog: z.string().catch(''),
  state: z.string().catch(''),
  now: z.string().catch(''),
  facts: z
    .record(z.string(), z.enum(['y', 'n', 'u']).optional().catch(undefined))
    .optional()
    .catch(undefined),
  trail: z.array(z.string()).max(50).catch([]),
  misses: z.int().min(0).catch(0),
  uses: z.enum(PROTOCOLS).nullable().catch(null),
  isOnBehalf: z.literal(true).optional().catch(undefined),
  open: open.nullable().catch(null).default(null),
  program: z.enum(PROGRAMS).nullable().catch(null).default(null),
  guide: guide.nullable().catch(null).default(null),
  turns: z.int().min(0).catch(0),
  /** The hour of the last turn, since 1970. */
  hour: z.int().min(0).catch(0),
  spokenOf: z.enum(SUBJECTS).nullable().catch(null).default(null),
});

export type StoredConversation = z.infer<typeof schema>;

/** What is read back of a stored talk; `state` may be one that this dialog no longer has. */
export type Restored = {
  readonly dialog: string;
  readonly state: string;
  readonly turns: number;
  readonly hour: number;
  readonly context: Context;
  /** What the last reply has explained. */
  readonly spokenOf: Subject | null;
};

/** Where a stored talk has what would be read back of it. */
const RESTORED = Symbol('what is read back of a stored talk');

/** The talk as it is to be kept, which knows what would be read back of it: in the same process it need not be parsed again. */
export function store(talk: Restored): StoredConversation {
  const { dialog, state, turns, hour, context, spokenOf } = talk;
  const { fields } = storedContext(context);
  const stored: StoredConversation = { schema: SCHEMA, dialog, state, ...fields, turns, hour, spokenOf };
  // Not enumerable, so that no copy has it. An object of a class would take twice as long to be written as JSON.
  return Object.defineProperty(stored, RESTORED, { value: talk });
}

/** What would be read back of a talk that was stored by this process, and not copied since. */
function restoredOf(stored: unknown): Restored | undefined {
  return isStored(stored) ? stored[RESTORED] : undefined;
}

function isStored(stored: unknown): stored is { readonly [RESTORED]: Restored } {
  return typeof stored === 'object' && stored !== null && RESTORED in stored;
}

/** A short text that is the same for contexts with the same content, and only for those. */
export function contextKey(context: Context): string {
  return storedContext(context).key;
}

type StoredContext = Pick<
  StoredConversation,
  'now' | 'facts' | 'trail' | 'misses' | 'uses' | 'isOnBehalf' | 'open' | 'program' | 'guide'
>;

/** A context as it is stored. */
const storedContext = oncePer((context: Context) => {
  const { trail, misses, uses, isOnBehalf, open, program, guide } = context;
  const fields: StoredContext = {
    now: encode(context),
    facts: named(context.known),
    trail: trail.map(encodedMoment),
    misses,
    uses,
    ...(isOnBehalf && { isOnBehalf }),
    open,
    program,
    guide,
  };
  return { fields, key: digest(JSON.stringify(fields)) };
});

/**
 * A stored talk, or null where there is none or it cannot be read. Of one that another version of the dialog stored,
 * the facts are taken by their names, and answers cannot be taken back.
 */
export function restore(stored: unknown, version: string): Restored | null {
  const own = restoredOf(stored);
  if (own?.dialog === version) return own;
  const parsed = schema.safeParse(stored);
  if (!parsed.success) return null;
  const { schema: form, state, turns, hour, now, facts, trail } = parsed.data;
  const { misses, uses, isOnBehalf = false, open, spokenOf, program, guide } = parsed.data;
  const dialog = form === SCHEMA ? parsed.data.dialog : '';
  if (dialog === '' && facts === undefined) return null;
  const moments =
    dialog === version || facts === undefined
      ? { ...decodedMoment(now), trail: trail.map(decodedMoment) }
      : { ...decodedMoment(now), known: byName(facts), reasked: [], trail: [] };
  return {
    dialog,
    state,
    turns,
    hour,
    spokenOf,
    context: { ...moments, misses, uses, isOnBehalf, open, program, guide },
  };
}

const SIGNS = { y: true, n: false, u: 'unsure' } as const satisfies Record<string, FactAnswer>;
type Sign = keyof typeof SIGNS;

function encode({ known, preference, thorough, reasked }: Moment): string {
  const facts = FACTS.map((fact) => signOf(known[fact])).join('');
  const weighed = preference === null ? '-' : preference.slice(0, 1);
  return (
    facts + weighed + (thorough ? 't' : '-') + (reasked.map((fact) => FACTS.indexOf(fact)).join('') || '-')
  );
}

function decode(text: string): Moment {
  const known: { -readonly [F in keyof Knowledge]: Knowledge[F] } = {};
  FACTS.forEach((fact, at) => {
    const sign = text[at];
    if (isSign(sign)) known[fact] = SIGNS[sign];
  });
  const [weighed, thorough, ...reasked] = text.slice(FACTS.length);
  return {
    known,
    preference: PREFERENCES.find((one) => one.startsWith(weighed ?? '-')) ?? null,
    thorough: thorough === 't',
    reasked: reasked.flatMap((sign) => FACTS[Number(sign)] ?? []),
  };
}

/** Talks pass through the same moments, and each is in the trail of every turn after it. */
const MOMENTS = 5000;
const encodedMoment = oncePer(encode);
const decodedMoment = memoise(MOMENTS, (text: string) => text, decode);

function named(known: Knowledge): Record<string, Sign> {
  const named: Record<string, Sign> = {};
  for (const fact of FACTS) {
    const sign = signOf(known[fact]);
    if (sign !== '-') named[fact] = sign;
  }
  return named;
}

function byName(facts: Readonly<Record<string, Sign | undefined>>): Knowledge {
  const known: { -readonly [F in keyof Knowledge]: Knowledge[F] } = {};
  for (const fact of FACTS) {
    const sign = facts[fact];
    if (sign) known[fact] = SIGNS[sign];
  }
  return known;
}

function signOf(answer: FactAnswer | undefined): Sign | '-' {
  if (answer === undefined) return '-';
  if (answer === 'unsure') return 'u';
  return answer ? 'y' : 'n';
}

function isSign(sign: string | undefined): sign is Sign {
  return sign !== undefined && sign in SIGNS;
}
