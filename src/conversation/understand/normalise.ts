/** Longer messages are understood by their beginning: the time per message stays bounded. */
const LONGEST = 4000;

/** A message as plain lower-case words: no markup, one kind of apostrophe (none), single spaces. */
export function normalise(text: string): string {
  return text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .toLowerCase()
    .replace(/[’‘`´']/g, '')
    .replace(/\be-mail/g, 'email')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}.,;:!?+&/()\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a normalised text, without punctuation. */
export function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}+]+|\p{Extended_Pictographic}/gu) ?? [];
}

/** Parts of a normalised text that state one thing each; negation reaches no further than one of them. */
export function clauses(text: string): string[] {
  return text
    .split(/[.;!?()]+|,\s|\s-+\s|\b(?:but|although|though|because|however|whereas|while|so that)\b/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}
