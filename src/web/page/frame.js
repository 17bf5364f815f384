/** The launcher answers at once, or it is not there; in milliseconds. */
const LAUNCHER_WITHIN = 2000;
/** The origin of a page from a file. */
const NAMELESS = 'null';

/**
 * The page as the launcher shows it in a frame of another page: it says that it is there and that it has loaded (a page
 * of an error says nothing), when something has come and when the person presses Escape, and is told when it is opened,
 * and which talk the launcher keeps for it. On its own it says nothing to anybody. `onOpened` is called when the person
 * has come to write.
 *
 * @param {URLSearchParams} asked
 * @param {() => void} onOpened
 */
export function openFrame(asked, onOpened) {
  const isEmbedded = window.parent !== window && asked.get('widget') === '1';
  const origin = isEmbedded ? originOf(asked.get('origin')) : null;
  document.documentElement.classList.toggle('embedded', isEmbedded);

  let wantsFocus = !isEmbedded;
  /** @type {string | null} */
  let held = null;
  /** @type {(text: string | null) => void} */
  let onHeld = () => {};
  let answered = () => {};
  /** @type {Promise<void>} */
  const answer = new Promise((done) => {
    answered = done;
    setTimeout(done, origin ? LAUNCHER_WITHIN : 0);
  });

  /**
   * A page from a file has no name that one could write to. It may hear what is no secret.
   *
   * @param {'ready' | 'loaded' | 'message' | 'close'} what
   */
  function say(what) {
    if (origin) window.parent.postMessage({ popOrImap: what }, origin === NAMELESS ? '*' : origin);
  }

  addEventListener('message', (event) => {
    const { data, source } = event;
    if (source !== window.parent || event.origin !== origin || !data?.popOrImap) return;
    const isOther = held !== data.talk;
    held = data.talk;
    answered();
    if (isOther) onHeld(held);
    if (data.popOrImap === 'closed') wantsFocus = false;
    else if (data.withFocus === true) {
      wantsFocus = true;
      onOpened();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    // Web Chat's own dialogs close first.
    if (!(event.target instanceof Element && event.target.closest('[role="dialog"]'))) say('close');
  });
  say('ready');
  addEventListener('load', () => say('loaded'));

  return {
    say,
    wantsFocus: () => wantsFocus,
    /**
     * What the launcher keeps in the storage of its own page, for a browser that gives a frame none.
     *
     * @returns {Promise<import('./types.d.ts').Storage>}
     */
    async storage() {
      await answer;
      return {
        read: () => held,
        write(text) {
          held = text;
          if (origin && origin !== NAMELESS)
            window.parent.postMessage({ popOrImap: 'keep', talk: text }, origin);
        },
        onChange(changed) {
          onHeld = changed;
        },
      };
    },
  };
}

/** @param {string | null} address */
function originOf(address) {
  if (address === NAMELESS) return NAMELESS;
  try {
    return new URL(address ?? '').origin;
  } catch {
    return null;
  }
}
