import { OTHERS } from '../../../../dialogs/advise.ts';
import type { DialogEvent, NamedBeside } from '../../../../dialogs/events.ts';
import { OUTLOOKS, programMeant } from '../../../../dialogs/guides.ts';
import { hintsAt, mayNameReader } from '../heard/doubts.ts';
import type { Listening } from '../patterns/listening.ts';
import type { FindProgram, Named } from '../patterns/programs.ts';
import { isQuestion, type Sentence } from '../text/sentences.ts';

/**
 * The other place or reader that is named along with a program, where it is asked which one it is: "Outlook at home, Thunderbird at
 * the office", "Outlook, and my wife has it on her phone". `own` is what the message says by itself.
 */
export function besideProgram(
  read: readonly Sentence[],
  own: readonly DialogEvent[],
  listening: Listening,
  findProgram: FindProgram,
): NamedBeside | null {
  // "I use Outlook at home" tells of no other place.
  if (read.some(isQuestion) || read.every(listening.says('programAtHome'))) return null;
  const told = OTHERS.find((fact) =>
    own.some((event) => event.type === 'tell' && event.facts[fact] === true),
  );
  if (told) return { fact: told, isTold: true };
  if (mayNameReader(read, listening)) return { fact: 'sharedMailbox', isTold: false };
  const isHinted = hintsAt('multipleDevices', read, listening);
  return isHinted || namesTwo(read, listening, findProgram)
    ? { fact: 'multipleDevices', isTold: false }
    : null;
}

/** Whether two programs are named, each in a clause of its own, of which none is denied, given up or only one to choose from. */
function namesTwo(read: readonly Sentence[], listening: Listening, findProgram: FindProgram): boolean {
  if (read.some(listening.says('oneOfTwo'))) return false;
  const named = read
    .flatMap(listening.partsOf)
    .filter(({ symbols }) => !symbols.has(listening.marks.not))
    .flatMap(({ words }) => findProgram(words) ?? []);
  return named.some((one) => named.some((other) => !mayBeSame(one, other)));
}

/** "Outlook", on "a Mac", is one program. */
function mayBeSame(one: Named, other: Named): boolean {
  const [meant, spokenOf] = [programMeant(one, other.program), programMeant(other, one.program)];
  return [
    [meant, other.program],
    [spokenOf, one.program],
  ].some((two) => two[0] === two[1] || two.every((program) => program && OUTLOOKS.has(program)));
}
