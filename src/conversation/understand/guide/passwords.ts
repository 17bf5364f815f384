import type { DialogEvent } from '../../../../dialogs/events.ts';
import type { Subject } from '../../../../dialogs/subjects.ts';
import { dangerIn } from '../heard/asides.ts';
import type { Listening } from '../patterns/listening.ts';
import type { Reading, Resources } from '../reading.ts';
import { atSteps, offers } from '../situation.ts';
import { words } from '../text/normalise.ts';
import { isQuestion, lengthOf, type Sentence } from '../text/sentences.ts';

/** A longer message says more than that. */
const SHORT = 8;

/** What was explained where a password is spoken of. */
const OF_PASSWORDS: ReadonlySet<Subject> = new Set([
  'whichPassword',
  'resetPassword',
  'passwordTold',
  'webmailLogin',
]);

/** "Forgot it", "how do I reset": a password that is not known any more, where one is spoken of. */
export function passwordLost({ read, situation }: Reading, { listening }: Resources): DialogEvent | null {
  const { symptom, spokenOf } = situation;
  const isSpokenOf = symptom === 'password' || (spokenOf && OF_PASSWORDS.has(spokenOf));
  if (!isSpokenOf || read.length === 0 || lengthOf(read) > SHORT) return null;
  return read.some(listening.says('passwordLost')) ? { type: 'explain', subject: 'resetPassword' } : null;
}

/** "Wrong password", to whether the same one lets them into webmail: it does not. */
export function passwordRefusedThere(
  { read, situation }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  if (situation.symptom !== 'password' || situation.answers.yes?.type !== 'elsewhere') return null;
  if (read.length === 0 || lengthOf(read) > SHORT || read.some(isQuestion)) return null;
  return read.some(listening.says('refusedThere')) ? { type: 'elsewhere', works: false } : null;
}

/**
 * A second step at login, and a mail program that takes the password no more: the cause is known, and the same password is right
 * in webmail. Behind what was explained of it, a program that is named is the one with which it is to work.
 */
export function afterSecondStep(
  { said, read, situation }: Reading,
  { listening, findProgram }: Resources,
): readonly DialogEvent[] | null {
  if (situation.asks !== null || atSteps(situation)) return null;
  const isRefused =
    read.some(listening.says('codeRefused')) && read.some((one) => isOfSecondStep(one, listening));
  const mayName = situation.spokenOf === 'twoStep' && lengthOf(read) <= SHORT / 2;
  if (!(isRefused || mayName) || dangerIn(read, situation, listening)) return null;
  const program = findProgram(words(said))?.program;
  if (!isRefused && program === undefined) return null;
  const trouble = {
    type: 'trouble',
    trouble: 'cannotConnect',
    symptom: 'password',
    ...(program && { program }),
  } as const;
  const known = [trouble, { type: 'elsewhere', works: true }] as const;
  // Its steps begin with that.
  return program ? known : [{ type: 'explain', subject: 'twoStep' }, ...known];
}

function isOfSecondStep(sentence: Sentence, { findAside }: Listening): boolean {
  return findAside(sentence).some(({ label }) => label === 'twoStep');
}

/** "Where is that?", of an app password. */
export function placeOfAppPassword(
  { read, situation }: Reading,
  { listening }: Resources,
): DialogEvent | null {
  const isOfSteps =
    situation.symptom === 'password' && offers(situation, 'works') && !offers(situation, 'next');
  if (!(situation.spokenOf === 'twoStep' || isOfSteps) || read.length === 0 || lengthOf(read) > SHORT)
    return null;
  // "What now?" is asked of the steps where there are some.
  const asks = (one: Sentence) =>
    listening.says('askingWhere')(one) || (!isOfSteps && listening.says('askingOn')(one));
  return read.every(asks) ? { type: 'explain', subject: 'appPasswordPlace' } : null;
}

/** "How do I get them into Outlook?", of mail that is there in webmail. */
export function bringingItIn({ read, situation }: Reading, { listening }: Resources): DialogEvent | null {
  if (situation.purpose !== 'lostMail' || !offers(situation, 'works') || read.length === 0) return null;
  return read.some(listening.says('bringingIn')) ? { type: 'showHow' } : null;
}
