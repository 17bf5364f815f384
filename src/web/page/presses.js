/** Nobody reads new choices and takes one in less, in milliseconds; double clicks are as slow as that. */
const READ_WITHIN = 500;
const EARLY = '#early-choices button';
const LATER = '.webchat__suggested-actions button';

/**
 * Takes one press for each set of choices, the early view's and Web Chat's: the second one of a double click, or of a key
 * that is held, was not meant for the choices that have come under it. Web Chat itself would send the same choice twice
 * and leave its box such that nobody can write in it. Who goes to a choice with the keyboard has read it.
 *
 * @param {HTMLElement} chat the part of the page with both
 */
export function guardChoices(chat) {
  /** @type {string | null} */
  let offered = null;
  let [pressed, changed] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  /** @type {number | undefined} */
  let patience;

  new MutationObserver(look).observe(chat, { subtree: true, childList: true, characterData: true });
  chat.addEventListener('click', take, true);
  chat.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat && isChoice(event.target)) event.preventDefault();
    },
    true,
  );

  /** @param {MouseEvent} event */
  function take(event) {
    if (!isChoice(event.target)) return;
    const { timeStamp, detail } = event;
    // A press by the keyboard has no count.
    const isUnread = detail > 0 && timeStamp - changed < READ_WITHIN;
    if (timeStamp - pressed < READ_WITHIN || isUnread || detail > 1) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      pressed = timeStamp;
      keepPointerOff();
    }
  }

  function look() {
    const shown = chat.querySelectorAll(chat.classList.contains('early') ? EARLY : LATER);
    const now = [...shown].map(({ textContent }) => textContent).join('\n');
    if (now === (offered ?? '')) return;
    // What the first ones come under has not been pressed.
    if (now && offered !== null) {
      changed = performance.now();
      keepPointerOff();
    }
    offered = now;
  }

  /** By the style sheet. */
  function keepPointerOff() {
    chat.classList.add('settling');
    clearTimeout(patience);
    patience = setTimeout(() => chat.classList.remove('settling'), READ_WITHIN);
  }
}

/** @param {EventTarget | null} target */
function isChoice(target) {
  return target instanceof Element && target.closest(`${EARLY}, ${LATER}`) !== null;
}
