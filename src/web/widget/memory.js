/** @typedef {'sessionStorage' | 'localStorage'} Place */

/** What begins the names under which the launcher keeps things in its page's storage. */
const OURS = 'pop-or-imap-';
/** The name of the talk there. */
export const TALK = `${OURS}talk`;

/**
 * What is kept in this tab, or in this browser; null where nothing is, or the page has no storage.
 *
 * @param {string} what
 * @param {Place} place
 */
export function readItem(what, place = 'sessionStorage') {
  try {
    return window[place].getItem(OURS + what);
  } catch {
    return null;
  }
}

/**
 * Keeps a value in this tab, or in this browser; null takes it away.
 *
 * @param {string} what
 * @param {string | null} value
 * @param {Place} place
 */
export function writeItem(what, value, place = 'sessionStorage') {
  try {
    if (value) window[place].setItem(OURS + what, value);
    else window[place].removeItem(OURS + what);
  } catch {
    // A page without storage forgets at its end.
  }
}
