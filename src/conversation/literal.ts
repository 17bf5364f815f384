/** Holds two characters apart and is not seen (word joiner). */
const JOINER = '\u2060';

/**
 * A text from elsewhere as it stands in a Markdown sentence and still means only itself, on every channel: what would
 * make bold, links, code, tables or HTML is held apart or takes the form of a character that looks like it. Backslashes would
 * not do, as not every channel knows them.
 */
export function literal(text: string): string {
  return (
    text
      // Line ends and other control characters, which would begin a list or a paragraph.
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/^\s*([#>+-]|\d+[.)])(?=\s)/, `${JOINER}$1`)
      .replaceAll('*', '∗')
      .replaceAll('`', 'ˋ')
      .replaceAll('|', '∣')
      .replaceAll('<', `<${JOINER}`)
      .replaceAll('](', `]${JOINER}(`)
      .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, `${JOINER}$&${JOINER}`)
  );
}
