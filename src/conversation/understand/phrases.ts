import type { DialogEvent } from '../../../dialogs/model.ts';
import type { Fact } from '../../../dialogs/scenarios.ts';
import { ASIDES_AT_STEPS, type Subject, type Trouble } from '../../../dialogs/wording.ts';
import { plainAnswer } from './answers.ts';
import { symptomIn } from './details.ts';
import { SMALL_TALK } from './events.ts';
import {
  asTold,
  type Hear,
  type Heard,
  hintsAt,
  toldBy,
  withoutDoubtfulOne,
  withoutDoubtfulOthers,
  withoutExceptedOne,
} from './hear.ts';
import type { Meaning } from './labels.ts';
import type { Listening } from './listening.ts';
import { isNegated, isQuestion, lengthOf, type Sentence, sentences } from './sentences.ts';
import { atSteps, offers, type Situation } from './situation.ts';

/** What a question about both protocols sounds like, and what the choice of one. */
const SOUNDS_LIKE: ReadonlySet<Trouble> = new Set(['whichDoIHave', 'setup', 'switching']);

/**
 * What comes before all else that is said along with it, the most urgent first: "it works" is no good news where a warning
 * was accepted, and whoever tells a password is not helped by a question.
 */
const DANGERS: readonly Subject[] = [
  'crisis',
  'fraud',
  'passwordTold',
  'warningAccepted',
  'unencrypted',
  'messageData',
  'askedToDelete',
  'profileUnsigned',
  'antivirus',
  'copyOff',
  'takenByProgram',
  'reinstalling',
  'deletingAll',
];

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
  'exporting',
  'slowProgram',
  'tooBig',
  'resetPassword',
  'hacked',
  'stolen',
  'formatting',
  'brokenDisk',
  'carryOver',
  'dataFiles',
  'compact',
  'downloadsAgain',
  'accepting',
  'oldPort',
  'smtp',
  'inBrowser',
  'otherAddress',
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

/** What is answered along with the facts that are told. */
const BESIDE_FACTS: ReadonlySet<Subject> = new Set(['both', 'bereaved', 'decide']);

/** Troubles that some asides are mistaken for: "POP is old and dangerous" tells of nobody who gives it up. */
const MISTAKEN_FOR: { readonly [S in Subject]?: readonly Trouble[] } = {
  safety: ['popEnds'],
  both: ['setup', 'switching'],
  webmail: ['setup'],
  leaveCopy: ['diskFull'],
  cannotTell: ['whichDoIHave'],
  webmailOnly: ['setup'],
  effort: ['setup', 'switching'],
  eachDevice: ['setup', 'switching'],
  exchange: ['setup', 'switching', 'popEnds'],
  backingUp: ['setup', 'switching', 'lostMail'],
  encrypted: ['setup', 'cannotConnect'],
  closing: ['setup', 'switching', 'lostMail'],
  age: ['popEnds'],
  battery: ['cannotConnect'],
  whoCanRead: ['setup', 'cannotConnect'],
  whereOption: ['setup', 'duplicates', 'sentMissing', 'whichDoIHave'],
  onlyHeaders: ['setup', 'diskFull'],
  mustChange: ['switching', 'popEnds'],
  twoStep: ['cannotConnect', 'setup'],
};

/** What happens to those only who have several devices. */
const COMPLAINED_OF: ReadonlySet<Subject> = new Set(['deleting', 'fetchedAway']);

function isMistakenFor(aside: Subject, trouble: Trouble): boolean {
  return MISTAKEN_FOR[aside]?.includes(trouble) === true;
}

/** What is said of mail that is missing in a change: that it was not copied, or that the account was removed too early. */
const IN_A_CHANGE: ReadonlySet<Subject> = new Set(['halfway', 'nothingThere', 'removed', 'wiped']);
/** Troubles that know better where it may be. */
const OF_FOLDERS: ReadonlySet<Trouble> = new Set(['foldersMissing', 'sentMissing']);

