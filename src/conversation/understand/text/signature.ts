/** A message without what stands around it in a mail. */
export type Unsigned = {
  readonly text: string;
  /** A mail program has said which device it was sent from, so that mail is read there, too; or a line may name one. */
  readonly isSentFromDevice: boolean;
};

/** What none of the messages has that are left as they are: most are short, and this is looked at first. */
const MAY_BE_SIGNED =
  /sent\s|get outlook|regards|wishes|greetings|yours|sincerely|cheers|^--|^[ \t]*>|\d{3}/im;

/** What was quoted of an earlier mail, and what stands above it. */
const QUOTED = /^(?:.{0,120}\bwrote:[ \t]*\n+)?[ \t]*>.*(?:\n|$)/gim;

const SENDS =
  'iphone|ipad|ipod|phone|smartphone|cellphone|mobile|cell|galaxy|android|tablet|device|blackberry|pixel|huawei|samsung|xiaomi|nokia|motorola|windows|outlook|ios|mac|yahoo mail|gmail|aol';
/** "Sent from my iPhone", as what a line or a sentence has to say; "mail that was sent from my phone" tells something. */
const SENT_FROM = new RegExp(
  `((?:^|[\\n.!?/|—]|--)\\s{0,3}|(?<=\\S\\s)(?=(?-i:Sent)))(?:sent (?:from|via) (?:my )?(?:[\\w+'’,-]+ ){0,4}?(?:${SENDS})(?: (?:pro|max|plus|mini|air|ultra|\\w*\\d\\w*)){0,2}|get outlook for \\w+)[ \\t]*(?:[.!]+(?=\\s|$)|(?=\\n|$))`,
  'gi',
);

/** What a mail is closed with: "Kind regards". What follows is a name, and what else people are reached by. */
const CLOSING =
  /(?<=\S[\n.!?,;:–—-]\s{0,3}|\n)(?:(?:with )?(?:best |kind |kindest |warm |warmest |many )?regards(?!\s+to\b)|(?:with )?(?:best|kind|warm|good) (?:wishes|greetings)|yours (?:sincerely|faithfully|truly)|yours(?=\s*[,\n])|sincerely|cheers(?=\s*[,.!\n]|\s+[A-Z]))\b[ \t]*[,.!]*|\n--[ \t]*(?=\n)/i;

/** "Mobile 0171 456": at the end, or on a line of its own. "A PC and a mobile 3310" is no number to call. */
const NUMBER =
  '(?:tel|telephone|phone|mobile|mob|cell|fax)\\b\\.?:?[ \\t]{0,3}\\+?\\(?\\d(?:[ ()/.-]{0,3}\\d){5,}\\)?';
/** "A PC and a phone +49 171 …" tells of it all the same. */
const NUMBERS_AT_END = new RegExp(
  `(?<!\\b(?:and|an?|my|our|the|plus|or|with|also|on|&))(?:[\\s,;|/.-]{1,4}${NUMBER})+\\s*$`,
  'i',
);
/** So far from the end they are looked for: a long message may be made of nothing else. */
const TAIL = 200;
const NUMBER_LINES = new RegExp(`^[ \\t]*${NUMBER}$`, 'gim');

/** Parts of what stands below a mail. */
const PARTS = /[^\n,;|/•·]+(?:[\n,;|/•·]+|$)/g;
/** With such a word something is told, or asked. */
const TELLS =
  /\?|\b(?:i|im|ive|i['’]\w+|we|my|our|me|us|is|are|was|have|has|do|does|dont|don['’]t|can|cant|not|no|nor|only|also|too|and|but|or|ps|p\.\s?s|please|with|use|uses|read|reads|on|the|this|that|he|she|they|you|your|what|how|which|when|one|two|three|both|same|shared?|sharing|mailbox|people|persons|together|sometimes|occasionally|wife|husband|plus)\b|\b[Ii]t\b/i;
const DEVICE =
  /\b(?:i?phones?|ipads?|mobiles?|smartphones?|cells?|tablets?|laptops?|notebooks?|pcs?|computers?|desktops?|imacs?|macs?|macbooks?|webmail|browser|pop3?|imap|outlook|thunderbird)\b/i;
/** Said to them, as in what is quoted of an earlier mail. */
const TO_THEM = /\?|\byou/i;
const REPLIES = /\bwrote:/i;
/** Who else may read. */
const READER = /\b(?:wife|husband|partner|son|daughter|secretary|colleagues?|people|we|share|reads)\b/i;
const ON_COMPUTER = /^\W*sent (?:from|via) (?:my )?(?:mail for )?(?:windows(?: \d+)?|mac)\W*$/i;
/** With so many digits it is a number to call. */
const DIGITS = 4;

/**
 * A message without a signature and what was quoted, as in a mail that was pasted. What may tell something stays, behind a closing,
 * too: "Regards, Tom. PS: my wife reads it as well."
 */
export function withoutSignature(entire: string): Unsigned {
  const asItIs = { text: entire, isSentFromDevice: false };
  if (!MAY_BE_SIGNED.test(entire)) return asItIs;
  const rest = entire.replace(QUOTED, '');
  // What is quoted altogether is all that they have to say.
  const unquoted = isEmpty(rest) ? entire : REPLIES.test(entire) ? rest : entire.replace(QUOTED, ofQuoted);
  const unsent = unquoted.replace(SENT_FROM, '$1');
  const text = withoutNumbersAtEnd(withoutClosing(unsent.replace(NUMBER_LINES, '')));
  const isSentFromDevice = isOfOther(unquoted) || mayListDevices(unsent);
  return isEmpty(text) ? asItIs : { text, isSentFromDevice };
}

/** What a quoted line leaves: it may be what somebody has written of their own devices, and no answer to them. */
function ofQuoted(quoted: string): string {
  return (DEVICE.test(quoted) || READER.test(quoted)) && !TO_THEM.test(quoted)
    ? quoted.replace(/^[ \t>]+/, '')
    : '';
}

/** Whether the device that it was sent from may be another one than a computer. */
function isOfOther(text: string): boolean {
  return (text.match(SENT_FROM) ?? []).some((sent) => !ON_COMPUTER.test(sent));
}

/** Whether a line with a phone and its number may be one of their devices, as nothing was closed above it: "PC, phone 0171 …, tablet". */
function mayListDevices(text: string): boolean {
  return !CLOSING.test(text) && (text.match(NUMBER_LINES) ?? []).some((line) => DEVICE.test(line));
}

function isEmpty(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

function withoutNumbersAtEnd(text: string): string {
  const from = Math.max(0, text.length - TAIL);
  return text.slice(0, from) + text.slice(from).replace(NUMBERS_AT_END, '');
}

function withoutClosing(text: string): string {
  const closing = CLOSING.exec(text);
  if (!closing) return text;
  const parts = text.slice(closing.index + closing[0].length).match(PARTS) ?? [];
  const told = parts.findIndex((part) => !isOfSignature(part));
  return `${text.slice(0, closing.index)}${told < 0 ? '' : `\n${parts.slice(told).join('')}`}`;
}

function isOfSignature(part: string): boolean {
  if (TELLS.test(part)) return false;
  return !DEVICE.test(part) || (part.match(/\d/g)?.length ?? 0) >= DIGITS || isName(part);
}

/** "Tablet Repair Shop", but not "Phone". */
function isName(part: string): boolean {
  const words = part.match(/\p{L}[\p{L}\p{N}'’.&-]*/gu) ?? [];
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
}
