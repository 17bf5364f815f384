/**
 * Longer messages are understood by their beginning, so that the time for a message stays bounded: so many characters, and so
 * many marks, as what takes time is the sentences and clauses between them. Four thousand characters of prose have some hundred.
 */
const LONGEST = 4000;
const MARKS = 150;
/** What ends a sentence or a clause, whatever was typed of it. */
const MARK = /[.!?;…,:()]+(?=\s|$)|\n+/g;

/** As much of a message as is read. */
function beginningOf(text: string): string {
  const beginning = text.slice(0, LONGEST);
  // As good as all messages are: each mark has a sign behind it.
  if (beginning.length < 2 * MARKS) return beginning;
  let left = MARKS;
  for (const { index } of beginning.matchAll(MARK)) if (left-- === 0) return beginning.slice(0, index);
  return beginning;
}

/** Whether the end of a message is not read. */
export function isCutShort(text: string): boolean {
  return beginningOf(text).length < text.length;
}

/** Parts of words that are written with a hyphen, without one, or apart. */
const HYPHENATED = /\b(re|set|wi|e|i|dial|pop|up|off|co|sub|lap|auto|un|log|sign|in)-(?=[\p{L}\d])/gu;

/** "One PC and one PC only" is the same one. */
const SAME_AGAIN = /\b(\p{L}+) and (?:one|1|the|this|that|my|a) \1 (?:only|alone|exclusively)\b/gu;

/** A message as plain lower-case words: no markup, one kind of apostrophe (none), single spaces. */
export function normalise(text: string): string {
  return beginningOf(text)
    .normalize('NFKC')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .toLowerCase()
    .replace(/[’‘`´']/g, '')
    .replace(HYPHENATED, '$1')
    .replace(/\bc:(?:\\|\s|$)/g, 'c drive ')
    .replace(/\bpop ?3\b/g, 'pop3')
    .replace(/\s[&+]\s|\bn\b(?=\s+\p{L})/gu, ' and ')
    .replace(SAME_AGAIN, '$1 only')
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