/** Whether an aside is taken up, and not what a message seems to want besides. */
function comesFirst(
  aside: Subject,
  want: DialogEvent | undefined,
  { isAtSteps, isOfCertificate }: { readonly isAtSteps: boolean; readonly isOfCertificate: boolean },
): boolean {
  if (want?.type !== 'trouble' || isMistakenFor(aside, want.trouble)) return true;
  // The help with a warning begins with "say no", too; at the steps their place is kept.
  if (aside === 'accepting' && want.trouble === 'cannotConnect') return isAtSteps || !isOfCertificate;
  if (aside === 'halfway' && OF_FOLDERS.has(want.trouble)) return false;
  if (isAtSteps && IN_A_CHANGE.has(aside)) return true;
  // What would be lost is not lost.
  if (aside === 'breaking' || aside === 'bereaved' || aside === 'ifStolen') return true;
  // Nor is what another device has fetched.
  if (aside === 'fetchedAway') return true;
  if (aside === 'whereStored' && want.trouble === 'lostMail') return true;
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
  const heard = { ...told, uses: read.every(({ beginsAsQuestion }) => beginsAsQuestion) ? null : told.uses };
  const asides = read.map((sentence) => asideIn(sentence, isAtSteps, listening));
  const [subject] = asides.filter((one) => one !== null);
  if (subject === undefined) return heard;
  const isOfCertificate = symptomIn(read, listening) === 'certificate';
  if (!comesFirst(subject, heard.wants[0], { isAtSteps, isOfCertificate })) return heard;
  const isAsked = read.some((sentence, at) => asides[at] !== null && isQuestion(sentence));
  const [want] = heard.wants;
  const isInstead = want?.type === 'trouble' && isMistakenFor(subject, want.trouble);
  const isTold = !isAsked && Object.keys(heard.facts).length > 0;
  // "IMAP on the laptop and POP on the PC" tells of two devices, and is no wish to change.
  if (isTold && (isInstead || BESIDE_FACTS.has(subject)))
    return { ...heard, uses: null, wants: [{ type: 'explain', subject }] };
  if (isTold && ONLY_ASKED.has(subject)) return heard;
  const others = read.filter((_, at) => asides[at] === null);
  const beside = others.length > 0 ? withCertain(hear(others), others, isAtSteps, listening) : NOTHING;
  // What is asked about is no fact, but who complains of what happens on two devices has them.
  const complains = COMPLAINED_OF.has(subject) && !isAsked;
  const facts = complains ? { ...toldBy(heard.facts, read, listening), ...beside.facts } : beside.facts;
  return { ...beside, facts, wants: [{ type: 'explain', subject }] };
}

/**
 * What is told and wanted in a message. What only sounds like a fact is left out where that fact is listened for: "I have a
 * phone, and might get a tablet".
 */
function hearTold(hear: Hear, read: readonly Sentence[], situation: Situation, listening: Listening): Heard {
  const heard = hearPlainly(hear, read, situation, listening);
  const unsaid = unsaidIn(read, listening);
  if (unsaid.size === 0) return heard;
  const facts: { [F in Fact]?: boolean } = { ...heard.facts };
  const certain = certainFacts(read, listening);
  for (const fact of unsaid) {
    const values = certain.get(fact);
    // "My mother's line is slow, mine is fine" says for sure what is not so.
    if (values?.size === 1 && values.has(false)) continue;
    const rest = withoutUnsaid(read, fact, listening);
    const is = rest.length > 0 ? hearPlainly(hear, rest, situation, listening).facts[fact] : undefined;
    if (is === undefined) delete facts[fact];
    else facts[fact] = is;
  }
  // A device that is only to come is asked about all the same.
  const unclear = heard.unclear.filter((fact) => !unsaid.has(fact) || hintsAt(fact, read, listening));
  return { ...heard, facts, unclear };
}

/** The facts of which something only seems to tell. */
function unsaidIn(read: readonly Sentence[], { findUnsaid }: Listening): ReadonlySet<Fact> {
  return new Set(read.flatMap((sentence) => findUnsaid(sentence).flatMap(({ label }) => label)));
}

/** Sentences without what only seems to tell of a fact. */
function withoutUnsaid(
  read: readonly Sentence[],
  fact: Fact,
  { findUnsaid, lexicon, marks }: Listening,
): readonly Sentence[] {
  return read.flatMap((sentence) => {
    const found = findUnsaid(sentence).filter(({ label }) => label.includes(fact));
    if (found.length === 0) return [sentence];
    const left = sentence.words.filter((_, at) =>
      found.every(({ match }) => at < match.start || at >= match.end),
    );
    return sentences(left.join(' '), lexicon, marks);
  });
}

