import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { ASIDES_AT_STEPS, type Subject, type Trouble } from '../../../dialogs/wording.ts';
import { plainAnswer } from './answers.ts';
import { offers } from './choices.ts';
import { SMALL_TALK } from './events.ts';
import { asTold, type Hear, type Heard, toldBy } from './hear.ts';
import type { Situation } from './index.ts';
import type { Meaning } from './labels.ts';
import type { Listening } from './loadPatterns.ts';
import { beginsAsQuestion, isNegated, isQuestion, lengthOf, type Sentence } from './sentences.ts';

/** What a question about both protocols sounds like, and what the choice of one. */
const SOUNDS_LIKE: ReadonlySet<Trouble> = new Set(['whichDoIHave', 'setup', 'switching']);

/** What is offered while a mail program is being set up, or mended. */
const OF_STEPS = ['works', 'worksNot', 'next', 'program', 'symptom', 'elsewhere'] as const;

/** What comes before the help that a message seems to want: that help would be of no use, or do harm. */
const BEFORE_TROUBLES: ReadonlySet<Subject> = new Set([
  ...ASIDES_AT_STEPS,
  'others',
  'later',
  'whichOutlook',
  'printer',
  'webmailLogin',
  'syncPeriod',
  'newComputer',
  'removed',
  'notYet',
  'hacked',
  'crisis',
]);

/** What is only an aside where it is asked; told along with facts it is part of them. */
const ONLY_ASKED: ReadonlySet<Subject> = new Set([
  'speed',
  'cost',
  'safety',
  'privacy',
  'backup',
  'dataUse',
  'offline',
  'others',
  'later',
  'both',
  'leaveCopy',
]);

/** Troubles that some asides are mistaken for: "POP is old and dangerous" tells of nobody who gives it up. */
const MISTAKEN_FOR: { readonly [S in Subject]?: Trouble } = {
  safety: 'popEnds',
  both: 'setup',
  webmail: 'setup',
  leaveCopy: 'diskFull',
};

/** Whether an aside is taken up, and not what a message seems to want besides. */
function comesFirst(aside: Subject, want: DialogEvent | undefined): boolean {
  if (want?.type !== 'trouble' || MISTAKEN_FOR[aside] === want.trouble) return true;
  // Who has removed an account and misses mail is helped to find it.
  return BEFORE_TROUBLES.has(aside) && want.trouble !== 'lostMail';
}

