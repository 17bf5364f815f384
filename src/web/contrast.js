/** What WCAG 2.2 asks of text, as contrast. */
export const ENOUGH = 4.5;

/**
 * The contrast of two colours, written as #rrggbb, as WCAG 2.2 defines it.
 *
 * @param {string} one
 * @param {string} other
 */
export function contrast(one, other) {
  const lights = [luminance(one), luminance(other)];
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

/**
 * Relative luminance, as WCAG 2.2 defines it.
 *
 * @param {string} colour
 */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Red, green and blue of a colour that is written as #rrggbb.
 *
 * @param {string} colour
 */
export function channels(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