/** What is learnt from a message, sure of itself, or plainly said to the question that is open. */
export function hearPlainly(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Heard {
  const { asks } = situation;
  const isAtSteps = atSteps(situation);
  const all = withCertain(hearWithProtocols(hear, read, listening), read, isAtSteps, listening);
  const isSettled = (fact: Fact) =>
    certainFacts(read, listening).has(fact) || unsaidIn(read, listening).has(fact);
  const doubted = withoutDoubtfulOthers(all, read, isSettled, listening);
  // Said to the question itself it is taken up once it is known whether that is a "no".
  const careful = asks === 'multipleDevices' ? doubted : withoutExceptedOne(doubted, read, listening);
  // Where it is asked what is wrong, "Outlook, POP" says what there is.
  const learnt = offers(situation, ...OF_TROUBLE) ? withoutSetUp(careful) : careful;
  const plain = plainAnswer(read, situation, listening);
  // What is plainly said to the question that is open is surer than what the same words would mean elsewhere.
  const differs = asks !== null && plain !== null && learnt.facts[asks] === !plain;
  return differs ? { ...learnt, facts: { ...learnt.facts, [asks]: plain } } : learnt;
}

/** What is offered while it is found out what is wrong. */
const OF_TROUBLE = ['symptom', 'elsewhere'] as const;

function withoutSetUp(heard: Heard): Heard {
  return {
    ...heard,
    wants: heard.wants.filter((want) => want.type !== 'trouble' || want.trouble !== 'setup'),
  };
}

const NOTHING: Heard = { facts: {}, unclear: [], corrects: false, wants: [], uses: null, maybe: null };

/** What a sentence asks or tells beside the choice: a danger, or else what takes most words to say. */
function asideIn(sentence: Sentence, isAtSteps: boolean, listening: Listening): Subject | null {
  const found = [
    ...(isAtSteps ? listening.findAsideAtSteps(sentence) : []),
    ...listening.findAside(sentence),
  ];
  found.sort((one, other) => other.pattern.weight - one.pattern.weight);
  const danger = DANGERS.find((danger) => found.some(({ label }) => label === danger));
  return danger ?? found[0]?.label ?? null;
}

/** The danger that a message tells of, if it does: nothing else that it may mean comes before that. */
export function dangerIn(
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Extract<DialogEvent, { type: 'explain' }> | null {
  const isAtSteps = atSteps(situation);
  const asides = read.map((sentence) => asideIn(sentence, isAtSteps, listening));
  const subject = DANGERS.find((danger) => asides.includes(danger));
  return subject ? { type: 'explain', subject } : null;
}

/** Commands that mean something only while a mail program is being set up, or mended. */
const AT_STEPS: ReadonlySet<DialogEvent['type']> = new Set([
  'oneByOne',
  'repeat',
  'allAtOnce',
  'next',
  'previous',
  'works',
  'worksNot',
]);

/** What was heard, and what is said for sure. */
function withCertain(
  heard: Heard,
  read: readonly Sentence[],
  isAtSteps: boolean,
  listening: Listening,
): Heard {
  // Of what is corrected only the order tells what is true in the end: what is sure of itself behind the correction.
  const corrected = certainFacts(heard.corrects ? fromCorrection(read, listening) : [], listening);
  const isOpen = (fact: Fact) => !heard.corrects || !(fact in heard.facts || heard.unclear.includes(fact));
  const said = new Map([
    ...[...certainFacts(read, listening)].filter(([fact]) => isOpen(fact)),
    ...corrected,
  ]);
  const wants: DialogEvent[] = [];
  for (const meaning of certainIn(read, listening)) {
    if (
      meaning.kind === 'event' &&
      (isAtSteps ? meaning.event.type !== 'back' : !AT_STEPS.has(meaning.event.type))
    )
      wants.push(meaning.event);
  }
  const facts: { [F in Fact]?: boolean } = { ...withoutDoubtfulOne(heard.facts, read, listening) };
  for (const [fact, values] of said) {
    const [is] = values;
    // Both yes and no are as good as nothing.
    if (values.size > 1) delete facts[fact];
    else if (is !== undefined) facts[fact] = is;
  }
  const unclear = [...said].filter(([, values]) => values.size > 1).map(([fact]) => fact);
  return {
    ...heard,
    facts,
    unclear: [...heard.unclear.filter((fact) => !said.has(fact)), ...unclear],
    // What is wanted comes before a goodbye.
    wants:
      wants.length > 0 && !isDoubt(wants, heard, read)
        ? wants.toSorted(
            (one, other) => Number(SMALL_TALK.has(one.type)) - Number(SMALL_TALK.has(other.type)),
          )
        : heard.wants,
  };
}

/** What is said from the last correction on: "wait, also the tablet". */
function fromCorrection(read: readonly Sentence[], { lexicon, marks }: Listening): readonly Sentence[] {
  const last = read.findLastIndex(({ symbols }) => symbols.has(marks.correction));
  return read.slice(last).flatMap((sentence, at) => {
    const from = at === 0 ? (sentence.symbols.get(marks.correction)?.at(-1)?.start ?? 0) : 0;
    return from === 0 ? [sentence] : sentences(sentence.words.slice(from).join(' '), lexicon, marks);
  });
}

/** A doubt about the advice is a short message: "my neighbour says POP is better". */
const DOUBT = 12;

/** Whether nothing but a doubt was found where something else is said: "my nephew says convert to IMAP, how is it done?" */
function isDoubt(wants: readonly DialogEvent[], heard: Heard, read: readonly Sentence[]): boolean {
  if (wants.some(({ type }) => type !== 'why')) return false;
  const [first] = heard.wants;
  // "My boss says POP is safer" sounds like a provider that gives it up.
  return lengthOf(read) > DOUBT || (first?.type === 'trouble' && first.trouble !== 'popEnds');
}

/** The facts that are told for sure: yes, no, or both, which tells as little as neither. */
function certainFacts(
  read: readonly Sentence[],
  listening: Listening,
): ReadonlyMap<Fact, ReadonlySet<boolean>> {
  const said = new Map<Fact, Set<boolean>>();
  for (const meaning of certainIn(read, listening)) {
    if (meaning.kind === 'fact') said.set(meaning.fact, new Set(said.get(meaning.fact)).add(meaning.is));
  }
  return said;
}

function* certainIn(
  read: readonly Sentence[],
  { findCertain, findUnsaid, marks, littleWords }: Listening,
): Generator<Meaning> {
  for (const sentence of read) {
    const unsaid = findUnsaid(sentence);
    for (const { label, pattern, match } of findCertain(sentence)) {
      const denied = !pattern.saysNot && isNegated(sentence, match.start, match.end, marks, match.taken);
      // "And on my phone?" tells of one, and asks what that changes.
      const isAsked = isQuestion(sentence) && !littleWords.goesOn.has(sentence.words[0] ?? '');
      const sounds = unsaid.some(
        (one) =>
          label.kind === 'fact' &&
          label.is &&
          one.label.includes(label.fact) &&
          match.start < one.match.end &&
          one.match.start < match.end,
      );
      const isTold = !denied && !isAsked && !sounds && sentence.over[match.start] !== true;
      if (label.kind !== 'fact' || isTold) yield label;
    }
  }
}

/** Whether a sentence asks which one to choose, and tells nothing. */
function asksToChoose(sentence: Sentence, { find }: Listening): boolean {
  const found = find(sentence);
  return (
    found.length > 0 && found.every(({ label }) => label.kind === 'event' && label.event.type === 'askMe')
  );
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
    if (labels.length === 0 && !asksToChoose(sentence, listening)) beside.push(sentence);
  }
  // What is said beside it is heard by itself, too, as it would be without it.
  const isBeside = beside.length > 0 && beside.length < read.length;
  const besides = isBeside ? hear(beside).facts : {};
  if (found.size === 0) return { ...heard, facts: { ...heard.facts, ...toldBy(besides, beside, listening) } };
  const facts = { ...heard.facts, ...besides };
  const told = { ...heard, facts: asTold(facts, read, listening), uses: null };
  const others = heard.wants.filter((want) => want.type !== 'trouble' || !SOUNDS_LIKE.has(want.trouble));
  if (found.has('choosing')) return { ...told, wants: [...others, { type: 'askMe' }] };
  const rest = others.filter(({ type }) => type !== 'askMe' && type !== 'explain');
  const own: DialogEvent = found.has('decided')
    ? { type: 'trouble', trouble: 'setup' }
    : { type: 'explain', subject: 'difference' };
  return { ...told, wants: [own, ...rest] };
}
