/** Web Chat has shown all there is by then, after its box is there; in milliseconds. */
const SHOWN_WITHIN = 3000;

/**
 * Puts Web Chat, which has been rendered unseen, in the place of the early view, as soon as it shows as much and nothing
 * is under way; the person goes on in the same word of the same sentence, and reads on in the same
 * line.
 *
 * @param {import('./early.js').Early} early
 * @param {HTMLElement} chat the part of the page with both
 * @param {(text: string) => void} setBox writes into Web Chat's box
 * @param {() => void} focus puts the focus where somebody goes on who is not writing
 */
export async function handOver(early, chat, setBox, focus) {
  const over = new AbortController();
  await new Promise((done) => {
    let isLate = false;
    /** @type {number | undefined} */
    let patience;
    const watcher = new MutationObserver(look);
    watcher.observe(chat, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['class'],
    });
    chat.addEventListener('compositionend', () => setTimeout(look), { signal: over.signal });
    look();

    function look() {
      if (!boxIn(chat)) return;
      patience ??= setTimeout(() => {
        isLate = true;
        look();
      }, SHOWN_WITHIN);
      const shown = chat.querySelectorAll('.webchat__bubble__content').length;
      // What Web Chat reads out, which nobody hears yet, has been read out from the early view.
      const isReading = Boolean(chat.querySelector('.webchat__live-region-transcript')?.textContent);
      if (!early.isAtRest() || ((isReading || shown < early.messages()) && !isLate)) return;
      watcher.disconnect();
      clearTimeout(patience);
      done(undefined);
    }
  });
  over.abort();
  const { text, selection, hadFocus, fromEnd } = early.close();
  chat.classList.remove('early');
  const transcript = chat.querySelector('.webchat__basic-transcript__scrollable');
  if (transcript) transcript.scrollTop = transcript.scrollHeight - transcript.clientHeight - fromEnd;
  if (text) setBox(text);
  if (!hadFocus) return;
  const box = boxIn(chat);
  if (!selection || !box) {
    focus();
    return;
  }
  // Also on a phone: the keyboard is open, and would close in the middle of a word.
  box.focus();
  if (box.value === text) box.setSelectionRange(selection.from, selection.to);
}

/**
 * Web Chat's box, where it is there.
 *
 * @param {Element} chat
 */
export function boxIn(chat) {
  const box = chat.querySelector('[data-id="webchat-sendbox-input"]');
  return box instanceof HTMLInputElement ? box : null;
}
