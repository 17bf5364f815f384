/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text as HTML or XML, in an element or a quoted attribute.
 *
 * @param {string} text
 */
export function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
