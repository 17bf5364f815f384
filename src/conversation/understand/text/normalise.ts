/** Longer messages are understood by their beginning: the time per message stays bounded. */
const LONGEST = 4000;
/** Whether the end of a message is not read. */
export function isCutShort(text: string): boolean {
  return text.length > LONGEST;
}

/** Parts of words that are written with a hyphen, without one, or apart. */
const HYPHENATED = /\b(re|set|wi|e|i|dial|pop|up|off|co|sub|lap|auto|un|log|sign|in)-(?=[\p{L}\d])/gu;

/** A message as plain lower-case words: no markup, one kind of apostrophe (none), single spaces. */
export function normalise(text: string): string {
  return text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .toLowerCase()
    .replace(/[’‘`´']/g, '')
    .replace(HYPHENATED, '$1')
    .replace(/\bc:(?:\\|\s|$)/g, 'c drive ')
    .replace(/\bpop ?3\b/g, 'pop3')
    .replace(/\s[&+]\s|\bn\b(?=\s+\p{L})/gu, ' and ')
    .replace(/\b(\d{1,4}) ?(gb|tb|mb|gig|gigs)\b/g, '$1 $2')
    .replace(/\n{2,}/g, '. ')
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}.,;:!?…+&/()\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a normalised text, without punctuation. */
export function words(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}+]+|\p{Extended_Pictographic}/gu) ?? [];
}
