import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { assign } from 'xstate';
import type { DialogEvent, WhichStep } from '../../dialogs/events.ts';
import {
  type Guide,
  type GuideStep,
  nextGuideStep,
  type Part,
  PROGRAMS,
  type Program,
  partFor,
} from '../../dialogs/guides.ts';
import { conversation } from '../../dialogs/index.ts';
import { LANGUAGE } from '../../dialogs/language.ts';
import type { Context } from '../../dialogs/model.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import type { WordKey } from '../../dialogs/wording.ts';
import { EVERYTHING_TOLD, refuseUnclearButtons } from './buttons.ts';
import { type Guides, hasPart, loadGuides, refuseLittleNames } from './guides.ts';
import { loadWords } from './loadWords.ts';
import { openStepper, type Stepper } from './machine.ts';
import { refuseOrphanFiles, refuseUnsaidNames, refuseUnseenPicture } from './orphans.ts';
import { loadPictures, type Picture, pictureGaps } from './pictures.ts';
import { ownNames, type Provider, providerGaps, readProvider } from './provider.ts';
import { fileGaps } from './setupFiles.ts';
import { metaOf, STATES } from './states.ts';
import { openEars } from './understand/ears.ts';
import { openUnderstanding, type Understand } from './understand/index.ts';
import { openPrograms } from './understand/patterns/programs.ts';
import type { Offered } from './understand/situation.ts';
import { label, type Words } from './words.ts';
import { readYaml } from './yaml.ts';

/** All that a turn needs and that does not change while the bot runs. */
export type Dialog = {
  readonly machine: typeof conversation;
  readonly steps: Stepper;
  readonly words: Words;
  readonly guides: Guides;
  readonly provider: Provider;
  readonly pictures: readonly Picture[];
  readonly understand: Understand;
  /** The dialog's id and the hash of its content; talks that another version stored are replayed from their facts. */
  readonly version: string;
};

/** Where the sentences, examples and the mail host's data are, unless told otherwise. */
const DIALOGS = join(import.meta.dirname, '../../dialogs');

/** How long a talk is remembered after its last message, as the bot tells people who ask. */
type Keeping = { readonly days: number; readonly hours: number };
const USUAL: Keeping = { days: 30, hours: 24 };

/**
 * Reads and checks everything in `dialogs/` and gets it ready for use: sentences, examples, provider.
 * Throws `DialogError` with file, line and remedy.
 */
export function openDialog(directory = DIALOGS, { days, hours } = USUAL): Dialog {
  const providerFile = readYaml(join(directory, 'provider.yaml'));
  const provider = readProvider(providerFile);
  const picturesFile = readYaml(join(directory, `pictures/${LANGUAGE}.yaml`));
  const pictures = loadPictures(picturesFile);
  const gaps = new Map([...providerGaps(provider), ...pictureGaps(pictures), ...fileGaps()]);
  gaps.set('keeping.days', String(days)).set('keeping.hours', String(hours));
  refuseOrphanFiles(directory);
  const readGuide = (program: Program) => readYaml(join(directory, `clients/${program}.yaml`));
  const guides = loadGuides(readGuide, gaps);
  const programs = new Map([...guides].map(([program, { name }]) => [program, name]));
  const wordsFile = readYaml(join(directory, `words/${LANGUAGE}.yaml`));
  const words = loadWords(wordsFile, gaps, programs);
  refuseUnclearButtons(words, wordsFile);
  refuseUnseenPicture(pictures, picturesFile, guides, words);
  refuseUnsaidNames(ownNames(provider), gaps, providerFile, () => [wordsFile, ...PROGRAMS.map(readGuide)]);
  const ears = openEars(directory);
  refuseLittleNames(readGuide, guides, ears.listening.littleWords);
  const machine = conversation.provide({ guards: guardsFor(guides), actions: actionsFor(guides) });
  return {
    machine,
    steps: openStepper(machine),
    words,
    guides,
    provider,
    pictures,
    understand: openUnderstanding(ears, buttonsIn(words), openPrograms(guides)),
    version: versionOf(guides),
  };
}

/** Changes with the machine and with the steps of a guide, to which stored talks point; sentences are not stored. */
function versionOf(guides: Guides): string {
  const steps = [...guides].map(([program, guide]) => [
    program,
    [...guide.steps].map(([part, { length }]) => [part, length]),
  ]);
  const content = JSON.stringify([conversation.config, FACTS, steps]);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  // Joined, it is one text in memory, where a template makes a pair of texts: with one of those in it, V8 takes twice as long
  // to write an item as JSON.
  return [conversation.id, hash].join('@');
}

/** How many steps there are where somebody is led through a guide. */
function stepsOf(guides: Guides, guide: Guide): number {
  const part = partFor(guide);
  return (guide.program && part && guides.get(guide.program)?.steps.get(part)?.length) || 0;
}

/** What the machine has to know of the guides. */
function guardsFor(guides: Guides) {
  const has = (program: Program, part: Part) => hasPart(guides, program, part);
  return {
    guideGoesOnAt: ({ context: { guide } }: { context: Context }, { step }: { step: GuideStep }) =>
      guide !== null && nextGuideStep(guide, has) === step,
    hasNextStep: ({ context: { guide } }: { context: Context }) =>
      guide !== null && guide.step + 1 < stepsOf(guides, guide),
    // The last step comes after the next one.
    isFarFromEnd: ({ context: { guide } }: { context: Context }) =>
      guide?.stepwise === true && guide.step + 2 < stepsOf(guides, guide),
    isLastNext: ({ context: { guide } }: { context: Context }) =>
      guide?.stepwise === true && guide.step + 2 === stepsOf(guides, guide),
    // The last step, from one before it or from all of them.
    isFurtherLast: (_: unknown, { guide, step }: WhichStep) =>
      guide !== null &&
      placeOf(guides, guide, step) + 1 === stepsOf(guides, guide) &&
      (!guide.stepwise || placeOf(guides, guide, step) > guide.step),
    hasStep: (_: unknown, { guide, step }: WhichStep) =>
      guide !== null &&
      placeOf(guides, guide, step) >= 0 &&
      placeOf(guides, guide, step) < stepsOf(guides, guide),
  };
}

/** What the machine does with the steps of a guide. */
function actionsFor(guides: Guides) {
  return {
    goToStep: assign<Context, DialogEvent, WhichStep['step'], DialogEvent, never>(
      ({ context: { guide } }, step) => ({
        guide: guide && { ...guide, step: placeOf(guides, guide, step) },
        misses: 0,
        open: null,
      }),
    ),
  };
}

function placeOf(guides: Guides, guide: Guide, step: WhichStep['step']): number {
  return step === 'last' ? stepsOf(guides, guide) - 1 : step;
}

const ANSWERS: ReadonlySet<WordKey> = new Set(['choice.yes', 'choice.no', 'choice.unsure']);

/** Every button that a person may still have before them, from any state. */
function buttonsIn(words: Words): Offered[] {
  const buttons = new Map<string, Offered>();
  for (const state of STATES) {
    // Yes, no and "not sure" mean something only where they are asked for.
    for (const choice of metaOf(state).choices(EVERYTHING_TOLD)) {
      if (ANSWERS.has(choice.label) || choice.event.type === 'prefer') continue;
      buttons.set(choice.label, { label: label(words, choice.label), event: choice.event });
    }
  }
  return [...buttons.values()];
}
