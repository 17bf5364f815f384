import { faultInLinks } from './links.ts';

/** HTML, or what browsers take for it. */
const TAG = /<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>/i;

/**
 * How long a sentence may be, in characters; the longest has some 500. Teams refuses a message of 100 KB, a card counts its text
 * more than once, and a reply has several sentences. Long before that nobody reads it.
 */
const LONGEST = 1000;

/** Signs that nobody sees, but for the joiner and the tags within emoji. A text may be turned round by some of them. */
const UNSEEN = /(?![\u200d\u{e0020}-\u{e007f}])[\p{Cf}\p{Cc}]/u;
const LINE_ENDS = /[\n\t]/g;
/** A sign by its name or number, as HTML has them. */
const ENTITY = /&(?:[a-z][a-z\d]*|#\d+|#x[\da-f]+);/i;
/** Gaps and links as other programs have them, or nearly as here. */
const DOLLAR_GAP = /\$\{[^{}]*\}/;
const APART = /\[[^[\]]*\]\s+\((?:https?:|mailto:|\/|\{)[^)]*\)/;

/** What is wrong with a sentence as it is written in its file, its gaps still open; null where nothing is. */
export function faultAsWritten(text: string): string | null {
  if (text.length > LONGEST)
    return `it has ${text.length} characters, and ${LONGEST} are the most: shorten it, or make several of it.`;
  const unseen = signUnseen(text);
  if (unseen !== null) return unseen;
  const [entity] = ENTITY.exec(text) ?? [];
  if (entity !== undefined) return `${entity} is not shown as a sign by all channels: write the sign itself.`;
  const [dollar] = DOLLAR_GAP.exec(text) ?? [];
  if (dollar !== undefined) return `a gap has no $ before it: write ${dollar.slice(1)}.`;
  const [apart] = APART.exec(text) ?? [];
  return apart === undefined
    ? null
    : `the link "${apart}" has a space in its middle: write ${apart.replace(/\]\s+\(/, '](')}.`;
}

/** That a text has an invisible character, as a sentence; null where it has none. */
export function signUnseen(text: string): string | null {
  const [unseen] = UNSEEN.exec(text.replace(LINE_ENDS, ' ')) ?? [];
  if (unseen === undefined) return null;
  const code = unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return `it has a sign that nobody sees (U+${code}): remove it, or write the text anew.`;
}

/** What is wrong with a sentence whose gaps are filled, in a sentence; null where it can be said. */
export function faultInSentence(markdown: string): string | null {
  const [tag] = TAG.exec(markdown) ?? [];
  if (tag !== undefined)
    return `${tag} is not shown by all channels: leave out what is between < and >, and write **bold** and [links](https://…) as here.`;
  return faultInBold(markdown) ?? faultInLinks(markdown);
}

/** Stars that would be shown as stars: one pair without its end, or with a space inside it (CommonMark 6.2). */
function faultInBold(markdown: string): string | null {
  const parts = markdown.split('**');
  if (parts.length % 2 === 0)
    return 'a ** is left alone: write two stars before and behind what is to be bold.';
  const loose = parts.find((part, at) => at % 2 === 1 && (part === '' || part !== part.trim()));
  return loose === undefined ? null : `"**${loose}**" is not bold: write **${loose.trim() || 'bold'}**.`;
}
