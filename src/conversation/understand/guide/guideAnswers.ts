import type { DialogEvent } from '../../../../dialogs/events.ts';
import { isOnPhone, OUTLOOKS } from '../../../../dialogs/guides.ts';
import type { AnswerMeaning } from '../examples/labels.ts';
import { directionIn, protocolIn, symptomIn } from '../heard/details.ts';
import type { Spoken } from '../ownWords/answering.ts';
import type { Listening } from '../patterns/listening.ts';
import type { FindProgram, Named } from '../patterns/programs.ts';
import type { Reading, Resources } from '../reading.ts';
import { andDevice } from '../shown/devices.ts';
import { atSteps, isWarned, offers, type Situation } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';
import { besideProgram } from './besideProgram.ts';
import { isAboutLooking } from './elsewhere.ts';

/** What is offered once a program's steps are shown, or about to be. */
const STEPS = ['works', 'next', 'oneByOne', 'allAtOnce', 'program'] as const;
/** In so few words the other protocol is wanted in place of the one that is being set up: "no, POP please". */
const FEW = 6;
/** What is offered at the end, and what another program begins with. */
const DONE = ['works', 'rate', 'goOn'] as const;
/** What is offered once it is done. */
const OVER = ['rate', 'reason', 'goOn'] as const;

/** What is said to a question of a guide, unless more is said, or something else. */
export function toGuide(
  { whole, message, answered: { answer }, own, short }: Spoken,
  resources: Resources,
): readonly DialogEvent[] | null {
  const { read, situation } = message;
  const { listening } = resources;
  // "Ah ok, IMAP" agrees to one of them, whichever is being set up.
  const agreed = whole.read.every(listening.says('agreeing')) ? protocolIn(whole.read, listening) : null;
  if (agreed && offers(situation, ...STEPS)) return [{ type: 'protocol', protocol: agreed }];
  const order = orderIn(message, resources);
  if (order) return [order];
  const event = guideAnswer(message, resources);
  if (!event) return null;
  // "POP to IMAP in Outlook" names the program of a change, whatever is being set up.
  const isOther = event.type === 'program' && own.some(isSwitch) && namesBoth(read, listening);
  const isBeside = event.type === 'elsewhere' && own.some(isAboutLooking);
  // "I don't have File" says which Outlook it is, and not only that something is not there.
  const isSaid =
    own.some((one) => !isNotThere(one)) || (situation.asks !== null && (answer ?? short) !== null);
  const isMore = event.type === 'trouble' ? own.some(isTrouble) : isSaid || read.some(isQuestion);
  if (isOther || isBeside || (isUnasked(event, situation) && isMore)) return null;
  if (event.type === 'program' && offers(situation, 'program')) {
    const beside = besideProgram(whole.read, own, listening, resources.findProgram);
    if (beside) return [{ ...event, beside }];
  }
  // "I use POP in Thunderbird" answers what is asked next as well, but of nothing that is set up; "Outlook, I think POP" has not
  // looked.
  const isTold =
    event.type === 'program' && situation.purpose !== 'setup' && !read.some(listening.says('supposed'));
  const used = isTold ? own.filter(({ type }) => type === 'uses') : [];
  return [...andDevice(event, message, listening), ...used];
}

function isNotThere(event: DialogEvent): boolean {
  return event.type === 'explain' && event.subject === 'notThere';
}

function isTrouble({ type }: DialogEvent): boolean {
  return type === 'trouble';
}

function isSwitch(event: DialogEvent): boolean {
  return event.type === 'trouble' && event.trouble === 'switching';
}

function namesBoth(read: readonly Sentence[], { marks }: Listening): boolean {
  return read.some(({ symbols }) => symbols.has(marks.pop) && symbols.has(marks.imap));
}

/** A program that nobody asked for is named along with something else ("duplicates POP iPhone"), or by itself. */
function isUnasked({ type }: DialogEvent, situation: Situation): boolean {
  return (type === 'program' || type === 'trouble') && !offers(situation, 'program');
}

