import { assign, setup } from 'xstate';
import { advise, type Preference, type Protocol } from './advise.ts';
import type { Open } from './clarifying.ts';
import type { DialogEvent, WhichStep } from './events.ts';
import type { Guide, GuideStep, Part, Program } from './guides.ts';
import { type Moment, nextStep, type Step } from './next.ts';
import type { Fact, Facts, Knowledge } from './scenarios.ts';
import type { Trouble } from './subjects.ts';
import type { ListKey, WordKey } from './wording.ts';

export type Context = Moment & {
  /** Moments before the last answers, oldest first; "back" returns to the newest. */
  readonly trail: readonly Moment[];
  /** How many messages in a row were not understood. */
  readonly misses: number;
  /** The protocol that the person says they use today. */
  readonly uses: Protocol | null;
  /** Whether what is told is told of somebody else, for whom the person asks. */
  readonly isOnBehalf: boolean;
  /** What has to be made clear before the talk goes on. */
  readonly open: Open | null;
  /** The mail program that the person has named. */
  readonly program: Program | null;
  /** What the person is being helped with, step by step. */
  readonly guide: Guide | null;
};

/** What a message is about, as other programs see it in its `value.topic`. */
export type Topic =
  | 'greeting'
  | 'interview'
  | 'conflict'
  | 'advice'
  | 'why'
  | 'explain'
  | 'help'
  | 'handoff'
  | 'fallback'
  | 'smallTalk'
  | 'farewell'
  | 'uses'
  | 'clarifying'
  | 'data'
  | Trouble;

/** Steps of a mail program's guide: all, or `only` one of them, from 0; or what to use `instead`. */
export type Steps = {
  readonly program: Program;
  readonly part: Part | 'instead';
  readonly only?: number;
};

/** One thing to say: the key of a wording, what it is about, and lists of further wordings for its gaps. */
export type Say = {
  readonly key: WordKey;
  /** Said after the wording, as a list. */
  readonly steps?: Steps;
  readonly topic?: Topic;
  /** Goes on in the paragraph before. */
  readonly sameParagraph?: boolean;
  readonly lists?: { readonly [gap: string]: Listing };
};

/** Wordings to be joined by "and" or "or"; each may itself be several conditions joined by "and". */
export type Listing = { readonly of: readonly (readonly ListKey[])[]; readonly by: 'and' | 'or' };

/** A way on that is shown as a button: its label, and what it means when clicked or said. */
export type Choice = { readonly label: WordKey; readonly event: DialogEvent };

/** What a state asks of the person, and the ways on that it shows. */
export type StateMeta = {
  readonly topic: Topic | ((context: Context) => Topic);
  readonly asks: Fact | null;
  /** The question, and its shorter form for when something came between. */
  readonly question: WordKey | ((context: Context) => WordKey);
  readonly again: WordKey | ((context: Context) => WordKey);
  readonly choices: (context: Context) => readonly Choice[];
  /** What a bare "yes", "no" or "not sure" means here, where no fact is asked. */
  readonly answers?: Answers | ((context: Context) => Answers);
};
export type Answers = { readonly [A in 'yes' | 'no' | 'unsure']?: DialogEvent };

/** What a new talk begins with, and what is left of one that is forgotten: nothing is known. */
export const START: Context = {
  known: {},
  preference: null,
  thorough: false,
  reasked: [],
  trail: [],
  misses: 0,
  uses: null,
  isOnBehalf: false,
  open: null,
  program: null,
  guide: null,
};

/** How many answers can be taken back. */
const TRAIL_LENGTH = 12;

