import { contrast, ENOUGH } from '../contrast.js';

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
  return contrast('#ffffff', hex) >= ENOUGH ? '#fff' : '#000';
}