/** What a message says to a question of a guide: which program, or what it says. */
function guideAnswer(reading: Reading, { listening, findProgram }: Resources): DialogEvent | null {
  const { read, situation } = reading;
  const said = words(reading.said);
  const asks = (type: DialogEvent['type']) => offers(situation, type);
  const isAtSteps = offers(situation, ...STEPS);
  if (asks('program') && read.some(listening.says('outlookApp')))
    return { type: 'program', program: 'other' };
  if (asks('program') || said.length <= 3) {
    const named = programIn(said, listening, findProgram);
    if (named) return programNamed(named, reading, listening);
    // "Not Outlook" does not say which one it is.
    if (asks('program') && findProgram(said)) return { type: 'explain', subject: 'programs' };
  }
  if (asks('rate')) {
    const good = ratedIn(said, listening);
    if (good !== null) return { type: 'rate', good };
  }
  if (asks('elsewhere')) {
    // "The page can't be opened" says nothing of the password, which is what webmail is asked about.
    if (situation.symptom === 'password' && symptomIn(read, listening) === 'server')
      return { type: 'symptom', symptom: 'server' };
    const [works] = read.flatMap((sentence) => listening.findElsewhere(sentence));
    if (works) return { type: 'elsewhere', works: works.label };
  }
  if (asks('lookUp') && read.some(listening.says('whereItStands'))) return { type: 'lookUp' };
  if (asks('protocol') && !isWarned(situation) && said.length <= FEW && !read.some(isQuestion)) {
    const named = protocolIn(read, listening);
    // "I have POP" says what is there, and is no wish.
    const wished = directionIn(read, listening) ?? named;
    if (named && wished === named) return { type: 'protocol', protocol: named };
  }
  const { instead, questions } = listening.littleWords;
  const isInstead =
    said.length <= FEW &&
    said.some((word) => instead.has(word)) &&
    // "Then I remove the POP account"
    !read.some((sentence) => listening.findAsideAtSteps(sentence).length > 0) &&
    // "Actually, should I use POP?" asks, too.
    !read.some(isQuestion) &&
    !questions.has(said.find((word) => !instead.has(word)) ?? '');
  if (isAtSteps && isInstead && !findProgram(said)) {
    const protocol = protocolIn(read, listening);
    if (protocol) return { type: 'protocol', protocol };
  }
  const isOutlook = situation.program ? OUTLOOKS.has(situation.program) : false;
  if (isOutlook && (asks('protocol') || asks('elsewhere') || isAtSteps) && said.length <= FEW) {
    if (read.some(listening.says('newOutlook'))) return { type: 'program', program: 'outlook-new' };
    if (read.some(listening.says('classicOutlook'))) return { type: 'program', program: 'outlook-classic' };
  }
  if (asks('symptom')) {
    const symptom = symptomIn(read, listening) ?? (read.some(listening.says('noSign')) ? 'other' : null);
    if (symptom) return { type: 'symptom', symptom };
  }
  return null;
}

/** "The iPad first": of two programs, or devices, the one that is set up first; its program is asked where only the device is named. */
function orderIn(
  { read, situation, said }: Reading,
  { listening, findProgram }: Resources,
): DialogEvent | null {
  const isGiven = read.length > 0 && read.every(listening.says('orderGiven'));
  if (!isGiven || !offers(situation, 'works', 'next') || situation.symptom) return null;
  const named = programIn(words(said), listening, findProgram);
  if (named) return { type: 'program', ...named };
  const namesPhone = read.some(listening.says('phones'));
  const isHere =
    read.some(listening.namesDevice) &&
    situation.program !== null &&
    situation.program !== undefined &&
    isOnPhone(situation.program) === namesPhone;
  return isHere ? { type: 'takeUp' } : { type: 'otherProgram' };
}

/** How many points make a mark good: more than half. */
const GOOD = 0.5;
/** How many stars there are at most. */
const STARS = 5;

/** "10/10", "8 out of 10", "4 stars": whether the marks that somebody gives are good ones. */
function ratedIn(said: readonly string[], { littleWords: { outOf, stars } }: Listening): boolean | null {
  const numbers = said.filter((word) => /^\d{1,3}$/.test(word)).map(Number);
  const others = said.filter((word) => !/^\d{1,3}$/.test(word));
  const [points, most = others.some((word) => stars.has(word)) ? STARS : undefined] = numbers;
  const isMark = others.every((word) => outOf.has(word) || stars.has(word));
  if (!isMark || numbers.length > 2 || points === undefined || most === undefined) return null;
  return points <= most ? points / most > GOOD : null;
}

/** The program that somebody uses, of those that are named: "not Outlook", "from Outlook to Thunderbird", "Outlook, now Thunderbird". */
function programIn(said: readonly string[], listening: Listening, findProgram: FindProgram): Named | null {
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
export function programNamed(named: Named, { read, situation }: Reading, listening: Listening): DialogEvent {
  // "Thunderbird or POP" weighs the two.
  const isWeighed = read.some(({ words }) => words.some((word) => listening.littleWords.versus.has(word)));
  const protocol = atSteps(situation) || isWeighed ? null : protocolIn(read, listening);
  const { program } = named;
  return protocol ? { type: 'trouble', trouble: 'setup', program, protocol } : { type: 'program', ...named };
}

/** "Now my iPad too", or "yes, my phone" to whether there is anything else, once one program is done; `answer` stands before it. */
export function anotherProgram(
  reading: Reading,
  answer: AnswerMeaning | null,
  { listening, findProgram }: Resources,
): DialogEvent | null {
  const { read, situation } = reading;
  const said = words(reading.said);
  const isAside = read.some((sentence) => listening.findAside(sentence).length > 0);
  if (
    isAside ||
    !offers(situation, ...DONE) ||
    said.length > FEW ||
    !(answer?.answer === 'yes' || listening.littleWords.another.has(said[0] ?? ''))
  )
    return null;
  const named = findProgram(said);
  if (named) return { type: 'program', program: named.program };
  // "Now the phone" says that there is one more, and not which program it has.
  return offers(situation, ...OVER) && read.some(listening.namesDevice) ? { type: 'otherProgram' } : null;
}
