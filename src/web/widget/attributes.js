/** A day, in seconds: what is much longer a browser's timer takes for nothing. */
const LONGEST_DELAY = 86_400;

/**
 * What the page wants of its launcher, from the attributes of the script. What is written in another way than it can be
 * read counts as left out, which the console tells.
 *
 * @param {DOMStringMap} dataset
 */
export function attributesIn({ title, color, position, greetingDelay }) {
  return {
    title,
    color: readAs(hex, color, 'color', 'as #rrggbb'),
    side: readAs(side, position, 'position', 'as left or right'),
    /** In seconds. */
    delay: readAs(seconds, greetingDelay, 'greeting-delay', 'in seconds, such as 5'),
  };
}

/**
 * @template Value
 * @param {(text: string) => Value | undefined} read
 * @param {string | undefined} text
 * @param {string} name
 * @param {string} form
 */
function readAs(read, text, name, form) {
  if (!text) return undefined;
  const value = read(text);
  if (value === undefined) console.warn(`PopOrImap: write data-${name} ${form}, not "${text}".`);
  return value;
}

/**
 * As #rrggbb, from #rgb or #rrggbb.
 *
 * @param {string} text
 */
function hex(text) {
  const digits = /^#((?:[\da-f]{3}){1,2})$/i.exec(text)?.[1];
  return digits && `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/**
 * @param {string} text
 * @returns {'left' | 'right' | undefined}
 */
function side(text) {
  return text === 'left' || text === 'right' ? text : undefined;
}

/** @param {string} text */
function seconds(text) {
  const count = Number(text);
  return count >= 0 && count <= LONGEST_DELAY ? count : undefined;
}
