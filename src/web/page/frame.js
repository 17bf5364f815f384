/**
 * The page as the launcher shows it in a frame of another page: it says that it is there, when something has come and
 * when the person presses Escape, and is told when it is opened. On its own it says nothing to anybody.
 */
export function openFrame(asked, onOpened) {
  const isEmbedded = window.parent !== window && asked.get('widget') === '1';
  const origin = isEmbedded ? URL.parse(asked.get('origin') ?? '')?.origin : undefined;
  document.documentElement.classList.toggle('embedded', isEmbedded);

  let wantsFocus = !isEmbedded;

  function say(what) {
    if (origin) window.parent.postMessage({ popOrImap: what }, origin);
  }

  addEventListener('message', (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    wantsFocus = event.data?.popOrImap === 'open' && event.data.withFocus === true;
    if (wantsFocus) onOpened();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    // Web Chat's own dialogs close first.
    if (!event.target.closest('[role="dialog"]')) say('close');
  });

  say('ready');

  return { say, wantsFocus: () => wantsFocus };
}
