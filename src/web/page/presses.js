/** Nobody reads new choices and takes one in less, in milliseconds; double clicks are as slow as that. */
const READ_WITHIN = 500;
const EARLY = '#early-choices button';
const LATER = '.webchat__suggested-actions button';

/**
 * Takes one press for each set of choices, the early view's and Web Chat's: the second one of a double click, or of a key
 * that is held, was not meant for the choices that have come under it. Web Chat itself would send the same choice twice
 * and leave its box such that nobody can write in it.
 *
 * @param {HTMLElement} chat the part of the page with both
 */
export function guardChoices(chat) {
  /** @type {string | null} */
  let offered = null;
  let isSettling = false;
  /** @type {number | undefined} */
  let patience;

  new MutationObserver(look).observe(chat, { subtree: true, childList: true, characterData: true });
  chat.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element && event.target.closest(`${EARLY}, ${LATER}`))) return;
      if (isSettling || event.detail > 1) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else settle();
    },
    true,
  );

  function look() {
    const shown = chat.querySelectorAll(chat.classList.contains('early') ? EARLY : LATER);
    const now = [...shown].map(({ textContent }) => textContent).join('\n');
    if (now === (offered ?? '')) return;
    // What the first ones come under has not been pressed.
    if (now && offered !== null) settle();
    offered = now;
  }

  /** The style sheet keeps the pointer from the choices meanwhile. */
  function settle() {
    isSettling = true;
    chat.classList.add('settling');
    clearTimeout(patience);
    patience = setTimeout(() => {
      isSettling = false;
      chat.classList.remove('settling');
    }, READ_WITHIN);
  }
}
