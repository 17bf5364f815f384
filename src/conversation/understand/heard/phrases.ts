import type { Fact, Facts } from '../../../../dialogs/scenarios.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { toldBy } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import { atSteps, isAdvised, offers, type Situation } from '../situation.ts';
import { isQuestion, lengthOf, type Sentence } from '../text/sentences.ts';
import { plainAnswer } from './answers.ts';
import { asideIn, comesFirst, isMistakenFor, OTHER_CAUSES } from './asides.ts';
import { certainFacts, withCertain } from './certain.ts';
import { withClauses } from './clauses.ts';
import { symptomIn } from './details.ts';
import {
  hintsAt,
  speaksForPop,
  withoutDoubtfulAsked,
  withoutDoubtfulOthers,
  withoutExceptedOne,
  withoutNamedNobody,
} from './doubts.ts';
import type { Hear, Interpretation } from './hear.ts';
import { hearWithProtocols } from './protocols.ts';
import { unsaidIn, withoutUnsaid } from './unsaid.ts';
import { withoutAsked } from './whether.ts';

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
  'hearsay',
  ...OTHER_CAUSES,
]);

/** What is answered along with the facts that are told. */
const BESIDE_FACTS: ReadonlySet<Subject> = new Set(['both', 'bereaved', 'decide', 'slowProgram']);

/** What happens to those only who have several devices. */
const COMPLAINED_OF: ReadonlySet<Subject> = new Set(['deleting', 'fetchedAway']);
/** What is told of another provider, with which it is told how mail is read, too. */
const OF_ANOTHER_PROVIDER: ReadonlySet<Subject> = new Set(['movingIn', 'otherAddress']);

/** In no more words than these one thing is asked. */
const FEW = 6;

/** In so few words with a question mark behind them nothing is told: "both POP?" */
const BARE = 2;

const NOTHING: Interpretation = {
  facts: {},
  unclear: [],
  corrects: false,
  wants: [],
  uses: null,
  maybe: null,
};

/** What an aside is about where the talk stands; null where it is none there. */
function inItsPlace(found: Subject, read: readonly Sentence[], situation: Situation): Subject | null {
  // What they have heard speaks against an advice once that is given, and then its reasons are wanted.
  if (found === 'hearsay' && (atSteps(situation) || isAdvised(situation))) return null;
  // "I have the new one" is a password only where one is spoken of.
  const isOfPassword = situation.symptom === 'password' || situation.spokenOf === 'resetPassword';
  if (found === 'newPassword' && !isOfPassword) return null;
  // "The old one still works" is said of a password where that was refused.
  if (found === 'newComputer' && situation.symptom) return null;
  // A set-up deletes nothing; in a change it is the order in which nothing is lost.
  if (found === 'loseNothing' && situation.purpose === 'switching') return 'losing';
  // Two accounts are looked for where mail comes twice, and in the change that follows from them.
  const isOfAccounts = situation.purpose === 'duplicates' || situation.purpose === 'switching';
  const isAsked = read.some(isQuestion);
  // "Both IMAP?" asks whether each device is to have it; where mail comes twice two accounts may be meant.
  if (isAsked && found === 'bothImap') return situation.purpose === 'duplicates' ? null : 'onEach';
  if (!isAsked && found === 'onEach') return null;
  if (found === 'bothImap' && !isOfAccounts) return null;
  // There is something to take only where steps are shown.
  if (found === 'whichToTake' && !offers(situation, 'works', 'next')) return null;
  // "Where do I find that?" is about webmail where it is asked what there is in it.
  const isOfWebmail = situation.answers.yes?.type === 'elsewhere' && read.some(isQuestion);
  return found === 'notThere' && isOfWebmail ? 'lookInWebmail' : found;
}

