import type { Protocol } from '../../../../dialogs/advise.ts';
import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Symptom } from '../../../../dialogs/guides.ts';
import { isInSteps, OF_SETTINGS, type Trouble } from '../../../../dialogs/subjects.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Resources } from '../reading.ts';
import { isNegated, type Sentence } from '../text/sentences.ts';

/**
 * What a mail program is told to say, by the turn of phrase that takes most words. Of two sentences the one counts that names
 * it: "slow internet. My password is refused".
 */
export function symptomIn(read: readonly Sentence[], { findSymptom }: Listening): Symptom | null {
  const found = read.flatMap((sentence) => {
    const [best] = findSymptom(sentence).toSorted(byWeight);
    return best ?? [];
  });
  const named = found.filter(({ label }) => label !== 'other');
  const [best] = (named.length > 0 ? named : found).sort(byWeight);
  return best?.label ?? null;
}

type Weighty = { readonly pattern: { readonly weight: number } };
const byWeight = (one: Weighty, other: Weighty) => other.pattern.weight - one.pattern.weight;

const ABOUT_ONE_PROTOCOL: ReadonlySet<Trouble> = new Set(['setup', 'duplicates']);

/** A trouble with what was said along with it: the program, the protocol, and what the program says. */
export function withDetails(
  event: DialogEvent,
  read: readonly Sentence[],
  { listening, findProgram }: Resources,
): DialogEvent {
  const isShown = event.type === 'explain' && isInSteps(event.subject);
  if (event.type !== 'trouble' && !isShown) return event;
  const program = findProgram(read.flatMap(({ words }) => words))?.program ?? null;
  if (event.type !== 'trouble') return { ...event, ...(program && { program }) };
  const { trouble } = event;
  const protocol =
    trouble === 'switching'
      ? directionIn(read, listening)
      : ABOUT_ONE_PROTOCOL.has(trouble)
        ? protocolIn(read, listening)
        : null;
  const asksSettings = trouble === 'setup' && read.some((sentence) => isOfSettings(sentence, listening));
  const keepsCopies =
    trouble === 'setup' &&
    protocol === 'POP' &&
    read.some((sentence) => listening.findAside(sentence).some(({ label }) => label === 'leaveCopy'));
  const stepwise = read.some(listening.says('oneAtATime'));
  const symptom = trouble === 'cannotConnect' ? symptomIn(read, listening) : null;
  return {
    ...event,
    ...(program && { program }),
    ...(protocol && { protocol }),
    ...(symptom && { symptom }),
    ...(asksSettings && { asksSettings }),
    ...(stepwise && { stepwise }),
    ...(keepsCopies && { keepsCopies }),
  };
}

/** Whether a sentence asks for all settings, or one of those that the table of them shows. */
function isOfSettings(sentence: Sentence, { says, findAside }: Listening): boolean {
  return says('settings')(sentence) || findAside(sentence).some(({ label }) => OF_SETTINGS.has(label));
}

/** Which protocol somebody changes to; null where that is not plain, as the wrong direction could lose mail. */
export function directionIn(read: readonly Sentence[], listening: Listening): Protocol | null {
  const { target, source } = listening.littleWords;
  let opposite: Protocol | null = null;
  for (const { protocol, before } of protocolsIn(read, listening)) {
    if (target.has(before)) return protocol;
    if (source.has(before)) opposite = protocol === 'POP' ? 'IMAP' : 'POP';
  }
  return opposite;
}

/** The one protocol that is named, or the one that stands after "to". */
export function protocolIn(read: readonly Sentence[], listening: Listening): Protocol | null {
  const named = new Set<Protocol>();
  let target: Protocol | null = null;
  for (const { protocol, before } of protocolsIn(read, listening)) {
    named.add(protocol);
    if (listening.littleWords.wanted.has(before)) target = protocol;
  }
  const [only] = named;
  return target ?? (named.size === 1 ? (only ?? null) : null);
}

/** The protocols that are named and not denied: of "IMAP, not POP" the first one only. */
export function protocolsMeant(read: readonly Sentence[], listening: Listening): readonly Protocol[] {
  const meant = new Set<Protocol>();
  for (const { protocol, sentence, index } of protocolsIn(read, listening))
    if (!isNegated(sentence, index, index + 1, listening.marks)) meant.add(protocol);
  return [...meant];
}

/** A protocol that is named, with the word before it, and where it stands. */
type NamedProtocol = {
  readonly protocol: Protocol;
  readonly before: string;
  readonly sentence: Sentence;
  readonly index: number;
};

function* protocolsIn(read: readonly Sentence[], { marks }: Listening): Generator<NamedProtocol> {
  for (const sentence of read) {
    for (const [index, here] of sentence.at.entries()) {
      const place = { before: sentence.words[index - 1] ?? '', sentence, index };
      if (here.some(({ symbol }) => symbol === marks.pop)) yield { protocol: 'POP', ...place };
      else if (here.some(({ symbol }) => symbol === marks.imap)) yield { protocol: 'IMAP', ...place };
    }
  }
}
