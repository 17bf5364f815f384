import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { ASIDES_AT_STEPS, type Subject, type Trouble } from '../../../dialogs/wording.ts';
import { plainAnswer } from './answers.ts';
import { atSteps, offers } from './choices.ts';
import { SMALL_TALK } from './events.ts';
import { asTold, type Hear, type Heard, toldBy } from './hear.ts';
import type { Situation } from './index.ts';
import type { Meaning } from './labels.ts';
import type { Listening } from './loadPatterns.ts';
import { beginsAsQuestion, isNegated, isQuestion, lengthOf, type Sentence, sentences } from './sentences.ts';

/** What a question about both protocols sounds like, and what the choice of one. */
const SOUNDS_LIKE: ReadonlySet<Trouble> = new Set(['whichDoIHave', 'setup', 'switching']);

/** What is offered while it is found out what is wrong. */
const OF_TROUBLE = ['symptom', 'elsewhere'] as const;

function withoutSetUp(heard: Heard): Heard {
  return {
    ...heard,
    wants: heard.wants.filter((want) => want.type !== 'trouble' || want.trouble !== 'setup'),
  };
}

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
  'removing',
  'emptying',
  'makingRoom',
  'tooBig',
  'resetPassword',
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
const MISTAKEN_FOR: { readonly [S in Subject]?: readonly Trouble[] } = {
  safety: ['popEnds'],
  both: ['setup', 'switching'],
  webmail: ['setup'],
  leaveCopy: ['diskFull'],
  contacts: ['switching'],
  webmailOnly: ['setup'],
};

function isMistakenFor(aside: Subject, trouble: Trouble): boolean {
  return MISTAKEN_FOR[aside]?.includes(trouble) === true;
}

/** Whether an aside is taken up, and not what a message seems to want besides. */
function comesFirst(aside: Subject, want: DialogEvent | undefined): boolean {
  if (want?.type !== 'trouble' || isMistakenFor(aside, want.trouble)) return true;
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
  const isAtSteps = atSteps(situation);
  const told = hearTold(hear, read, situation, listening);
  // "Can I use POP on two devices?" does not say that it is in use.
  const heard = { ...told, uses: read.every(beginsAsQuestion) ? null : told.uses };
  const asides = read.map((sentence) => asideIn(sentence, isAtSteps, listening));
  const [subject] = asides.filter((one) => one !== null);
  if (subject === undefined || !comesFirst(subject, heard.wants[0])) return heard;
  const isAsked = read.some((sentence, at) => asides[at] !== null && isQuestion(sentence));
  const [want] = heard.wants;
  const isInstead = want?.type === 'trouble' && isMistakenFor(subject, want.trouble);
  const isTold = !isAsked && Object.keys(heard.facts).length > 0;
  // "IMAP on the laptop and POP on the PC" tells of two devices, and is no wish to change.
  if (isTold && isInstead) return { ...heard, wants: [{ type: 'explain', subject }] };
  if (isTold && ONLY_ASKED.has(subject)) return heard;
  const others = read.filter((_, at) => asides[at] === null);
  const beside = others.length > 0 ? withCertain(hear(others), others, isAtSteps, listening) : NOTHING;
  // What is asked about is no fact, but who complains of what happens on two devices has them.
  const complains = subject === 'deleting' && !isAsked;
  const facts = complains ? { ...toldBy(heard.facts, read, listening), ...beside.facts } : beside.facts;
  return { ...beside, facts, wants: [{ type: 'explain', subject }] };
}

/**
 * What is told and wanted in a message. What only sounds like a fact is left out where that fact is listened for: "I have a
 * phone, and might get a tablet".
 */
function hearTold(hear: Hear, read: readonly Sentence[], situation: Situation, listening: Listening): Heard {
  const heard = hearPlainly(hear, read, situation, listening);
  const { unsaid, rest } = withoutUnsaid(read, listening);
  // "My mother's line is slow, mine is fine" says for sure what is not so.
  for (const meaning of certainIn(read, listening))
    if (meaning.kind === 'fact' && !meaning.is) unsaid.delete(meaning.fact);
  if (unsaid.size === 0) return heard;
  const said = rest.length > 0 ? hearPlainly(hear, rest, situation, listening) : NOTHING;
  const isOpen = ([fact]: readonly [string, boolean]) => !unsaid.has(fact);
  return {
    ...heard,
    facts: Object.fromEntries([
      ...Object.entries(heard.facts).filter(isOpen),
      ...Object.entries(said.facts).filter((entry) => !isOpen(entry)),
    ]),
    unclear: heard.unclear.filter((fact) => !unsaid.has(fact)),
  };
}

/** The facts of which sentences only seem to tell, and the sentences without what seems so. */
function withoutUnsaid(read: readonly Sentence[], { findUnsaid, lexicon, marks }: Listening) {
  const unsaid = new Set<string>();
  const rest = read.flatMap((sentence) => {
    const found = findUnsaid(sentence);
    if (found.length === 0) return [sentence];
    for (const { label } of found) for (const fact of label) unsaid.add(fact);
    const left = sentence.words.filter((_, at) =>
      found.every(({ match }) => at < match.start || at >= match.end),
    );
    return sentences(left.join(' '), lexicon, marks);
  });
  return { unsaid, rest };
}

/** What is learnt from a message, sure of itself, or plainly said to the question that is open. */
function hearPlainly(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Heard {
  const { asks } = situation;
  const isAtSteps = atSteps(situation);
  const all = withCertain(hearWithProtocols(hear, read, listening), read, isAtSteps, listening);
  // Where it is asked what is wrong, "Outlook, POP" says what there is.
  const learnt = offers(situation, ...OF_TROUBLE) ? withoutSetUp(all) : all;
  const plain = plainAnswer(read, situation, listening);
  // What is plainly said to the question that is open is surer than what the same words would mean elsewhere.
  const differs = asks !== null && plain !== null && learnt.facts[asks] === !plain;
  return differs ? { ...learnt, facts: { ...learnt.facts, [asks]: plain } } : learnt;
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
