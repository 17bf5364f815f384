import type { DialogEvent } from '../../../dialogs/events.ts';
import { cutShort } from './cutShort.ts';
import type { Ears } from './ears.ts';
import { openTaught } from './examples/taught.ts';
import { comingBack, sendingOn } from './guide/beside.ts';
import { bothAccounts } from './guide/bothAccounts.ts';
import { hedgedElsewhere, inTheTrash, whereMailIs, worksElsewhere } from './guide/elsewhere.ts';
import { pastedFields, whetherRight } from './guide/fields.ts';
import { numberedStep } from './guide/numberedStep.ts';
import { otherDevice } from './guide/otherDevice.ts';
import {
  afterSecondStep,
  bringingItIn,
  passwordLost,
  passwordRefusedThere,
  placeOfAppPassword,
} from './guide/passwords.ts';
import { unlessPlainlySeen } from './guide/plainlySeen.ts';
import { behindDone, leavesDone, progressIn } from './guide/progress.ts';
import { toldApart } from './heard/toldApart.ts';
import { inOtherLanguage } from './language.ts';
import { openLeadIns } from './leadIn.ts';
import { asksForOther, asTheyWouldSay, onBehalf } from './onBehalf.ts';
import { inOwnWords } from './ownWords/ownWords.ts';
import type { FindProgram } from './patterns/programs.ts';
import { firstOf, type Reader, type Reading, type Resources, readAs } from './reading.ts';
import { chosenBeside, pressed, withChosen } from './shown/choices.ts';
import { withoutHedgedNo, withReaderAsked } from './shown/devices.ts';
import { inPlainWords, ofNewComputer, ofWhatWasExplained } from './shown/explained.ts';
import { sentFromDevice, withOthersAsked } from './shown/others.ts';
import { ofStorage } from './shown/storage.ts';
import { notTwice, ofSameDevice } from './shown/toldBefore.ts';
import { leavingIt, toWarning } from './shown/warned.ts';
import type { Offered, Situation } from './situation.ts';
import { asTaught } from './taughtSentence.ts';
import { openDictated } from './text/dictated.ts';
import { isCutShort, normalise } from './text/normalise.ts';
import { withoutSignature } from './text/signature.ts';
import { openCorrection } from './text/spelling.ts';

/** What a message means in a situation: one event or more, in the order in which they are to be taken up. */
export type Understand = (text: string, situation: Situation) => readonly DialogEvent[];

/** The order in which a message is read: the first that makes something of it has it; what none of them knows is in own words. */
const READERS: readonly Reader<Reading>[] = [
  // "POP?", which is the label of a button elsewhere
  toWarning,
  // The same label, where it was told how mail comes to a new computer
  ofNewComputer,
  // A button, or its number: "the second one"
  pressed,
  // "Number 4, but the connection is slow"
  chosenWithMore,
  // "Done, and what is SMTP?"
  doneWithMore,
  // "You decide"
  leavingIt,
  // "Is that bad?"
  ofWhatWasExplained,
  // "Forgot it", where a password is spoken of
  passwordLost,
  // "Wrong password", to whether it is right in webmail
  passwordRefusedThere,
  // "Since two-factor my password is refused"
  afterSecondStep,
  // "Where is that?", of an app password
  placeOfAppPassword,
  // "Incoming server / Port 995 / SSL"
  pastedFields,
  // "Is that right?", of such fields
  whetherRight,
  // "Ok, back again"
  comingBack,
  // "Mail this to jo@gmail.com"
  sendingOn,
  // "How do I get them into Outlook?"
  bringingItIn,
  // "I don't understand step 3"
  numberedStep,
  // "In plain English please"
  inPlainWords,
  // "Found them in the trash"
  inTheTrash,
  // "Yes, the phone has them", to whether missed mail is in webmail
  whereMailIs,
  // "Webmail works", to what the mail program says
  worksElsewhere,
  // "Once as POP and once as IMAP"
  bothAccounts,
  // "Now the phone gets nothing", where duplicates were dealt with
  otherDevice,
  // "Mostly", to whether mail is there elsewhere
  hedgedElsewhere,
  // "All done", "never mind, go on"
  progressIn,
  // A sentence that stands in the examples
  asTaught,
  inOtherLanguage,
];

/**
 * Learns from the examples once, at start. `buttons` are all labels there are, so that an old button still means
 * what it says. The result is pure: the same text in the same situation always means the same.
 */
export function openUnderstanding(
  { examples, listening, hear }: Ears,
  buttons: readonly Offered[],
  findProgram: FindProgram,
): Understand {
  const resources = { listening, hear, findProgram, taught: openTaught(examples), buttons };
  const { lexicon, misspelt, dictated, littleWords } = listening;
  const corrected = openCorrection(misspelt, lexicon.isRight, (word) => lexicon.at([word], 0).length > 0);
  const asMeant = openDictated(dictated, littleWords.versus, littleWords.goesOn);
  const withoutLeadIn = openLeadIns(listening);
  return (entire, situation) => {
    const { text, isSentFromDevice } = withoutSignature(entire);
    const said = toldApart(withoutLeadIn(asMeant(corrected(normalise(text)))), listening);
    const asSaid = readAs({ text, said, situation }, listening);
    // Of a button, of which there are most, the sentences need not be found.
    const isForOther = pressed(asSaid, resources) === null && asksForOther(asSaid, listening);
    const reading = isForOther || situation.isOnBehalf ? asTheyWouldSay(asSaid, listening) : asSaid;
    const answered = withoutHedgedNo(understood(reading, resources), reading, listening);
    const taken = ofSameDevice(withReaderAsked(answered, reading, listening), situation);
    const events = withOthersAsked(taken, reading, listening)
      .map((event) => unlessPlainlySeen(event, reading, resources))
      .map((event) => notTwice(event, situation))
      .flatMap((event) => ofStorage(event, reading, resources));
    const told = isSentFromDevice ? events.map(sentFromDevice) : events;
    const meant = isForOther ? onBehalf(told) : told;
    const all = situation.isCorrection ? meant.map(asCorrection) : meant;
    return isCutShort(text) ? cutShort(all) : all;
  };
}

function asCorrection(event: DialogEvent): DialogEvent {
  return event.type === 'tell' ? { ...event, corrects: true } : event;
}

function understood(reading: Reading, resources: Resources): readonly DialogEvent[] {
  return firstOf(READERS, reading, resources) ?? inOwnWords(reading, resources);
}

/** What is chosen by its number, and what is said besides, which chooses nothing more. */
function chosenWithMore(reading: Reading, resources: Resources): readonly DialogEvent[] | null {
  const beside = chosenBeside(reading, resources);
  if (!beside) return null;
  const { rest } = beside;
  const { situation } = reading;
  return withChosen(
    beside,
    inOwnWords(readAs({ text: rest, said: rest, situation }, resources.listening), resources),
  );
}

/** A step that is done, and what is asked along with it: it is answered, and the next step comes all the same. */
function doneWithMore(reading: Reading, resources: Resources): readonly DialogEvent[] | null {
  const behind = behindDone(reading, resources);
  if (behind === null) return null;
  const { situation } = reading;
  const more = readAs({ text: behind, said: behind.trim(), situation }, resources.listening);
  const events = understood(more, resources);
  return events.every(leavesDone) ? [...events, { type: 'next' }] : null;
}