/** The conversation's vocabulary for xstate; its states are in `states/`, put together in `index.ts`. */
export const conversationSetup = setup({
  types: {
    context: {} as Context,
    events: {} as DialogEvent,
    meta: {} as StateMeta,
  },
  actions: {
    /** Carried out by the turn, which turns keys into words. */
    say: (_, _say: Say) => {},
    /** Goes to a new moment of the talk and keeps the present one for "back". */
    advance: assign(({ context }, change: Partial<Moment>) => ({
      reasked: [],
      ...change,
      // What matters more counts only as long as the wishes pull apart.
      ...(advise(change.known ?? context.known).kind !== 'conflict' && { preference: null }),
      trail: [...context.trail, momentOf(context)].slice(-TRAIL_LENGTH),
      misses: 0,
      open: null,
    })),
    takeBack: assign(({ context }) => ({
      ...(context.trail.at(-1) ?? momentOf(context)),
      trail: context.trail.slice(0, -1),
      misses: 0,
      open: null,
    })),
    /** Keeps facts without going on from them. */
    keep: assign(({ context }, facts: Facts) => ({
      ...learning(context.known, facts),
      misses: 0,
      open: null,
    })),
    /** What may have been told is asked before the next advice. */
    askLater: assign(({ context }, facts: readonly Fact[]) => ({
      reasked: [...new Set([...context.reasked, ...facts])],
    })),
    forget: assign(START),
    /** All that is no moment of the talk, to which "back" could return. */
    beginAnew: assign({ uses: null, isOnBehalf: false, program: null, guide: null }),
    /** Goes on in the guide with something more known. */
    learn: assign(({ context }, change: Partial<Guide>) => ({
      guide: context.guide && { ...context.guide, ...change },
      ...(change.program && { program: change.program }),
      misses: 0,
      open: null,
    })),
    /** Goes on or back by so many of the steps that are shown one at a time. */
    turnPage: assign(({ context: { guide } }, by: number) => ({
      guide: guide && { ...guide, step: Math.max(0, guide.step + by) },
      misses: 0,
      open: null,
    })),
    // How many steps there are is known only when the guides are loaded.
    goToStep: assign((_, _step: WhichStep['step']) => unloaded()),
    startGuide: assign((_, { guide }: { guide: Guide }) => ({
      guide,
      ...(guide.program && { program: guide.program }),
      misses: 0,
      open: null,
    })),
    leaveGuide: assign({ guide: null }),
    noteProgram: assign((_, { program }: { program: Program }) => ({ program, misses: 0, open: null })),
    noteUse: assign((_, { protocol }: { protocol: Protocol }) => ({ uses: protocol })),
    notePreference: assign((_, preference: Preference) => ({ preference, misses: 0, open: null })),
    noteOnBehalf: assign({ isOnBehalf: true, misses: 0, open: null }),
    clarify: assign((_, { open }: { open: Open }) => ({ open, misses: 0 })),
    countMiss: assign(({ context }) => ({ misses: context.misses + 1, open: null })),
    clearMisses: assign({ misses: 0, open: null }),
  },
  guards: {
    goesOnAt: ({ context }, { step }: { step: Step }) => nextStep(context) === step,
    // What the guides can do is known only when they are loaded.
    guideGoesOnAt: (_, _where: { step: GuideStep }): boolean => unloaded(),
    hasNextStep: (): boolean => unloaded(),
    isFarFromEnd: (): boolean => unloaded(),
    isLastNext: (): boolean => unloaded(),
    isFurtherLast: (_, _which: WhichStep): boolean => unloaded(),
    hasStep: (_, _which: WhichStep): boolean => unloaded(),
    canTakeBack: ({ context }) => context.trail.length > 0,
  },
});

function unloaded(): never {
  throw new Error('The conversation runs with the guides that `openDialog` loads.');
}

/** What `context` says about where the talk goes on, without its past. */
function momentOf({ known, preference, thorough, reasked }: Moment): Moment {
  return { known, preference, thorough, reasked };
}

/** `known` with new facts, as `advance` takes it. */
export function learning(known: Knowledge, facts: Knowledge): Partial<Moment> {
  return { known: { ...known, ...facts } };
}

/** The wording that says a fact back to the person. */
export function saidKeys(facts: Facts): ListKey[][] {
  return Object.entries(facts).map(([fact, is]) => [`said.${fact as Fact}.${is ? 'yes' : 'no'}`]);
}
