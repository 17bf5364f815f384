import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Taught } from './examples/taught.ts';
import type { Hear } from './heard/hear.ts';
import type { Listening } from './patterns/listening.ts';
import type { FindProgram } from './patterns/programs.ts';
import type { Offered, Situation } from './situation.ts';
import { type Sentence, sentences } from './text/sentences.ts';

/** A message, or a part of it, as it is read in a situation. */
export type Reading = {
  /** As it was written. */
  readonly text: string;
  /** In plain lower-case words, and as the one would tell it whom it is about. */
  readonly said: string;
  /** The sentences of what is said. */
  readonly read: readonly Sentence[];
  readonly situation: Situation;
};

/** All that it takes to read a message, got ready once at start. */
export type Resources = {
  readonly listening: Listening;
  readonly hear: Hear;
  readonly findProgram: FindProgram;
  readonly taught: Taught;
  /** All labels there are, so that an old button still means what it says. */
  readonly buttons: readonly Offered[];
};

/** Reads a message, of which the sentences are only found where somebody wants them: a button that is pressed needs none. */
export function readAs(message: Omit<Reading, 'read'>, listening: Listening): Reading {
  return new LazyReading(message, listening);
}

/** A class, as a getter of the class costs less than one of each object. */
class LazyReading implements Reading {
  readonly text: string;
  readonly said: string;
  readonly situation: Situation;
  readonly #listening: Listening;
  #read: readonly Sentence[] | undefined;

  constructor({ text, said, situation }: Omit<Reading, 'read'>, listening: Listening) {
    this.text = text;
    this.said = said;
    this.situation = situation;
    this.#listening = listening;
  }

  get read(): readonly Sentence[] {
    this.#read ??= sentences(this.said, this.#listening.lexicon, this.#listening.marks);
    return this.#read;
  }
}

/** What a message means as far as one kind of meaning goes; null where it has none of that kind. */
export type Reader<Input> = (
  input: Input,
  resources: Resources,
) => DialogEvent | readonly DialogEvent[] | null;

/** What the first reader that makes something of a message makes of it. */
export function firstOf<Input>(
  readers: readonly Reader<Input>[],
  input: Input,
  resources: Resources,
): readonly DialogEvent[] | null {
  for (const reader of readers) {
    const found = reader(input, resources);
    if (found) return 'type' in found ? [found] : found;
  }
  return null;
}
