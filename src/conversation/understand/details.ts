import type { Protocol } from '../../../dialogs/advise.ts';
import type { Symptom } from '../../../dialogs/guides.ts';
import type { DialogEvent } from '../../../dialogs/model.ts';
import { isInSteps, type Trouble } from '../../../dialogs/wording.ts';
import { atSteps, offers } from './choices.ts';
import type { Situation } from './index.ts';
import type { Listening } from './listening.ts';
import type { FindProgram, Named } from './programs.ts';
import { isQuestion, type Sentence } from './sentences.ts';

/** What is offered once a program's steps are shown, or about to be. */
const STEPS = ['works', 'next', 'oneByOne', 'allAtOnce', 'program'] as const;
/** In so few words the other protocol is wanted in place of the one that is being set up: "no, POP please". */
const FEW = 6;
/** What is offered at the end, and what another program begins with. */
const DONE = ['works', 'rate', 'goOn'] as const;
/** … once it is done. */
const OVER = ['rate', 'reason', 'goOn'] as const;

/** What a message says to a question of a guide: which program, or what it says. */
export function guideAnswer(
  said: readonly string[],
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
  findProgram: FindProgram,
): DialogEvent | null {
  const asks = (type: DialogEvent['type']) => offers(situation, type);
  const isAtSteps = offers(situation, ...STEPS);
  if (asks('program') || said.length <= 3) {
    const named = programIn(said, listening, findProgram);
    if (named) return programNamed(named, read, situation, listening);
    // "Not Outlook" does not say which one it is.
    if (asks('program') && findProgram(said)) return { type: 'explain', subject: 'programs' };
  }
  if (asks('rate')) {
    const good = ratedIn(said, listening);
    if (good !== null) return { type: 'rate', good };
  }
  if (asks('elsewhere')) {
    const [works] = read.flatMap((sentence) => listening.findElsewhere(sentence));
    if (works) return { type: 'elsewhere', works: works.label };
  }
  if (asks('lookUp') && read.some(listening.asksWhere)) return { type: 'lookUp' };
  if (asks('protocol') && said.length <= FEW && !read.some(isQuestion)) {
    const named = protocolIn(read, listening);
    // "I have POP" says what is there, and is no wish.
    const wished = directionIn(read, listening) ?? named;
    if (named && wished === named) return { type: 'protocol', protocol: named };
  }
  const isInstead =
    said.length <= FEW &&
    said.some((word) => listening.littleWords.instead.has(word)) &&
    !read.some(isQuestion);
  if (isAtSteps && isInstead && !findProgram(said)) {
    const protocol = protocolIn(read, listening);
    if (protocol) return { type: 'protocol', protocol };
  }
  if ((asks('protocol') || isAtSteps) && said.length <= FEW) {
    if (read.some(listening.isNewOutlook)) return { type: 'program', program: 'outlook-new' };
    if (read.some(listening.isClassicOutlook)) return { type: 'program', program: 'outlook-classic' };
  }
  if (asks('symptom')) {
    const symptom = symptomIn(read, listening);
    if (symptom) return { type: 'symptom', symptom };
  }
  return null;
}

/** How many points make a mark good: more than half. */
const GOOD = 0.5;

/** "10/10", "8 out of 10", "4 stars": whether the marks that somebody gives are good ones. */
function ratedIn(said: readonly string[], { littleWords: { outOf, stars } }: Listening): boolean | null {
  const numbers = said.filter((word) => /^\d{1,3}$/.test(word)).map(Number);
  const others = said.filter((word) => !/^\d{1,3}$/.test(word));
  const [points, most = others.some((word) => stars.has(word)) ? STARS : undefined] = numbers;
  const isMark = others.every((word) => outOf.has(word) || stars.has(word));
  if (!isMark || numbers.length > 2 || points === undefined || most === undefined) return null;
  return points <= most ? points / most > GOOD : null;
}
const STARS = 5;

