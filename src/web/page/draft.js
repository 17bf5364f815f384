/** The name of the text in the tab's storage. */
const DRAFT = 'pop-or-imap-draft';

/**
 * Keeps what was written and not taken for the next talk of this tab.
 *
 * @param {string} text
 */
export function keepDraft(text) {
  try {
    if (text) sessionStorage.setItem(DRAFT, text);
  } catch {
    // A browser that forbids it forgets.
  }
}

/** What was kept, which is forgotten with that; an empty text where nothing was. */
export function takeDraft() {
  try {
    const text = sessionStorage.getItem(DRAFT) ?? '';
    sessionStorage.removeItem(DRAFT);
    return text;
  } catch {
    return '';
  }
}