/** What a message says, heard as it was learnt, and by the turns of phrase that are sure whatever was learnt. */
export function hearPhrases(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Interpretation {
  return withoutDoubtfulAsked(hearWithAsides(hear, read, situation, listening), read, listening);
}

function hearWithAsides(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Interpretation {
  const isAtSteps = atSteps(situation);
  const told = withoutAsked(
    hearTold(hear, read, situation, listening),
    read,
    (part) => hearTold(hear, part, situation, listening),
    situation.asks === null && offers(situation, 'askMe'),
    listening,
  );
  // "Can I use POP on two devices?" does not say that it is in use.
  // Where it is asked which one it is, "POP?" is a guess.
  const mayGuess = offers(situation, 'protocol');
  const asksOnly = read.every(
    ({ beginsAsQuestion, hasQuestionMark, words }) =>
      beginsAsQuestion || (hasQuestionMark && words.length <= BARE && !mayGuess),
  );
  const heard = { ...told, uses: asksOnly ? null : told.uses };
  const asides = read.map((sentence) => asideIn(sentence, isAtSteps, listening));
  const [found] = asides.filter((one) => one !== null);
  const subject = found && inItsPlace(found, read, situation);
  if (!subject) return heard;
  const isOfCertificate = symptomIn(read, listening) === 'certificate';
  // A few words, or what is asked while something else is, want a single one of the settings.
  const isBeside = situation.asks !== null || lengthOf(read) <= FEW;
  const isSettingUp = situation.purpose === 'setup';
  if (!comesFirst(subject, heard.wants[0], { isAtSteps, isSettingUp, isOfCertificate, isBeside }))
    return heard;
  const asks = (sentence: Sentence) => isQuestion(sentence) || listening.says('askingOfCase')(sentence);
  const isAsked = read.some((sentence, at) => asides[at] !== null && asks(sentence));
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
  const facts = {
    // "I come from another provider, one PC, slow line" tells of them what is told plainly.
    ...((complains || (OF_ANOTHER_PROVIDER.has(subject) && !isAsked)) &&
      toldBy(heard.facts, read, listening)),
    // Only from another device, or webmail, mail can be fetched away. A deletion that spreads is told of by who has IMAP.
    ...(complains && subject === 'fetchedAway' && { multipleDevices: true }),
    // Whoever only helps is no reader, but what is to be set up is told along with it.
    ...(subject === 'helper' && withoutReader(heard.facts, read, listening)),
    ...beside.facts,
  };
  const explained: Interpretation = { ...beside, facts, wants: [{ type: 'explain', subject }] };
  const ofDeleting = read.filter((_, at) => asides[at] === 'deleting');
  if (!hintsAt('multipleDevices', ofDeleting, listening)) return explained;
  return withOtherDevice(explained, !isAsked || heard.facts.multipleDevices === true);
}

/** "Stop the phone from deleting on the PC" tells of both, and what was said of one device only is asked again. */
function withOtherDevice(told: Interpretation, isHeard: boolean): Interpretation {
  const { multipleDevices, ...rest } = told.facts;
  if (multipleDevices === false)
    return { ...told, facts: rest, unclear: [...told.unclear, 'multipleDevices'] };
  return isHeard ? { ...told, facts: { ...rest, multipleDevices: true } } : told;
}

/**
 * What is told and wanted in a message. What only sounds like a fact is left out where that fact is listened for: "I have a
 * phone, and might get a tablet".
 */
function hearTold(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Interpretation {
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
  // A device that is only to come is asked about all the same, and before POP one that is named beside what only seems to tell
  // of it.
  const named = speaksForPop(facts) ? unsaid.values().filter((fact) => heard.facts[fact] === true) : [];
  // What was doubted only for the sake of POP is clear where nothing speaks for that any more.
  const isPopOver = speaksForPop(heard.facts) && !speaksForPop(facts);
  const unclear = [...new Set<Fact>([...heard.unclear, ...named])].filter((fact) => {
    if (facts[fact] !== undefined) return false;
    return hintsAt(fact, read, listening) ? !isPopOver : !unsaid.has(fact);
  });
  // What a clause wishes is no less wished for what the others sound like; what it says of the line may be of another place.
  const withWishes = withClauses({ ...heard, facts, unclear }, read, listening, ['localOnly']);
  return askedInstead(unsaid, withWishes, read, situation);
}

const OF_THE_DAY: ReadonlySet<Fact> = new Set(['poorConnection']);

/**
 * Where nothing is told but what only seems to tell of a fact, the questions ask for it. A device that is plainly denied
 * ("phone: no") is no guess, either.
 */
function askedInstead(
  unsaid: ReadonlySet<Fact>,
  heard: Interpretation,
  read: readonly Sentence[],
  situation: Situation,
): Interpretation {
  const { maybe, facts, unclear, wants, uses } = heard;
  const isDenied = read.some(({ deniedBehind }) => deniedBehind.length > 0);
  const guess = isDenied && maybe?.kind === 'fact' && unsaid.has(maybe.fact) ? null : maybe;
  const saysMore = Object.keys(facts).length > 0 || unclear.length > 0 || wants.length > 0 || uses !== null;
  // "Slow today" may be meant for anything.
  const isHalf = guess === null && unsaid.difference(OF_THE_DAY).size > 0 && offers(situation, 'askMe');
  return { ...heard, maybe: guess, wants: isHalf && !saysMore ? [{ type: 'askMe' }] : wants };
}

/** Facts without a reader who was only learnt to be likely. */
function withoutReader(
  { sharedMailbox, ...others }: Facts,
  read: readonly Sentence[],
  listening: Listening,
): Facts {
  return sharedMailbox ? { ...others, ...toldBy({ sharedMailbox }, read, listening) } : others;
}

/** What is learnt from a message, sure of itself, or plainly said to the question that is open. */
export function hearPlainly(
  hear: Hear,
  read: readonly Sentence[],
  situation: Situation,
  listening: Listening,
): Interpretation {
  const { asks } = situation;
  const isAtSteps = atSteps(situation);
  const namesPlace = (sentence: Sentence) =>
    listening.namesDevice(sentence) ||
    [listening.marks.webmail, listening.marks.owner].some((symbol) => sentence.symbols.has(symbol));
  const entire = withCertain(hearWithProtocols(hear, read, listening), read, isAtSteps, listening);
  const isSettled = (fact: Fact) =>
    certainFacts(read, listening).has(fact) || unsaidIn(read, listening).has(fact);
  const all = withoutNamedNobody(withClauses(entire, read, listening), read, isSettled, listening);
  // "Alright, except when it rains" is said of the line that is asked about, and of no other device.
  const isOfAsked = asks !== null && asks !== 'multipleDevices' && !read.some(namesPlace);
  const doubted = isOfAsked ? all : withoutDoubtfulOthers(all, read, isSettled, listening);
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

function withoutSetUp(heard: Interpretation): Interpretation {
  return {
    ...heard,
    wants: heard.wants.filter((want) => want.type !== 'trouble' || want.trouble !== 'setup'),
  };
}