/** The program that somebody uses, of those that are named: "not Outlook", "from Outlook to Thunderbird", "Outlook, now Thunderbird". */
export function programIn(
  said: readonly string[],
  listening: Listening,
  findProgram: FindProgram,
): Named | null {
  const { lexicon, marks, littleWords } = listening;
  const is = (at: number, mark: number) => lexicon.at(said, at).some(({ symbol }) => symbol === mark);
  for (const [at, word] of said.entries()) {
    const [before, after] = [said.slice(0, at), said.slice(at + 1)];
    if ((littleWords.onto.has(word) || is(at, marks.now)) && findProgram(before)) {
      const named = findProgram(after);
      if (named) return named;
    }
    if (is(at, marks.not) && findProgram(after.slice(0, 1)))
      return programIn([...before, ...after.slice(1)], listening, findProgram);
  }
  return findProgram(said);
}

/** A program that is named: "Outlook, IMAP" is what a set-up needs; in the middle of steps it says only what there is. */
export function programNamed(
  named: Named,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): DialogEvent {
  const protocol = atSteps(situation) ? null : protocolIn(read, listening);
  const { program } = named;
  return protocol ? { type: 'trouble', trouble: 'setup', program, protocol } : { type: 'program', ...named };
}

/** "Now my iPad too", or "yes, my phone" to whether there is anything else, once one program is done. */
export function anotherProgram(
  { said, isYes }: { readonly said: readonly string[]; readonly isYes: boolean },
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
  findProgram: FindProgram,
): DialogEvent | null {
  const isAside = read.some((sentence) => listening.findAside(sentence).length > 0);
  if (
    isAside ||
    !offers(situation, ...DONE) ||
    said.length > FEW ||
    !(isYes || listening.littleWords.another.has(said[0] ?? ''))
  )
    return null;
  const named = findProgram(said);
  if (named) return { type: 'program', program: named.program };
  // "Now the phone" says that there is one more, and not which program it has.
  return offers(situation, ...OVER) && read.some(listening.namesDevice) ? { type: 'otherProgram' } : null;
}

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
  findProgram: FindProgram,
  listening: Listening,
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
  const asksSettings = trouble === 'setup' && read.some(listening.asksSettings);
  const keepsCopies =
    trouble === 'setup' &&
    protocol === 'POP' &&
    read.some((sentence) => listening.findAside(sentence).some(({ label }) => label === 'leaveCopy'));
  const stepwise = read.some(listening.wantsOneAtATime);
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

/** Which protocol somebody changes to; null where that is not plain, as the wrong direction could lose mail. */
function directionIn(read: readonly Sentence[], listening: Listening): Protocol | null {
  const { target, source } = listening.littleWords;
  let opposite: Protocol | null = null;
  for (const { protocol, before } of protocolsIn(read, listening)) {
    if (target.has(before)) return protocol;
    if (source.has(before)) opposite = protocol === 'POP' ? 'IMAP' : 'POP';
  }
  return opposite;
}

/** The one protocol that is named, or the one that stands after "to". */
function protocolIn(read: readonly Sentence[], listening: Listening): Protocol | null {
  const named = new Set<Protocol>();
  let target: Protocol | null = null;
  for (const { protocol, before } of protocolsIn(read, listening)) {
    named.add(protocol);
    if (listening.littleWords.wanted.has(before)) target = protocol;
  }
  const [only] = named;
  return target ?? (named.size === 1 ? (only ?? null) : null);
}

/** The protocols that are named, each with the word before it. */
function* protocolsIn(
  read: readonly Sentence[],
  { marks }: Listening,
): Generator<{ readonly protocol: Protocol; readonly before: string }> {
  for (const { words, at } of read) {
    for (const [index, here] of at.entries()) {
      const before = words[index - 1] ?? '';
      if (here.some(({ symbol }) => symbol === marks.pop)) yield { protocol: 'POP', before };
      else if (here.some(({ symbol }) => symbol === marks.imap)) yield { protocol: 'IMAP', before };
    }
  }
}
