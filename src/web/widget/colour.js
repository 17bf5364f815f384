/** What WCAG 2.2 asks of text, as contrast. */
const ENOUGH = 4.5;

/**
 * A colour as #rrggbb, from #rgb or #rrggbb; undefined where it is written in another way, which the console tells.
 *
 * @param {string | undefined} text
 */
export function hexOf(text) {
  const hex = /^#((?:[\da-f]{3}){1,2})$/i.exec(text ?? '')?.[1];
  if (hex) return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`;
  if (text) console.warn(`PopOrImap: write data-color as #rrggbb, not "${text}".`);
  return undefined;
}

/**
 * White, or black where white could not be read. What has less than 4.5 with white has more than that with black.
 *
 * @param {string} hex
 */
export function letteringOn(hex) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= ENOUGH ? '#fff' : '#000';
}
