import { contrast, ENOUGH } from '../contrast.js';

/**
 * White, or black where white could not be read. What has less than 4.5 with white has more than that with black.
 *
 * @param {string} hex
 */
export function letteringOn(hex) {
  return contrast('#ffffff', hex) >= ENOUGH ? '#fff' : '#000';
}
