import { element } from './elements.js';
import { readItem, TALK, writeItem } from './memory.js';

/** A frame without a sign of life is loaded again: when it is slow, and when it failed; in milliseconds. */
const SLOW = 20_000;
const FAILED = 4000;
/** A page that has loaded has spoken by then, in milliseconds: its word may come after its load event. */
const MOMENT = 1000;

/**
 * The chat in its frame, which is loaded when it is asked for, and again as long as it gives no sign of life. It is told
 * whether it is open, and of the talk that is kept here for a frame that cannot keep anything.
 *
 * @param {{
 *   bot: string,
 *   address: string,
 *   name: string,
 *   unreachable: string,
 *   isOpen: () => boolean,
 *   onClose: () => void,
 *   onMessage: () => void,
 *   onAway: () => void,
 * }} options `onAway` is called where the frame goes while the person is in it
 */
export function openFrame({ bot, address, name, unreachable, isOpen, onClose, onMessage, onAway }) {
  const frame = element('iframe', { title: name, referrerPolicy: 'no-referrer' });
  // Always there, and empty: what comes into it is read out.
  const away = element('p', { className: 'away', role: 'status' });
  let isAlive = false;
  let hasSpoken = false;
  let wantsFocus = false;
  /** @type {number | undefined} */
  let patience;

  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== bot || !source || source !== frame.contentWindow) return;
    const what = data?.popOrImap;
    hasSpoken = true;
    if (what === 'ready') {
      isAlive = true;
      wantsFocus ||= hasFocus();
      clearTimeout(patience);
      showAway(false);
      tell();
    } else if (what === 'close') onClose();
    else if (what === 'message') onMessage();
    else if (what === 'keep') writeItem('talk', data.talk, 'localStorage');
  });
  frame.addEventListener('load', () => {
    setTimeout(() => {
      if (!hasSpoken) {
        isAlive = false;
        showAway(true);
        loadAgain(FAILED);
      }
      hasSpoken = false;
    }, MOMENT);
  });
  addEventListener('storage', ({ key }) => {
    if (key === TALK) tell();
  });

  function load() {
    if (isAlive) return;
    frame.src = address;
    // Even an empty frame costs a page that is loading more than all the rest of the launcher.
    if (!frame.parentNode) away.after(frame);
    loadAgain(SLOW);
  }

  /** @param {number} after */
  function loadAgain(after) {
    clearTimeout(patience);
    patience = setTimeout(() => {
      showAway(true);
      if (isOpen()) load();
    }, after);
  }

  /** @param {boolean} is */
  function showAway(is) {
    const isLeft = is && hasFocus();
    away.textContent = is ? unreachable : '';
    frame.hidden = is;
    if (isLeft) onAway();
  }

  function hasFocus() {
    const { activeElement } = /** @type {ShadowRoot} */ (frame.getRootNode());
    return activeElement === frame;
  }

  function tell() {
    if (!isAlive) return;
    const talk = readItem('talk', 'localStorage');
    frame.contentWindow?.postMessage(
      { popOrImap: isOpen() ? 'open' : 'closed', withFocus: wantsFocus, talk },
      bot,
    );
    wantsFocus = false;
  }

  return {
    /** What there is before the frame, which comes after it. */
    away,
    load,
    tell,
    /** The person has come to write. */
    focus() {
      wantsFocus = true;
      frame.focus();
    },
  };
}