/** What a message says, heard as it was learnt, and by the turns of phrase that are sure whatever was learnt. */
export function hearPhrases(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Heard {
  const { asks } = situation;
  const atSteps = offers(situation, ...OF_STEPS);
  const learnt = withCertain(hearWithProtocols(hear, read, listening), read, atSteps, listening);
  const plain = plainAnswer(read, situation, listening);
  // What is plainly said to the question that is open is surer than what the same words would mean elsewhere.
  const differs = asks !== null && plain !== null && learnt.facts[asks] === !plain;
  const facts = differs ? { ...learnt.facts, [asks]: plain } : learnt.facts;
  // "Can I use POP on two devices?" does not say that it is in use.
  const uses = read.every(beginsAsQuestion) ? null : learnt.uses;
  const heard = { ...learnt, facts, uses };
  const asides = read.map((sentence) => asideIn(sentence, atSteps, listening));
  const [subject] = asides.filter((one) => one !== null);
  if (subject === undefined || !comesFirst(subject, heard.wants[0])) return heard;
  const isAsked = read.some((sentence, at) => asides[at] !== null && isQuestion(sentence));
  if (ONLY_ASKED.has(subject) && !isAsked && Object.keys(heard.facts).length > 0) return heard;
  const beside = read.filter((_, at) => asides[at] === null);
  const told = beside.length > 0 ? withCertain(hear(beside), beside, atSteps, listening) : NOTHING;
  // What is asked about is no fact, but who complains of what happens on two devices has them.
  const complains = subject === 'deleting' && !isAsked;
  const toldBeside = complains ? { ...toldBy(heard.facts, read, listening), ...told.facts } : told.facts;
  return { ...told, facts: toldBeside, wants: [{ type: 'explain', subject }] };
}

const NOTHING: Heard = { facts: {}, unclear: [], corrects: false, wants: [], uses: null, maybe: null };

/** What a sentence asks or tells beside the choice; of several things the one that takes most words to say. */
function asideIn(sentence: Sentence, atSteps: boolean, listening: Listening): Subject | null {
  const found = [...(atSteps ? listening.findAsideAtSteps(sentence) : []), ...listening.findAside(sentence)];
  const [best] = found.sort((one, other) => other.pattern.weight - one.pattern.weight);
  return best?.label ?? null;
}

/** Commands that mean something only while a mail program is being set up, or mended. */
const AT_STEPS: ReadonlySet<DialogEvent['type']> = new Set([
  'oneByOne',
  'allAtOnce',
  'next',
  'previous',
  'works',
  'worksNot',
]);

/** What was heard, and what is said for sure. */
function withCertain(heard: Heard, read: readonly Sentence[], atSteps: boolean, listening: Listening): Heard {
  const facts: { [F in Fact]?: boolean } = {};
  const wants: DialogEvent[] = [];
  for (const meaning of certainIn(read, listening)) {
    // Of what is corrected only the order tells what is true in the end.
    if (meaning.kind === 'fact' && heard.corrects) continue;
    if (meaning.kind === 'fact') facts[meaning.fact] = meaning.is;
    else if (
      meaning.kind === 'event' &&
      (atSteps ? meaning.event.type !== 'back' : !AT_STEPS.has(meaning.event.type))
    )
      wants.push(meaning.event);
  }
  return {
    ...heard,
    facts: { ...heard.facts, ...facts },
    unclear: heard.unclear.filter((fact) => facts[fact] === undefined),
    // What is wanted comes before a goodbye.
    wants:
      wants.length > 0 && !isDoubt(wants, heard, read)
        ? wants.toSorted(
            (one, other) => Number(SMALL_TALK.has(one.type)) - Number(SMALL_TALK.has(other.type)),
          )
        : heard.wants,
  };
}

/** A doubt about the advice is a short message: "my neighbour says POP is better". */
const DOUBT = 12;

/** Whether nothing but a doubt was found where something else is said: "my nephew says convert to IMAP, how is it done?" */
function isDoubt(wants: readonly DialogEvent[], heard: Heard, read: readonly Sentence[]): boolean {
  if (wants.some(({ type }) => type !== 'why')) return false;
  return lengthOf(read) > DOUBT || heard.wants[0]?.type === 'trouble';
}

function* certainIn(read: readonly Sentence[], { findCertain, marks }: Listening): Generator<Meaning> {
  for (const sentence of read) {
    for (const { label, pattern, match } of findCertain(sentence)) {
      const denied = !pattern.saysNot && isNegated(sentence, match.start, match.end, marks, match.taken);
      // "And on my phone?" tells of one, and asks what that changes.
      const isAsked = isQuestion(sentence) && sentence.words[0] !== 'and';
      const isTold = !denied && !isAsked && sentence.over[match.start] !== true;
      if (label.kind !== 'fact' || isTold) yield label;
    }
  }
}

/**
 * "Outlook asks POP or IMAP and I have no idea": who says so wants to choose, or to hear what the words mean, whatever else
 * it sounds like. The device that they name is the one that asks, and tells of no other. "POP please" is a choice that was
 * made, and not what somebody uses.
 */
function hearWithProtocols(hear: Hear, read: readonly Sentence[], listening: Listening): Heard {
  const heard = hear(read);
  const found = new Set<string>();
  const beside: Sentence[] = [];
  for (const sentence of read) {
    const labels = listening.findProtocols(sentence);
    for (const { label } of labels) found.add(label);
    if (labels.length === 0) beside.push(sentence);
  }
  if (found.size === 0) return heard;
  // What is said beside it is heard by itself, too, as it would be without it.
  const facts = beside.length > 0 ? { ...heard.facts, ...hear(beside).facts } : heard.facts;
  const told = { ...heard, facts: asTold(facts, read, listening), uses: null };
  const others = heard.wants.filter((want) => want.type !== 'trouble' || !SOUNDS_LIKE.has(want.trouble));
  if (found.has('choosing')) return { ...told, wants: [...others, { type: 'askMe' }] };
  const rest = others.filter(({ type }) => type !== 'askMe' && type !== 'explain');
  const own: DialogEvent = found.has('decided')
    ? { type: 'trouble', trouble: 'setup' }
    : { type: 'explain', subject: 'difference' };
  return { ...told, wants: [own, ...rest] };
}
