/** What a protocol is written as where it was dictated: `imap` may be "eye map", or "iMac". */
export type Dictated = ReadonlyMap<string, readonly string[]>;

/**
 * Mends in a text what a dictated protocol has become, where it stands beside another one: "iMac or pop" asks which of the two, and
 * anywhere else an iMac is a Mac. `between` are words between two that are weighed, and `and` those between two that may be no
 * more than listed, where nothing else is said.
 */
export function openDictated(
  forms: Dictated,
  between: Iterable<string>,
  and: Iterable<string>,
): (text: string) => string {
  const meant = new Map([...forms].flatMap(([name, written]) => written.map((one) => [one, name] as const)));
  const name = anyOf([...forms.keys(), ...meant.keys()]);
  const heard = new RegExp(`(?<!\\p{L})${anyOf(meant.keys())}(?!\\p{L})`, 'gu');
  const pairs = new RegExp(
    `(?<!\\p{L})${name} ${anyOf(between)} (?:an? |the )?${name}(?!\\p{L})|^${name} ${anyOf(and)} ${name}$`,
    'gu',
  );
  return (text) => text.replace(pairs, (pair) => mended(pair, heard, meant));
}

/** Of two that are both no protocol, "iMac or iMac", nothing is mended. */
function mended(pair: string, heard: RegExp, meant: ReadonlyMap<string, string>): string {
  const right = pair.replace(heard, (one) => meant.get(one) ?? one);
  return new Set(right.match(/imap|pop3?/g)?.map((one) => one.slice(0, 3))).size > 1 ? right : pair;
}

function anyOf(words: Iterable<string>): string {
  return `(?:${[...words].sort((one, other) => other.length - one.length).join('|')})`;
}
