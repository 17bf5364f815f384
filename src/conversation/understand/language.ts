import type { DialogEvent } from '../../../dialogs/events.ts';
import type { Reading, Resources } from './reading.ts';
import { words } from './text/normalise.ts';

const LETTER = /\p{L}/gu;
const LATIN = /\p{Script=Latin}/u;

/** A message that is not in the bot's language. */
export function inOtherLanguage({ said }: Reading, { listening, taught }: Resources): DialogEvent | null {
  return isOtherLanguage(said, listening.otherLanguages, taught.words) ? { type: 'otherLanguage' } : null;
}

/**
 * Whether a normalised text is in a language other than the bot's: written mostly in another script, or with more
 * of another language's little words (`others`, by language) than of the bot's own words (`own`).
 */
function isOtherLanguage(
  text: string,
  others: ReadonlyMap<string, ReadonlySet<string>>,
  own: ReadonlySet<string>,
): boolean {
  const letters = text.match(LETTER) ?? [];
  if (letters.length === 0) return false;
  if (letters.filter((letter) => !LATIN.test(letter)).length > letters.length / 2) return true;
  const all = words(text);
  const known = all.filter((word) => own.has(word)).length;
  for (const little of others.values()) {
    const theirs = all.filter((word) => little.has(word));
    const onlyTheirs = theirs.filter((word) => !own.has(word));
    if (onlyTheirs.length >= 1 && theirs.length >= 2 && theirs.length > known * 0.75) return true;
  }
  return false;
}
